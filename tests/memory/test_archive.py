import hashlib
import io
import json
import os
import shutil
import tarfile

import pytest

from memory import archive
from memory.embedders.lexical import LexicalEmbedder
from memory.errors import DamagedRecordError, ImportRefusedError, MemoryStoreError, UnknownTaskError
from memory.library import Library


@pytest.fixture
def filled(library, make_record, picture, video):
    library.add(make_record(), picture=picture, video=video)
    library.add(make_record("open_microwave", category="microwave", part="door", instruction="Open the microwave."))
    return library


@pytest.fixture
def other(tmp_path):
    return Library(tmp_path / "other", LexicalEmbedder())


@pytest.fixture
def packed(filled, tmp_path):
    return filled.export(["open_top_drawer"], tmp_path / "tasks.tar.gz")


def forge(path, source, change):
    """Write an archive anew with `change(member, data)` giving the members to write in place of each."""
    with tarfile.open(source) as old, tarfile.open(path, "w:gz") as new:
        for member in old:
            stream = old.extractfile(member)
            for changed, data in change(member, stream.read() if stream else b""):
                changed.size = len(data)
                new.addfile(changed, io.BytesIO(data))
    return path


def add(name, data=b"", **fields):
    def change(member, content):
        extra = tarfile.TarInfo(name)
        for field, value in fields.items():
            setattr(extra, field, value)
        first = member.name.endswith("README.md")
        return [(member, content), *([(extra, data)] if first else [])]

    return change


@pytest.mark.parametrize("name", ["out.tar.gz", "out.tgz", "out"])
def test_what_is_exported_can_be_imported(filled, other, tmp_path, name):
    path = filled.export(filled.names(), tmp_path / name)
    report = other.import_(path)
    assert report.added == ("open_microwave", "open_top_drawer")
    assert (report.identical, report.refused) == ((), {})
    assert [record.spec for record in other.records()] == [record.spec for record in filled.records()]
    assert other.get("open_top_drawer").video.read_bytes() == filled.get("open_top_drawer").video.read_bytes()
    assert not list(tmp_path.glob(".out*"))
    assert not list(other.path.glob(".tmp-*"))


def test_the_same_tasks_make_the_same_archive(filled, tmp_path):
    one = filled.export(filled.names(), tmp_path / "one.tar.gz")
    for file in filled.path.rglob("*.json"):
        os.utime(file, (0, 0))
    two = filled.export(reversed(filled.names()), tmp_path / "two.tar.gz")
    assert one.read_bytes() == two.read_bytes()


def test_a_whole_library_and_a_single_task_folder_can_be_imported(filled, other, tmp_path):
    filled.search("drawer")
    assert other.import_(filled.path / "open_microwave").added == ("open_microwave",)
    report = other.import_(filled.path)
    assert (report.added, report.identical) == (("open_top_drawer",), ("open_microwave",))


def test_identical_tasks_are_skipped_and_said(filled, packed):
    report = filled.import_(packed)
    assert (report.added, report.identical, report.refused) == ((), ("open_top_drawer",), {})


def test_a_name_clash_is_refused_by_name(packed, other, make_record, keep, make_spec):
    other.add(keep(make_spec(instruction="Another task."), source="def build(task, rng): ..."))
    report = other.import_(packed)
    assert "already holds a task 'open_top_drawer'" in report.refused["open_top_drawer"]
    assert other.get("open_top_drawer").spec.instruction == "Another task."


def test_the_same_program_under_another_name_is_refused(packed, other, keep, make_spec, filled):
    other.add(keep(make_spec("first"), source=filled.get("open_top_drawer").program.source))
    assert "same program as 'first'" in other.import_(packed).refused["open_top_drawer"]


def test_a_program_that_its_verdict_is_not_about_is_refused(filled, other, keep, make_spec):
    folder = filled.path / "open_top_drawer"
    (folder / "task.py").write_text("def build(task, rng): evil()\n")
    provenance = json.loads((folder / "provenance.json").read_text())
    provenance["files"]["task.py"] = hashlib.sha256((folder / "task.py").read_bytes()).hexdigest()
    (folder / "provenance.json").write_text(json.dumps(provenance))
    report = other.import_(filled.path)
    assert report.added == ("open_microwave",)
    assert "the verdict on 'open_top_drawer' is about program" in report.refused["open_top_drawer"]


def test_a_page_from_elsewhere_is_written_anew(packed, other, tmp_path):
    def change(member, data):
        return [(member, b"<script>" if member.name.endswith("README.md") else data)]

    other.import_(forge(tmp_path / "forged.tar.gz", packed, change))
    assert (other.path / "open_top_drawer" / "README.md").read_text().startswith("# open_top_drawer")


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (add("open_top_drawer/video.mp4", type=tarfile.SYMTYPE, linkname="/etc/passwd"), "is a link"),
        (add("open_top_drawer/x", type=tarfile.LNKTYPE, linkname="open_top_drawer/task.py"), "is a link"),
        (add("open_top_drawer/pipe", type=tarfile.FIFOTYPE), "no regular file"),
        (add("../task.py", b"x"), "leads out of the library"),
        (add("open_top_drawer/../../task.py", b"x"), "leads out of the library"),
        (add("/tmp/task.py", b"x"), "leads out of the library"),
        (add("open_top_drawer\\..\\task.py", b"x"), "leads out of the library"),
        (add("open_top_drawer/sub/task.py", b"x"), "no file of a task"),
        (add("open_top_drawer/sitecustomize.py", b"x"), "no file of a task"),
        (add(".index/task.py", b"x"), "no file of a task"),
        (add("Open/task.py", b"x"), "no file of a task"),
        (add("open_top_drawer/task.py", b"x"), "comes twice"),
        (add("second/task.py", b"#" * 70_000), "at most 65536"),
    ],
)
def test_a_hostile_archive_adds_nothing(packed, other, tmp_path, change, reason):
    with pytest.raises(ImportRefusedError, match=reason):
        other.import_(forge(tmp_path / "forged.tar.gz", packed, change))
    assert other.names() == ()
    assert not list(other.path.glob(".tmp-*"))
    assert sorted(path.name for path in tmp_path.iterdir() if path.suffix == ".py") == []


def test_an_archive_that_unpacks_to_too_much_is_refused(packed, other, monkeypatch):
    monkeypatch.setattr(archive, "TOTAL_LIMIT", 2000)
    with pytest.raises(ImportRefusedError, match="more than 2000 bytes"):
        other.import_(packed)


def test_a_bomb_in_a_header_is_refused_before_it_is_read(other, tmp_path):
    member = tarfile.TarInfo("x" * 20)
    member.type, member.size = tarfile.XHDTYPE, 1 << 30
    with tarfile.open(tmp_path / "bomb.tar.gz", "w:gz") as bomb:
        bomb.fileobj.write(member.tobuf() + bytes(1 << 20))
    with pytest.raises(ImportRefusedError, match="header of 1073741824 bytes"):
        other.import_(tmp_path / "bomb.tar.gz")


@pytest.mark.parametrize("share", [0.0, 0.3, 0.7, 0.99])
def test_an_archive_cut_short_adds_nothing(packed, other, tmp_path, share):
    data = packed.read_bytes()
    cut = tmp_path / "cut.tar.gz"
    cut.write_bytes(data[: int(len(data) * share)])
    with pytest.raises(ImportRefusedError):
        other.import_(cut)
    assert other.names() == ()


def test_a_link_in_a_folder_is_refused(filled, other, tmp_path):
    path = filled.export(["open_top_drawer"], tmp_path / "out")
    (path / "open_top_drawer" / "video.mp4").unlink()
    (path / "open_top_drawer" / "video.mp4").symlink_to("/etc/passwd")
    with pytest.raises(ImportRefusedError, match="is a link"):
        other.import_(path)
    (path / "linked").symlink_to(filled.path / "open_microwave")
    shutil.rmtree(path / "open_top_drawer")
    with pytest.raises(ImportRefusedError, match="is a link"):
        other.import_(path)


@pytest.mark.parametrize("name", ["nowhere", "text.tar.gz", "empty"])
def test_what_is_no_export_is_refused(other, tmp_path, name):
    (tmp_path / "text.tar.gz").write_text("no archive")
    (tmp_path / "empty").mkdir()
    with pytest.raises(ImportRefusedError):
        other.import_(tmp_path / name)


def test_an_export_overwrites_nothing(filled, tmp_path):
    (tmp_path / "there").mkdir()
    with pytest.raises(MemoryStoreError, match="exists already"):
        filled.export(["open_top_drawer"], tmp_path / "there")
    with pytest.raises(MemoryStoreError, match="no task to export"):
        filled.export([], tmp_path / "out")
    with pytest.raises(UnknownTaskError, match="Did you mean"):
        filled.export(["open_top_drawers"], tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_damaged_task_is_not_exported(filled, tmp_path):
    (filled.path / "open_top_drawer" / "verdict.json").unlink()
    with pytest.raises(DamagedRecordError, match=r"verdict\.json"):
        filled.export(filled.names(), tmp_path / "out.tar.gz")
    assert not (tmp_path / "out.tar.gz").exists()
