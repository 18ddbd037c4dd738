"""A link's collision shapes in PyBullet, as they are in the asset.

PyBullet takes at most sixteen shapes a link, of which one may be a file of many convex meshes. So all meshes of a link
go into one file, written once a process to a temporary folder; boxes and cylinders beyond the limit go along as meshes.
Convex meshes are handed over smaller by the margin that PyBullet adds.
"""

from __future__ import annotations

import atexit
import hashlib
import os
import shutil
import tempfile
from collections.abc import Sequence
from functools import cache, lru_cache
from pathlib import Path

import numpy as np

from envs.assets.model import Box, ConvexMesh, Cylinder, Shape
from envs.worlds.bullet_engine import COLLISION_MARGIN, placed, pybullet
from kpam.transforms import Array, apply

_MOST_SHAPES = 16
_SIDES = 24
"""Of a prism in a cylinder's place."""
_THICKNESS = 0.1
"""The share of a mesh's half thickness that is left of one that is thinner than the margin."""


def collision_shape(client: int, shapes: Sequence[Shape]) -> int:
    """Make a link's shapes in a client and return their number; -1 for none."""
    if not shapes:
        return -1
    engine = pybullet()
    plain, file = _sorted(tuple(shapes))
    kinds: list[int] = []
    columns: dict[str, list[object]] = {"halfExtents": [], "radii": [], "lengths": [], "fileNames": []}
    places: list[tuple[list[float], list[float]]] = []
    for shape in plain:
        kind, half, radius, length = _plain(shape)
        kinds.append(getattr(engine, kind))
        for name, value in zip(columns, (half, radius, length, ""), strict=True):
            columns[name].append(value)
        places.append(placed(shape.pose.matrix()))
    if file is not None:
        kinds.append(engine.GEOM_MESH)
        for name, value in zip(columns, ([0.0] * 3, 0.0, 0.0, file), strict=True):
            columns[name].append(value)
        places.append(([0.0] * 3, [0.0, 0.0, 0.0, 1.0]))
    return int(
        engine.createCollisionShapeArray(
            shapeTypes=kinds,
            **columns,
            meshScales=[[1.0] * 3] * len(kinds),
            collisionFramePositions=[position for position, _ in places],
            collisionFrameOrientations=[turn for _, turn in places],
            physicsClientId=client,
        )
    )


def _plain(shape: Shape) -> tuple[str, list[float], float, float]:
    match shape.kind:
        case "box":
            return "GEOM_BOX", [edge / 2 for edge in shape.size], 0.0, 0.0
        case "cylinder":
            return "GEOM_CYLINDER", [0.0] * 3, shape.radius, shape.length
        case "sphere":
            return "GEOM_SPHERE", [0.0] * 3, shape.radius, 0.0
        case _:
            raise TypeError(f"{shape.kind} is no plain shape")


@lru_cache(maxsize=4096)
def _sorted(shapes: tuple[Shape, ...]) -> tuple[tuple[Shape, ...], str | None]:
    """Return the shapes that go over as they are, and the file of the others."""
    plain = [shape for shape in shapes if not isinstance(shape, ConvexMesh)]
    meshes = [apply(shape.pose.matrix(), shape.vertices) for shape in shapes if isinstance(shape, ConvexMesh)]
    room = _MOST_SHAPES if not meshes and len(plain) <= _MOST_SHAPES else _MOST_SHAPES - 1
    # Spheres first: they have no corners. Then cylinders, of which a prism is only nearly one.
    plain.sort(key=lambda shape: (isinstance(shape, Box), isinstance(shape, Cylinder)))
    meshes += [_corners(shape) for shape in plain[room:]]
    return tuple(plain[:room]), _file(meshes) if meshes else None


def _corners(shape: Shape) -> Array:
    if isinstance(shape, Box):
        signs = np.array([(x, y, z) for x in (-0.5, 0.5) for y in (-0.5, 0.5) for z in (-0.5, 0.5)])
        return apply(shape.pose.matrix(), signs * shape.size)
    if isinstance(shape, Cylinder):
        turns = np.arange(_SIDES) * 2 * np.pi / _SIDES
        ring = shape.radius * np.column_stack([np.cos(turns), np.sin(turns)])
        ends = [np.column_stack([ring, np.full(_SIDES, end * shape.length / 2)]) for end in (-1, 1)]
        return apply(shape.pose.matrix(), np.concatenate(ends))
    raise ValueError(
        f"a link with more than {_MOST_SHAPES - 1} {type(shape).__name__.lower()}s has no form in PyBullet"
    )


def _file(meshes: Sequence[Array]) -> str:
    """Write convex meshes as objects of one OBJ file, whose name is its content's, and return its path."""
    from scipy.spatial import ConvexHull

    lines: list[str] = []
    count = 1
    for index, vertices in enumerate(meshes):
        corners = shrunk(vertices)
        faces = ConvexHull(corners * 1000).simplices
        lines.append(f"o hull{index}")
        lines += [f"v {x:.9g} {y:.9g} {z:.9g}" for x, y, z in corners]
        lines += [f"f {a + count} {b + count} {c + count}" for a, b, c in faces]
        count += len(corners)
    text = "\n".join([*lines, ""])
    path = _folder() / f"{hashlib.sha256(text.encode()).hexdigest()[:32]}.obj"
    if not path.exists():
        draft = path.with_suffix(".tmp")
        draft.write_text(text, encoding="ascii")
        draft.replace(path)
    return str(path)


def shrunk(vertices: Array) -> Array:
    """Return the corners (m, 3) of a convex mesh (n, 3) whose faces lie further in by PyBullet's margin.

    A mesh thinner than twice the margin keeps a tenth of its thickness.
    """
    from scipy.spatial import ConvexHull, HalfspaceIntersection

    # In millimetres, where the tolerances of Qhull fit.
    points = np.asarray(vertices) * 1000
    planes = ConvexHull(points).equations
    middle = points[ConvexHull(points).vertices].mean(axis=0)
    depth = float(-(planes[:, :3] @ middle + planes[:, 3]).max())
    planes[:, 3] += min(COLLISION_MARGIN * 1000, depth * (1 - _THICKNESS))
    corners = HalfspaceIntersection(planes, middle).intersections
    return corners[ConvexHull(corners).vertices] / 1000


@cache
def _folder() -> Path:
    """Make this process's folder for meshes; it goes when the process ends."""
    folder, owner = Path(tempfile.mkdtemp(prefix="simwright-meshes-")), os.getpid()

    def remove() -> None:
        # A process forked off this one leaves the folder to it.
        if os.getpid() == owner:
            shutil.rmtree(folder, ignore_errors=True)

    atexit.register(remove)
    return folder
