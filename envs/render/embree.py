"""Triangles at which Embree casts rays, on the CPU."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Faces = NDArray[np.object_]


@dataclass(frozen=True)
class Struck:
    """Which rays met a triangle, ascending (k,); which one (k,), at which depth (k,), at which u and v (k, 2)."""

    rays: NDArray[np.intp]
    triangles: NDArray[np.int32]
    depth: Floats
    uv: Floats


def faces_for(faces: NDArray[np.integer]) -> Faces:
    """Return faces (m, 3) as `Surface` wants them: tuples of Python's integers.

    embreex reads corner by corner through Python, and a row of NumPy integers takes it six times as long as a tuple.
    """
    rows = np.empty(len(faces), dtype=object)
    rows[:] = [tuple(row) for row in faces.tolist()]
    return rows


class Surface:
    """A set of triangles that does not change any more."""

    def __init__(self, vertices: Floats, faces: Faces) -> None:
        """Build from vertices (n, 3) and the faces that `faces_for` makes."""
        from embreex.mesh_construction import TriangleMesh
        from embreex.rtcore_scene import EmbreeScene

        self._scene: Any = EmbreeScene()
        # As for the faces: Python's floats are read faster than NumPy's, and turning all of them costs little.
        TriangleMesh(self._scene, vertices.astype(object), faces)

    def strike(self, origins: Floats, directions: Floats, reach: Floats) -> Struck:
        """Cast rays, origins and directions (n, 3), as far as `reach` (n,) times the direction; infinity will do."""
        # embreex writes the depths into the array of the ranges that it is given.
        answer = self._scene.run(origins, directions, reach.copy(), output=True)
        rays = np.flatnonzero(answer["primID"] >= 0)
        uv = np.column_stack([answer["u"][rays], answer["v"][rays]])
        return Struck(rays, answer["primID"][rays], answer["tfar"][rays], uv)

    def hides(self, origins: NDArray[np.floating], direction: Floats) -> NDArray[np.bool_]:
        """Say for each point (n, 3) whether something stands in one direction (3,) of it."""
        towards = np.asarray(direction, dtype=np.float32)[None]
        return np.asarray(self._scene.run(np.asarray(origins, np.float32), towards, query="OCCLUDED")) >= 0
