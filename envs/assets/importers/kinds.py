"""What is at a path: one thing to import, or a folder of several."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

from envs.assets.importers.errors import ImportRefusedError
from envs.assets.importers.folder import MOST_BYTES, shown
from envs.assets.importers.library import RECORD
from envs.assets.importers.meshes import FORMATS
from envs.assets.importers.partnet import URDF

ARCHIVES = (".zip", ".tar", ".gz", ".tgz", ".bz2", ".xz", ".7z", ".rar", ".zae", ".3mf")
MESHES = tuple(f".{name}" for name in FORMATS)
_FILENAME = re.compile(r"""filename\s*=\s*["']([^"']+)""")
DEEPEST = 4
MOST = 5000


def check_path(path: Path) -> None:
    """Refuse what is not there and what is neither folder, URDF nor mesh; raises ImportRefusedError with the reason."""
    if not path.exists():
        raise ImportRefusedError(f"there is no {path}; give a folder, a URDF or a mesh ({', '.join(FORMATS)})")
    if path.is_dir():
        return
    name = path.name.lower()
    if name.endswith(ARCHIVES):
        raise ImportRefusedError(
            f"{shown(path.name)} is an archive, which is not opened; unpack it and import the folder"
        )
    if name.endswith(".xacro"):
        raise ImportRefusedError(
            f"{shown(path.name)} is a xacro program, which is not run; expand it: xacro FILE > out.urdf"
        )
    if not name.endswith((".urdf", *MESHES)):
        raise ImportRefusedError(
            f"{shown(path.name)} is of no kind that is read; give a URDF, a mesh ({', '.join(FORMATS)}), "
            "a PartNet-Mobility directory, or a folder of these"
        )
    if not path.is_file():
        raise ImportRefusedError(f"{shown(path.name)} is no plain file")


def is_one_thing(path: Path) -> bool:
    """Return whether a path is one asset: a file, a folder that is one, or a URDF with the meshes that it names."""
    if not path.is_dir():
        return True
    if (path / URDF).is_file() or (path / RECORD).is_file():
        return True
    files = list(_below(path))
    if len(list(path.glob("*.urdf"))) != 1 or sum(file.suffix.lower() == ".urdf" for file in files) != 1:
        return False
    if any(file.name == RECORD or file.name.lower().endswith(ARCHIVES) for file in files):
        return False
    named = _named_in(path)
    return all(file.name in named for file in files if file.name.lower().endswith(MESHES))


def things(path: Path, depth: int = 0) -> Iterator[Path]:
    """Yield the things in a folder: the folders that are one, URDFs, meshes and archives, in the order of their names.

    Meshes that a URDF beside them names belong to it. What is hidden is passed over, and so are links to folders.
    """
    if is_one_thing(path):
        yield path
        return
    named = _named_in(path)
    for entry in sorted(path.iterdir()):
        if entry.name.startswith("."):
            continue
        if entry.is_dir():
            if depth < DEEPEST and not entry.is_symlink():
                yield from things(entry, depth + 1)
        elif entry.name.lower().endswith((".urdf", ".xacro", *ARCHIVES, *MESHES)) and entry.name not in named:
            yield entry


def _below(path: Path) -> Iterator[Path]:
    """Yield the files of a folder and those under it; links to folders are not followed."""
    count = 0
    for folder, _, names in os.walk(path):
        for name in names:
            count += 1
            if count > MOST:
                raise ImportRefusedError(f"{path} holds more than {MOST} files; import its folders one by one")
            yield Path(folder) / name


def _named_in(path: Path) -> set[str]:
    """Return the names of the mesh files that the URDFs of a folder speak of."""
    found: set[str] = set()
    for urdf in path.glob("*.urdf"):
        if urdf.is_file() and urdf.stat().st_size <= MOST_BYTES:
            found |= {Path(name).name for name in _FILENAME.findall(urdf.read_text(encoding="utf-8", errors="replace"))}
    return found
