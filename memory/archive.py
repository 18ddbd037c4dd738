"""Tasks in and out of the library: folders and .tar.gz archives, trusted only as far as they have been checked."""

from __future__ import annotations

import gzip
import re
import shutil
import tarfile
import uuid
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import BinaryIO, cast

from memory.errors import ImportRefusedError, MemoryStoreError
from memory.folder import FILES, PICTURE, PROGRAM, PROVENANCE, README, SPEC, VERDICT, VIDEO, flush

KIB, MIB = 1 << 10, 1 << 20
FILE_LIMITS = {
    PROGRAM: 64 * KIB,
    SPEC: 4 * MIB,
    VERDICT: 4 * MIB,
    PROVENANCE: 1 * MIB,
    README: 1 * MIB,
    PICTURE: 16 * MIB,
    VIDEO: 256 * MIB,
}
TOTAL_LIMIT = 2048 * MIB
TASK_LIMIT = 5000
CHUNK = 1 * MIB
NAME = re.compile(r"[a-z][a-z0-9_]{0,63}")


@dataclass(frozen=True)
class ImportReport:
    """What an import did: names added, names skipped because the very same task is there, and refusals by name."""

    added: tuple[str, ...]
    identical: tuple[str, ...]
    refused: dict[str, str]


def export_tasks(folders: list[Path], path: Path) -> Path:
    """Write task folders to a new folder or .tar.gz; raises MemoryStoreError if it exists or there is no task."""
    if not folders:
        raise MemoryStoreError("no task to export; name at least one")
    if path.exists():
        raise MemoryStoreError(f"{path} exists already; name a new file or folder, or delete it first")
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{uuid.uuid4().hex}")
    try:
        if _is_archive(path):
            _pack(folders, draft)
        else:
            draft.mkdir()
            for folder in folders:
                (draft / folder.name).mkdir()
                for file in _task_files(folder):
                    shutil.copyfile(file, draft / folder.name / file.name)
                flush(draft / folder.name)
        draft.rename(path)
    finally:
        if draft.is_dir():
            shutil.rmtree(draft)
        else:
            draft.unlink(missing_ok=True)
    return path


def staged(path: Path, stage: Path) -> list[Path]:
    """Copy what an export holds into an empty folder, and return the task folders in it, by name.

    Only regular files named NAME/FILE, with FILE one of a task's, are taken, each up to its limit. Raises
    ImportRefusedError for anything else: a link, a path that leads elsewhere, a file that is too large or cut short.
    """
    intake = _Intake(stage)
    if path.is_dir():
        for name, file in _folder_files(path):
            with file.open("rb") as stream:
                intake.take(name, stream, file.stat().st_size)
    elif path.is_file():
        _unpack(path, intake)
    else:
        raise ImportRefusedError(f"{path} does not exist; name a folder or a .tar.gz that `library export` wrote")
    folders = sorted(entry for entry in stage.iterdir())
    if not folders:
        raise ImportRefusedError(f"{path} holds no task; name a folder or a .tar.gz that `library export` wrote")
    return folders


def _pack(folders: list[Path], draft: Path) -> None:
    """Write an archive whose bytes depend on the tasks alone: no times, no owners."""
    with (
        draft.open("wb") as raw,
        gzip.GzipFile(filename="", fileobj=raw, mode="wb", mtime=0) as packed,
        tarfile.open(fileobj=packed, mode="w", format=tarfile.PAX_FORMAT) as archive,
    ):
        for folder in sorted(folders):
            for file in _task_files(folder):
                member = tarfile.TarInfo(f"{folder.name}/{file.name}")
                member.size = file.stat().st_size
                member.mode = 0o644
                with file.open("rb") as stream:
                    archive.addfile(member, stream)


def _unpack(path: Path, intake: _Intake) -> None:
    try:
        with gzip.open(path) as packed:
            bounded = _Bounded(packed)
            with tarfile.open(fileobj=cast(BinaryIO, bounded), mode="r:") as archive:
                for count, member in enumerate(archive):
                    if count > TASK_LIMIT * (len(FILES) + 1):
                        raise ImportRefusedError(f"{path.name} has more than {count} members; import it in parts")
                    _unpack_member(archive, member, intake)
            while bounded.read(CHUNK):
                pass  # the end holds the checksum that tells a whole archive from one that was cut
    except (EOFError, tarfile.TarError, zlib.error, gzip.BadGzipFile) as error:
        raise ImportRefusedError(f"{path} is cut short or no .tar.gz ({error}); export it anew") from error


def _unpack_member(archive: tarfile.TarFile, member: tarfile.TarInfo, intake: _Intake) -> None:
    if member.islnk() or member.issym():
        raise ImportRefusedError(f"{member.name!r} is a link; an export holds none")
    if member.isdir() and NAME.fullmatch(member.name.rstrip("/")):
        return
    stream = archive.extractfile(member) if member.isreg() and not member.issparse() else None
    if stream is None:
        raise ImportRefusedError(f"{member.name!r} is no regular file; export it anew")
    intake.take(member.name, cast(BinaryIO, stream), member.size)


def _folder_files(path: Path) -> Iterator[tuple[str, Path]]:
    """Yield (NAME/FILE, path) of a folder of tasks, or of one task's folder; names with a leading dot are not ours."""
    single = (path / PROGRAM).exists()
    for folder in [path] if single else sorted(path.iterdir()):
        if folder.name.startswith(".") and not single:
            continue
        name = folder.resolve().name if single else folder.name
        if folder.is_symlink() and not single:
            raise ImportRefusedError(f"{folder} is a link; copy the folder itself")
        if not folder.is_dir():
            raise ImportRefusedError(f"{folder} is no task's folder; name a folder that `library export` wrote")
        for file in sorted(folder.iterdir()):
            if file.is_symlink():
                raise ImportRefusedError(f"{file} is a link; copy the file itself")
            if not file.is_file():
                raise ImportRefusedError(f"{file} is no regular file; a task's folder holds {', '.join(FILES)}")
            yield f"{name}/{file.name}", file


class _Intake:
    """Takes files into an empty folder while their names and sizes are allowed."""

    def __init__(self, stage: Path) -> None:
        self._stage = stage
        self._bytes = 0
        self._tasks: set[str] = set()

    def take(self, name: str, stream: BinaryIO, size: int) -> None:
        """Copy one file; raises ImportRefusedError if its name leads elsewhere, or it is too large or cut short."""
        parts = PurePosixPath(name).parts
        if name.startswith("/") or ".." in parts or "\\" in name or "\0" in name:
            raise ImportRefusedError(f"{name!r} leads out of the library; an export holds only TASK/FILE")
        if len(parts) != 2 or not NAME.fullmatch(parts[0]) or parts[1] not in FILE_LIMITS:
            allowed = ", ".join(FILE_LIMITS)
            raise ImportRefusedError(f"{name!r} is no file of a task; an export holds TASK/FILE, FILE one of {allowed}")
        task, file = parts
        if size > FILE_LIMITS[file]:
            raise ImportRefusedError(f"{name!r} has {size} bytes; at most {FILE_LIMITS[file]} are allowed")
        self._bytes += size
        self._tasks.add(task)
        if self._bytes > TOTAL_LIMIT or len(self._tasks) > TASK_LIMIT:
            raise ImportRefusedError(
                f"more than {TOTAL_LIMIT} bytes or {TASK_LIMIT} tasks at once; export and import them in several parts"
            )
        target = self._stage / task / file
        if target.exists():
            raise ImportRefusedError(f"{name!r} comes twice; export the tasks anew")
        target.parent.mkdir(exist_ok=True)
        with target.open("wb") as copy:
            shutil.copyfileobj(stream, copy, CHUNK)
        if target.stat().st_size != size:
            raise ImportRefusedError(f"{name!r} is cut short: {target.stat().st_size} of {size} bytes; export it anew")


class _Bounded:
    """A decompressed stream that refuses to become huge: neither in all nor in one read."""

    def __init__(self, stream: gzip.GzipFile) -> None:
        self._stream = stream

    def read(self, size: int = -1) -> bytes:
        """Return up to `size` bytes; raises ImportRefusedError beyond the limits."""
        if size < 0 or size > 8 * CHUNK:
            raise ImportRefusedError(f"the archive has a header of {size} bytes; export it anew")
        if self._stream.tell() > TOTAL_LIMIT + TASK_LIMIT * 16 * KIB:
            raise ImportRefusedError(
                f"the archive unpacks to more than {TOTAL_LIMIT} bytes; export fewer tasks at once"
            )
        return self._stream.read(size)

    def seek(self, position: int, whence: int = 0) -> int:
        """Move to a position."""
        return self._stream.seek(position, whence)

    def tell(self) -> int:
        """Return the position."""
        return self._stream.tell()


def _task_files(folder: Path) -> list[Path]:
    return [folder / name for name in sorted(FILES) if (folder / name).is_file()]


def _is_archive(path: Path) -> bool:
    return path.name.endswith((".tar.gz", ".tgz"))
