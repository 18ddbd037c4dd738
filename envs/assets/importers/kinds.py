"""What is at a path: one thing to import, or a folder of several."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from envs.assets.importers.errors import ImportRefusedError
from envs.assets.importers.folder import shown
from envs.assets.importers.library import RECORD
from envs.assets.importers.meshes import FORMATS
from envs.assets.importers.partnet import URDF

ARCHIVES = (".zip", ".tar", ".gz", ".tgz", ".bz2", ".xz", ".7z", ".rar", ".zae", ".3mf")
MESHES = tuple(f".{name}" for name in FORMATS)
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
        raise ImportRefusedError(f"{shown(path.name)} is an archive, which is not opened; unpack it and import the folder")
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
    """Return whether a path is one asset: a file, or a folder that is one."""
    if not path.is_dir():
        return True
    if (path / URDF).is_file() or (path / RECORD).is_file():
        return True
    return len(list(path.glob("*.urdf"))) == 1


def things(path: Path, depth: int = 0) -> Iterator[Path]:
    """Yield the things in a folder: the folders that are one, URDFs, meshes and archives, in the order of their names.

    Meshes beside a URDF belong to it. Links out of the folder are not followed; what is hidden is passed over.
    """
    if is_one_thing(path):
        yield path
        return
    if depth > DEEPEST:
        return
    for entry in sorted(path.iterdir()):
        if entry.name.startswith("."):
            continue
        if entry.is_symlink() and not entry.resolve().is_relative_to(path.resolve()):
            yield entry
        elif entry.is_dir():
            yield from things(entry, depth + 1)
        elif entry.name.lower().endswith((".urdf", ".xacro", *MESHES, *ARCHIVES)):
            yield entry
