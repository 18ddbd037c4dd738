"""A link's collision shapes in PyBullet, as they are in the asset.

PyBullet takes at most sixteen shapes a link, of which one may be a file of many convex meshes. So all meshes of a link
go into one file, written once a process to a temporary folder; boxes and cylinders beyond the limit go along as meshes.
Convex meshes are handed over smaller by the margin that PyBullet adds. What is too thin for that and lies bolted to the
table goes on below it, where it meets nothing.
"""

from __future__ import annotations

import atexit
import hashlib
import os
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path

import numpy as np

from envs.assets.model import Box, ConvexMesh, Cylinder, Shape
from envs.frozen import Quaternion, Vector3
from envs.pose import Pose
from envs.worlds.bullet_engine import COLLISION_MARGIN, pybullet, xyzw
from kpam.transforms import Array, apply

_MOST_SHAPES = 16
_SIDES = 24
"""Of a prism in a cylinder's place."""
_THICKNESS = 0.1
"""The share of a mesh's half thickness that is left of one that is thinner than the margin."""
_FOOT = 4 * COLLISION_MARGIN
"""Metres by which a thin mesh that is bolted to the table goes on below it."""
_MARGIN = COLLISION_MARGIN * 1000
"""Millimetres, in which the tolerances of Qhull fit."""
_UPRIGHT = 0.1
"""The height of its unit normal up to which a face is a wall."""


def collision_shape(client: int, shapes: Sequence[Shape], *, bolted: bool = False) -> int:
    """Make a link's shapes in a client and return their number; -1 for none.

    `bolted` says that the link is fixed to the table, which is at z = 0 of its frame.
    """
    if not shapes:
        return -1
    plan = _planned(tuple(shapes), bolted)
    engine = pybullet()
    if plan.vertices is not None:
        return int(engine.createCollisionShape(engine.GEOM_MESH, vertices=plan.vertices, physicsClientId=client))
    return int(
        engine.createCollisionShapeArray(
            shapeTypes=[getattr(engine, kind) for kind in plan.kinds],
            halfExtents=plan.halves,
            radii=plan.radii,
            lengths=plan.lengths,
            fileNames=plan.files,
            meshScales=[(1.0, 1.0, 1.0)] * len(plan.kinds),
            collisionFramePositions=plan.positions,
            collisionFrameOrientations=plan.turns,
            physicsClientId=client,
        )
    )


@dataclass
class _Plan:
    """What PyBullet is told: one mesh's vertices, or columns of shapes."""

    vertices: list[list[float]] | None = None
    kinds: list[str] = field(default_factory=list)
    halves: list[Vector3] = field(default_factory=list)
    radii: list[float] = field(default_factory=list)
    lengths: list[float] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    positions: list[Vector3] = field(default_factory=list)
    turns: list[Quaternion] = field(default_factory=list)

    def add(self, kind: str, half: Vector3, radius: float, length: float, file: str, pose: Pose) -> None:
        """Add a shape."""
        self.kinds.append(kind)
        self.halves.append(half)
        self.radii.append(radius)
        self.lengths.append(length)
        self.files.append(file)
        self.positions.append(pose.position)
        self.turns.append(xyzw(pose.quaternion))


@lru_cache(maxsize=4096)
def _planned(shapes: tuple[Shape, ...], bolted: bool) -> _Plan:
    plain = [shape for shape in shapes if not isinstance(shape, ConvexMesh)]
    meshes = [apply(shape.pose.matrix(), shape.vertices) for shape in shapes if isinstance(shape, ConvexMesh)]
    meshes = [footed(mesh) if bolted and is_sheet(mesh) else shrunk(mesh) for mesh in meshes]
    if len(meshes) == 1 and not plain:
        return _Plan(vertices=meshes[0].tolist())
    room = _MOST_SHAPES if not meshes and len(plain) <= _MOST_SHAPES else _MOST_SHAPES - 1
    # Spheres first: they have no corners. Then cylinders, of which a prism is only nearly one.
    plain.sort(key=lambda shape: (isinstance(shape, Box), isinstance(shape, Cylinder)))
    meshes += [shrunk(_corners(shape)) for shape in plain[room:]]
    plan = _Plan()
    for shape in plain[:room]:
        plan.add(*_plain(shape), "", shape.pose)
    if meshes:
        plan.add("GEOM_MESH", (0.0, 0.0, 0.0), 0.0, 0.0, _file(meshes), Pose())
    return plan


def _plain(shape: Shape) -> tuple[str, Vector3, float, float]:
    match shape.kind:
        case "box":
            x, y, z = shape.size
            return "GEOM_BOX", (x / 2, y / 2, z / 2), 0.0, 0.0
        case "cylinder":
            return "GEOM_CYLINDER", (0.0, 0.0, 0.0), shape.radius, shape.length
        case "sphere":
            return "GEOM_SPHERE", (0.0, 0.0, 0.0), shape.radius, 0.0
        case "mesh":
            raise TypeError("a mesh is no plain shape")


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
    """Write the corners of convex meshes as objects of one OBJ file, whose name is its content's; return its path."""
    from scipy.spatial import ConvexHull

    lines: list[str] = []
    count = 1
    for index, corners in enumerate(meshes):
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


def is_sheet(vertices: Array) -> bool:
    """Return whether a convex mesh (n, 3) lies on the table and is thinner than PyBullet's margin."""
    return bool(np.min(np.asarray(vertices)[:, 2]) < COLLISION_MARGIN / 10 and _planes(vertices)[2] < _MARGIN)


def footed(vertices: Array) -> Array:
    """Return the corners (m, 3) of a sheet (n, 3) with a foot below the table, further in by PyBullet's margin above.

    Shrunk as it is, a sheet that slopes to the table would stand up as a ridge: what is pushed would jam. Its walls
    stay where they are, so that it is rounded off below the table and within what it lies against.
    """
    points = np.asarray(vertices)
    low = points[:, 2] < COLLISION_MARGIN / 10
    planes, middle, _ = _planes(np.concatenate([points, points[low] - (0.0, 0.0, _FOOT)]))
    planes[np.abs(planes[:, 2]) > _UPRIGHT, 3] += _MARGIN
    return _meeting(planes, middle)


def shrunk(vertices: Array) -> Array:
    """Return the corners (m, 3) of a convex mesh (n, 3) whose faces lie further in by PyBullet's margin.

    A mesh thinner than twice the margin keeps a tenth of its thickness.
    """
    planes, middle, depth = _planes(vertices)
    planes[:, 3] += min(_MARGIN, depth * (1 - _THICKNESS))
    return _meeting(planes, middle)


def _planes(vertices: Array) -> tuple[Array, Array, float]:
    """Return a convex mesh's faces (m, 4), a point inside (3,) and how deep that lies, in millimetres: Qhull's size."""
    from scipy.spatial import ConvexHull

    points = np.asarray(vertices) * 1000
    found = ConvexHull(points)
    planes, middle = found.equations, points[found.vertices].mean(axis=0)
    return planes, middle, float(-(planes[:, :3] @ middle + planes[:, 3]).max())


def _meeting(planes: Array, middle: Array) -> Array:
    """Return the corners (m, 3) in metres at which faces (n, 4) about a point (3,), in millimetres, meet."""
    from scipy.spatial import ConvexHull, HalfspaceIntersection

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
