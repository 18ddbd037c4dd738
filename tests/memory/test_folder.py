import json

import pytest

from memory.errors import DamagedRecordError
from memory.folder import FILES, NEEDED, read_folder, write_folder


@pytest.fixture
def folder(tmp_path, make_record, picture, video):
    path = tmp_path / "open_top_drawer"
    write_folder(path, make_record(), picture, video)
    return path


def test_a_record_reads_back_as_written(folder, make_record, picture, video):
    record, written = read_folder(folder), make_record()
    assert (record.program, record.spec, record.verdict) == (written.program, written.spec, written.verdict)
    assert record.picture.read_bytes() == picture.read_bytes()
    assert record.video.read_bytes() == video.read_bytes()
    assert sorted(path.name for path in folder.iterdir()) == sorted(FILES)


def test_two_writes_of_one_record_are_the_same_bytes(folder, tmp_path, make_record, picture, video):
    (tmp_path / "again").mkdir()
    write_folder(tmp_path / "again" / "open_top_drawer", make_record(), picture, video)
    for name in FILES:
        assert (folder / name).read_bytes() == (tmp_path / "again" / "open_top_drawer" / name).read_bytes()


def test_json_keys_are_sorted(folder):
    keys = list(json.loads((folder / "verdict.json").read_text()))
    assert keys == sorted(keys)


@pytest.mark.parametrize("name", [name for name in FILES if name != "README.md"])
def test_a_file_cut_in_half_is_named(folder, name):
    data = (folder / name).read_bytes()
    (folder / name).write_bytes(data[: len(data) // 2])
    with pytest.raises(DamagedRecordError, match=name) as caught:
        read_folder(folder)
    assert "library remove open_top_drawer" in caught.value.remedy


@pytest.mark.parametrize("name", [*NEEDED, "picture.png"])
def test_a_missing_file_is_named(folder, name):
    (folder / name).unlink()
    with pytest.raises(DamagedRecordError, match=name):
        read_folder(folder)


def test_an_edited_program_no_longer_fits_its_proof(folder):
    with (folder / "task.py").open("a") as stream:
        stream.write("# edited\n")
    with pytest.raises(DamagedRecordError, match=r"task\.py is not the file"):
        read_folder(folder)


def test_a_renamed_folder_is_damaged(folder):
    with pytest.raises(DamagedRecordError, match="'open_top_drawer'"):
        read_folder(folder.rename(folder.with_name("other_name")))


def test_an_edited_page_is_no_damage(folder):
    (folder / "README.md").write_text("mine")
    assert read_folder(folder).name == "open_top_drawer"
