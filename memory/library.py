"""The library: one folder of plain files for each verified task, and an index beside that follows them.

    library/
      open_top_drawer/   task.py spec.json verdict.json provenance.json picture.png video.mp4 README.md
      .index/            LanceDB, rebuilt whenever it does not fit the files
      .lock              held by the one process that writes
      .tmp-*             a folder being written or removed; the next writer sweeps up what a killed one left

A folder appears and disappears by one rename, so a reader sees a task whole or not at all.
"""

from __future__ import annotations

import errno
import hashlib
import shutil
import threading
import uuid
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from envs.task.spec import TaskSpec
from memory.archive import ImportReport, export_tasks, staged
from memory.embedders.base import Embedder
from memory.errors import DamagedRecordError, MemoryStoreError, NameClashError, UnknownTaskError
from memory.folder import flush, read_folder, read_program, same_content, write_folder
from memory.index import BROKEN, Entry, Hit, Index
from memory.lock import exclusive
from memory.record import TaskRecord

TEMPORARY = ".tmp-"
KEPT = {
    ".gitignore": "# The index is rebuilt from the files.\n.index/\n.lock\n.tmp-*\n",
    ".gitattributes": "# Hashes in provenance.json are of these very bytes.\n* -text\n",
}

Answer = TypeVar("Answer")


@dataclass(frozen=True)
class Damage:
    """A task folder that cannot be used, and what to do about it."""

    name: str
    problem: str
    remedy: str


class Library:
    """The verified tasks under a folder; the folder is made by the first write."""

    def __init__(self, path: Path, embedder: Embedder) -> None:
        self.path = Path(path)
        self.embedder = embedder
        self._holder: int | None = None
        if self.path.exists() and not self.path.is_dir():
            raise MemoryStoreError(f"{self.path} is a file; name a folder for the library")

    def names(self) -> tuple[str, ...]:
        """Return the name of every task folder, damaged ones included, in order."""
        if not self.path.is_dir():
            return ()
        return tuple(sorted(entry.name for entry in self.path.iterdir() if _is_task(entry)))

    def get(self, name: str) -> TaskRecord:
        """Return a task; raises UnknownTaskError, or DamagedRecordError if its files do not hold together."""
        return read_folder(self._folder(name))

    def records(self) -> Iterator[TaskRecord]:
        """Yield every task that can be read, by name; `check()` tells of the others."""
        for name in self.names():
            try:
                yield read_folder(self.path / name)
            except DamagedRecordError:
                continue

    def check(self) -> tuple[Damage, ...]:
        """Return every folder that cannot be used, with its remedy; empty when all is well."""
        found: list[Damage] = []
        for name in self.names():
            try:
                read_folder(self.path / name)
            except DamagedRecordError as error:
                found.append(Damage(name, error.problem, error.remedy))
        return tuple(found)

    @contextmanager
    def alone(self) -> Generator[None]:
        """Keep every other process from writing while the calls inside read, decide and write."""
        with self._writing():
            before, self._holder = self._holder, threading.get_ident()
            try:
                yield
            finally:
                self._holder = before

    def add(self, record: TaskRecord, *, picture: Path | None = None, video: Path | None = None) -> Path:
        """Keep a verified task and return its folder; raises NameClashError if the name is taken."""
        with self._writing():
            target = self.path / record.name
            if target.exists():
                raise NameClashError(record.name)
            self._publish(record, picture, video)
        return target

    def remove(self, name: str) -> None:
        """Take a task out, damaged or not; raises UnknownTaskError."""
        with self._writing():
            away = self._temporary()
            self._folder(name).rename(away)
            flush(self.path)
            shutil.rmtree(away)

    def export(self, names: Iterable[str], path: Path) -> Path:
        """Copy tasks into a new folder, or a new archive if `path` ends in .tar.gz or .tgz, and return it.

        Raises UnknownTaskError, DamagedRecordError, or MemoryStoreError if `path` exists.
        """
        with self._writing():
            folders = [self._folder(name) for name in dict.fromkeys(names)]
            for folder in folders:
                read_folder(folder)
            return export_tasks(folders, Path(path))

    def import_(self, path: Path) -> ImportReport:
        """Add the tasks of an exported folder or archive.

        Identical tasks are skipped, and tasks that clash or do not hold together are refused one by one, with the
        reason in the report. Raises ImportRefusedError, and adds nothing, if `path` is not what `export` writes.
        """
        added: list[str] = []
        identical: list[str] = []
        refused: dict[str, str] = {}
        with self._writing():
            programs = self._programs()
            stage = self._temporary()
            stage.mkdir()
            try:
                for draft in staged(Path(path), stage):
                    target = self.path / draft.name
                    try:
                        record = read_folder(draft)
                    except DamagedRecordError as error:
                        refused[draft.name] = error.problem
                        continue
                    twin = programs.get(record.program.hash)
                    if twin == draft.name and same_content(draft, target):
                        identical.append(draft.name)
                    elif target.exists():
                        refused[draft.name] = str(NameClashError(draft.name))
                    elif twin is not None:
                        refused[draft.name] = f"the library holds the same program as {twin!r}"
                    else:
                        self._publish(record, record.picture, record.video)
                        programs[record.program.hash] = draft.name
                        added.append(draft.name)
            finally:
                shutil.rmtree(stage)
        return ImportReport(tuple(added), tuple(identical), refused)

    def search(self, query: str, k: int = 5) -> list[Hit]:
        """Return the k tasks nearest to a query by meaning and by words, best first."""
        if k < 0:
            raise ValueError(f"k = {k} tasks cannot be found; ask for 0 or more")
        return self._indexed(lambda index: index.search(query, k))

    def entries(self) -> list[Entry]:
        """Return what the index knows of every readable task, by name."""
        return self._indexed(Index.entries)

    def rebuild_index(self) -> int:
        """Build the index anew from the files, and return how many tasks it holds."""
        if not self.path.is_dir():
            return 0
        with self._writing():
            return len(self._rebuilt().entries())

    def _indexed(self, ask: Callable[[Index], list[Answer]]) -> list[Answer]:
        if not self.names():
            return []
        with self._writing():
            try:
                index = Index(self._index_folder, self.embedder)
                index.sync(self._stamps(), self._readable_spec)
                return ask(index)
            except BROKEN:
                return ask(self._rebuilt())

    def _rebuilt(self) -> Index:
        if self._index_folder.exists():
            shutil.rmtree(self._index_folder)
        index = Index(self._index_folder, self.embedder)
        index.sync(self._stamps(), self._readable_spec)
        return index

    @property
    def _index_folder(self) -> Path:
        return self.path / ".index"

    def _stamps(self) -> dict[str, str]:
        return {name: _stamp(self.path / name) for name in self.names()}

    def _readable_spec(self, name: str) -> TaskSpec | None:
        try:
            return read_folder(self.path / name).spec
        except DamagedRecordError:
            return None

    def _folder(self, name: str) -> Path:
        known = self.names()
        if name not in known:
            raise UnknownTaskError(name, known)
        return self.path / name

    def _programs(self) -> dict[str, str]:
        """Return the name of the task that holds each program, by the program's hash."""
        found: dict[str, str] = {}
        for name in self.names():
            try:
                found[read_program(self.path / name).hash] = name
            except DamagedRecordError:
                continue
        return found

    def _temporary(self) -> Path:
        return self.path / f"{TEMPORARY}{uuid.uuid4().hex}"

    def _publish(self, record: TaskRecord, picture: Path | None, video: Path | None) -> None:
        """Write a record's folder under a temporary name and rename it, or leave nothing behind."""
        draft = self._temporary()
        try:
            write_folder(draft, record, picture, video)
            draft.rename(self.path / record.name)
            flush(self.path)
        finally:
            if draft.exists():
                shutil.rmtree(draft)

    @contextmanager
    def _writing(self) -> Generator[None]:
        """Hold the library's lock; sweep up what a killed process left, since nobody else can be writing."""
        if self._holder == threading.get_ident():
            yield
            return
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            (self.path / ".lock").touch()
        except OSError as error:
            if error.errno not in (errno.EACCES, errno.EPERM, errno.EROFS):
                raise
            raise MemoryStoreError(
                f"the library {self.path} cannot be written ({error.strerror}); change its permissions, or name another"
            ) from error
        with exclusive(self.path / ".lock"):
            for left in self.path.glob(f"{TEMPORARY}*"):
                shutil.rmtree(left) if left.is_dir() else left.unlink()
            for name, text in KEPT.items():
                file = self.path / name
                if not file.exists():
                    draft = self._temporary()
                    draft.write_text(text, "utf-8")
                    draft.rename(file)
            yield


def _is_task(entry: Path) -> bool:
    return entry.is_dir() and not entry.name.startswith((".", "_"))


def _stamp(folder: Path) -> str:
    """Return a text that changes when a folder's files do, without reading them."""
    facts = [(path.name, path.stat().st_size, path.stat().st_mtime_ns) for path in sorted(folder.iterdir())]
    return hashlib.sha256(repr(facts).encode()).hexdigest()
