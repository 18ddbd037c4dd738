"""Reads a single mesh as a source: one rigid thing."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Literal

import numpy as np

from envs.assets.importers.folder import Folder
from envs.assets.importers.meshes import Y_UP, read_mesh
from envs.assets.importers.source import Source, SourceLink
from kpam.transforms import from_rotation

Up = Literal["y", "z"]
_STANDING = from_rotation(np.array([[0.0, 0.0, 1.0], [1.0, 0.0, 0.0], [0.0, 1.0, 0.0]]))
"""Turns y up, z forward into z up, x forward."""


def read_mesh_source(folder: Folder, name: str, up: Up | None = None) -> Source:
    """Return a mesh of a folder as a rigid thing, z up.

    `up` says which of the file's axes is up; without it y for GLB, as its specification has it, and z else.
    """
    suffix = PurePosixPath(name).suffix.lower().lstrip(".")
    pieces = read_mesh(folder, name)
    axis = up or ("y" if suffix in Y_UP else "z")
    turned = tuple(piece.moved(_STANDING) if axis == "y" else piece for piece in pieces)
    return Source(
        name=PurePosixPath(name).stem,
        links=(SourceLink("body", turned),),
        origin=f"imported from the mesh {PurePosixPath(name).name[:80]}",
    )
