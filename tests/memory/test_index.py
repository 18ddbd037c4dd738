import shutil

import pytest

from memory.embedders.lexical import LexicalEmbedder
from memory.library import Library


@pytest.fixture
def filled(library, make_record):
    library.add(make_record())
    library.add(
        make_record("open_microwave", category="microwave", part="door", instruction="Open the door of the microwave.")
    )
    library.add(make_record("turn_lever", category="faucet", part="lever", instruction="Turn the faucet's lever on."))
    return library


def test_the_nearest_sentence_comes_first(filled):
    assert filled.search("microwave door")[0].name == "open_microwave"
    assert filled.search("turn the faucet on", k=1)[0].name == "turn_lever"
    hit = filled.search("Open the top drawer of the cabinet.")[0]
    assert hit.name == "open_top_drawer"
    assert hit.similarity == pytest.approx(1.0, abs=1e-5)


@pytest.mark.parametrize("query", ["", "the of", "'; DROP TABLE", '"quoted" AND (', "*", "näive ☃"])
def test_any_text_is_a_query(filled, query):
    assert len(filled.search(query, k=3)) <= 3


def test_k_limits_what_is_found(filled):
    assert len(filled.search("open", k=2)) == 2
    assert filled.search("open", k=0) == []
    with pytest.raises(ValueError, match="-1"):
        filled.search("open", k=-1)


def test_a_missing_index_is_built_from_the_files(filled):
    before = filled.search("drawer")
    shutil.rmtree(filled.path / ".index")
    assert filled.search("drawer") == before
    assert filled.rebuild_index() == 3
    assert filled.search("drawer") == before


def test_an_index_cut_in_half_heals(filled):
    before = filled.search("drawer")
    for file in (filled.path / ".index").rglob("*"):
        if file.is_file():
            data = file.read_bytes()
            file.write_bytes(data[: len(data) // 2])
    assert filled.search("drawer") == before


def test_an_index_without_its_data_heals(filled):
    before = filled.search("drawer")
    for file in (filled.path / ".index").rglob("data/*"):
        file.unlink()
    assert filled.search("drawer") == before


def test_tasks_that_came_and_went_by_version_control_are_noticed(filled, tmp_path):
    filled.search("drawer")
    (filled.path / "turn_lever").rename(tmp_path / "turn_lever")
    assert {entry.name for entry in filled.entries()} == {"open_top_drawer", "open_microwave"}
    (tmp_path / "turn_lever").rename(filled.path / "turn_lever")
    assert {entry.name for entry in filled.entries()} == {"open_top_drawer", "open_microwave", "turn_lever"}


def test_another_embedder_builds_its_own_index(filled):
    filled.search("drawer")
    other = Library(filled.path, LexicalEmbedder(dimension=128))
    assert other.search("microwave")[0].name == "open_microwave"
    assert other.entries()[0].vector.shape == (128,)
    assert filled.search("microwave")[0].name == "open_microwave"


def test_many_additions_keep_every_row(library, make_record):
    for number in range(40):
        library.add(make_record(f"task_{number}", instruction=f"Open drawer number {number}."))
        library.entries()
    library.remove("task_3")
    assert len(library.entries()) == 39
    assert library.search("drawer number 17", k=3)[0].name == "task_17"
