import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from memory.embedders.lexical import LexicalEmbedder
from memory.errors import DamagedRecordError, MemoryStoreError, NameClashError, UnknownTaskError
from memory.library import Library


def test_a_kept_task_comes_back(library, make_record, picture, video):
    library.add(make_record(), picture=picture, video=video)
    record = library.get("open_top_drawer")
    assert record.spec == make_record().spec
    assert record.picture == library.path / "open_top_drawer" / "picture.png"
    assert record.video.exists()
    assert library.names() == ("open_top_drawer",)


def test_a_library_that_is_not_there_is_empty_and_stays_away(library):
    assert library.names() == ()
    assert library.search("drawer") == []
    assert library.rebuild_index() == 0
    assert not library.path.exists()


def test_a_file_is_no_library(tmp_path):
    (tmp_path / "library").write_text("")
    with pytest.raises(MemoryStoreError, match="name a folder"):
        Library(tmp_path / "library", LexicalEmbedder())


def test_a_file_of_the_library_that_a_full_disk_cut_short_is_written_whole_later(library, make_record, monkeypatch):
    def full(self, text, *_):
        self.touch()
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_text", full)
    with pytest.raises(OSError, match="No space left"):
        library.add(make_record())
    monkeypatch.undo()
    library.add(make_record())
    assert ".index/" in (library.path / ".gitignore").read_text()
    assert not list(library.path.glob(".tmp-*"))


def test_a_read_only_file_system_is_said_with_a_remedy(library, make_record, monkeypatch):
    def read_only(*_, **__):
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr(Path, "touch", read_only)
    with pytest.raises(MemoryStoreError, match=r"cannot be written \(Read-only file system\).*name another"):
        library.add(make_record())


def test_a_taken_name_is_refused_and_keeps_the_first(library, make_record):
    library.add(make_record())
    with pytest.raises(NameClashError, match="already holds a task 'open_top_drawer'"):
        library.add(make_record(instruction="Another."))
    assert library.get("open_top_drawer").spec.instruction == "Open the top drawer of the cabinet."


def test_an_unknown_name_names_the_nearest(library, make_record):
    library.add(make_record())
    with pytest.raises(UnknownTaskError, match="Did you mean 'open_top_drawer'"):
        library.get("open_top_drawr")


@pytest.mark.parametrize("name", ["../elsewhere", ".index", "", "/"])
def test_a_name_cannot_lead_out_of_the_library(library, make_record, name):
    library.add(make_record())
    with pytest.raises(UnknownTaskError):
        library.remove(name)


def test_a_removed_task_is_gone_from_files_and_search(library, make_record):
    library.add(make_record())
    library.add(make_record("close_microwave", category="microwave", part="door", instruction="Open the microwave."))
    assert len(library.search("open")) == 2
    library.remove("open_top_drawer")
    assert library.names() == ("close_microwave",)
    assert [hit.name for hit in library.search("open")] == ["close_microwave"]
    assert not list(library.path.glob(".tmp-*"))


def test_a_damaged_task_does_not_hide_the_others(library, make_record):
    library.add(make_record())
    library.add(make_record("second", instruction="Open it again."))
    library.add(make_record("third", instruction="And again."))
    spec = library.path / "second" / "spec.json"
    spec.write_bytes(spec.read_bytes()[:100])
    (library.path / "empty").mkdir()
    assert [record.name for record in library.records()] == ["open_top_drawer", "third"]
    damage = {item.name: item for item in library.check()}
    assert set(damage) == {"second", "empty"}
    assert "spec.json" in damage["second"].problem
    assert "library remove second" in damage["second"].remedy
    assert {hit.name for hit in library.search("open")} == {"open_top_drawer", "third"}
    with pytest.raises(DamagedRecordError):
        library.get("second")
    library.remove("second")
    library.remove("empty")
    assert library.check() == ()


def test_a_full_disk_leaves_nothing_half_written(library, make_record, monkeypatch, picture):
    library.add(make_record())

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(shutil, "copyfile", full)
    with pytest.raises(OSError, match="No space"):
        library.add(make_record("second"), picture=picture)
    assert library.names() == ("open_top_drawer",)
    assert library.check() == ()
    assert not list(library.path.glob(".tmp-*"))


def test_what_a_killed_writer_left_is_ignored_and_swept_up(library, make_record):
    library.add(make_record())
    left = library.path / ".tmp-left"
    shutil.copytree(library.path / "open_top_drawer", left)
    (left / "verdict.json").unlink()
    assert library.names() == ("open_top_drawer",)
    assert library.check() == ()
    library.add(make_record("second"))
    assert not left.exists()


WRITER = """
import os, signal, sys
from pathlib import Path
from memory.embedders.lexical import LexicalEmbedder
from memory.library import Library
from memory.record import TaskRecord

library = Library(Path(sys.argv[1]), LexicalEmbedder())
old = library.get("open_top_drawer")

def renamed(name):
    program = old.program.model_copy(update={"name": name, "source": old.program.source + f"# {name}"})
    verdict = old.verdict.model_copy(update={"program_hash": program.hash})
    return TaskRecord(program, old.spec.model_copy(update={"name": name}), verdict, old.provenance)
"""
KILLED = """
calls = int(sys.argv[2])
flush = os.fsync

def fsync(descriptor):
    global calls
    calls -= 1
    if calls < 0:
        os.kill(os.getpid(), signal.SIGKILL)
    flush(descriptor)

os.fsync = fsync
library.add(renamed("second"))
"""
BUSY = """
for number in range(5):
    library.add(renamed(f"task_{sys.argv[2]}_{number}"))
    library.search("drawer")
"""
REPOSITORY = Path(__file__).parents[2]


@pytest.mark.parametrize(("files", "kept"), [(0, False), (4, False), (6, True)])
def test_a_killed_writer_leaves_a_task_whole_or_not_at_all(library, make_record, files, kept):
    library.add(make_record())
    command = [sys.executable, "-c", WRITER + KILLED, str(library.path), str(files)]
    assert subprocess.run(command, cwd=REPOSITORY, check=False).returncode == -signal.SIGKILL
    assert library.check() == ()
    assert library.names() == (("open_top_drawer", "second") if kept else ("open_top_drawer",))
    assert len(library.search("drawer")) == 1 + kept
    assert not list(library.path.glob(".tmp-*"))


def test_several_processes_writing_at_once_lose_nothing(library, make_record):
    library.add(make_record())
    command = [sys.executable, "-c", WRITER + BUSY, str(library.path)]
    writers = [subprocess.Popen([*command, letter], cwd=REPOSITORY, stderr=subprocess.PIPE) for letter in "abc"]
    errors = [writer.communicate()[1].decode() for writer in writers]
    assert [writer.returncode for writer in writers] == [0, 0, 0], errors
    assert len(library.names()) == 16
    assert library.check() == ()
    assert len(library.search("drawer", 20)) == 16


def test_git_sees_the_files_and_not_the_index(library, make_record):
    if shutil.which("git") is None:
        pytest.skip("git is not installed")
    library.add(make_record())
    library.search("drawer")
    subprocess.run(["git", "init", "-q", str(library.path)], check=True)
    command = ["git", "-C", str(library.path), "ls-files", "--others", "--exclude-standard"]
    listed = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
    assert "open_top_drawer/spec.json" in listed
    assert not [name for name in listed if name.startswith((".index", ".lock", ".tmp"))]
