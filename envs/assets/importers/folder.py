"""Reads files of one folder and no others: no links out of it, no `..`, no absolute paths, nothing too large."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from envs.assets.importers.errors import ImportRefusedError, MissingFileError

MOST_BYTES = 64_000_000
"""The largest file that is read."""
MOST_BYTES_IN_ALL = 256_000_000
"""The most that one asset's files may hold together."""
_SCHEME = re.compile(r"^[A-Za-z][A-Za-z0-9+.-]*:")


@dataclass
class Folder:
    """A folder to read from. What was read is remembered, which is what the asset is made of and known again by."""

    path: Path
    _read: dict[str, bytes] = field(default_factory=dict[str, bytes])

    def __post_init__(self) -> None:
        self.path = self.path.resolve()

    def read(self, name: str, *, wanted_by: str) -> bytes:
        """Return a file's bytes by its name relative to the folder; `wanted_by` is what messages say names it.

        Raises ImportRefusedError for a name that leads out of the folder, a file that is missing, empty or too large.
        """
        key = str(PurePosixPath(name.replace("\\", "/")))
        if key not in self._read:
            path = self.locate(name, wanted_by=wanted_by)
            size = path.stat().st_size
            if size > MOST_BYTES:
                raise ImportRefusedError(
                    f"{shown(path.name)} has {size / 1e6:.0f} MB; at most {MOST_BYTES / 1e6:.0f} MB are read: "
                    "simplify the mesh first"
                )
            if size == 0:
                raise ImportRefusedError(f"{shown(path.name)} is empty; export it again")
            if size + sum(map(len, self._read.values())) > MOST_BYTES_IN_ALL:
                raise ImportRefusedError(
                    f"the files of {shown(self.path.name)} hold more than {MOST_BYTES_IN_ALL / 1e6:.0f} MB; "
                    "simplify its meshes first"
                )
            self._read[key] = path.read_bytes()
        return self._read[key]

    def text(self, name: str, *, wanted_by: str) -> str:
        """Return a file as text; raises ImportRefusedError where it is none."""
        try:
            return self.read(name, wanted_by=wanted_by).decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise ImportRefusedError(f"{shown(name)} is no text (byte {error.start}); export it again") from error

    def locate(self, name: str, *, wanted_by: str) -> Path:
        """Return where a file of the folder is; raises ImportRefusedError for what is not in it."""
        plain = name.replace("\\", "/")
        if _SCHEME.match(plain) or plain.startswith("/"):
            raise ImportRefusedError(
                f"{wanted_by} names {shown(name)}, which is no path relative to its folder; "
                "put the file beside it and write its relative path"
            )
        if ".." in PurePosixPath(plain).parts:
            raise ImportRefusedError(
                f"{wanted_by} names {shown(name)}, which leads out of its folder with '..'; move it into the folder"
            )
        if "\0" in plain:
            raise ImportRefusedError(f"{wanted_by} names {shown(name)}, which is no file name")
        path = self.path / plain
        try:
            real = path.resolve()
        except (OSError, RuntimeError) as error:
            raise ImportRefusedError(f"{wanted_by} names {shown(name)}, which cannot be followed: {error}") from error
        if not real.is_relative_to(self.path):
            raise ImportRefusedError(
                f"{shown(name)} is a link that leads out of {shown(self.path.name)}; put the file itself there"
            )
        if not real.is_file():
            raise MissingFileError(f"{wanted_by} names {shown(name)}, and there is no such file in its folder")
        return real

    def digest(self) -> str:
        """Return a hash (64 hex digits) of everything that was read, whatever the files' names and order."""
        hashes = sorted(hashlib.sha256(data).digest() for data in self._read.values())
        return hashlib.sha256(b"".join(hashes)).hexdigest()


def shown(name: str) -> str:
    """Return a name as messages show it: quoted, short, nothing that a terminal would act on."""
    return repr(name if len(name) <= 80 else f"{name[:77]}...")
