"""Shapes that stand around or are held, and what coal takes them for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from typing import Any, Literal

import numpy as np

from kpam.errors import MotionError, unknown
from kpam.transforms import Array, is_rigid

coal: Any = import_module("coal")


@dataclass(frozen=True, eq=False)
class Obstacle:
    """A shape at rest in the base frame, or for a held one in the hand's frame.

    Attributes:
        name: what reports call it; shapes of one body share it. `object/link` lets an object be ignored as a whole.
        kind: which shape.
        params: box (x, y, z) edges; cylinder (radius, length along z); sphere (radius,); mesh (vertices (n, 3),
            faces (m, 3)), of which the convex hull counts. Metres.
        T_base: (4, 4) pose of the shape's centre.
    """

    name: str
    kind: Literal["box", "cylinder", "sphere", "mesh"]
    params: Sequence[Any]
    T_base: Array


def coal_shape(obstacle: Obstacle) -> Any:
    """Return coal's geometry; raises MotionError for an unknown kind, or parameters or a pose that cannot be meant."""
    if not is_rigid(obstacle.T_base):
        raise MotionError(
            f"obstacle {obstacle.name!r}: pose {np.asarray(obstacle.T_base).tolist()}; give a rotation and a position, "
            "finite, as (4, 4)"
        )
    try:
        match obstacle.kind:
            case "box":
                x, y, z = _positive(obstacle.params, 3)
                return coal.Box(x, y, z)
            case "cylinder":
                radius, length = _positive(obstacle.params, 2)
                return coal.Cylinder(radius, length)
            case "sphere":
                return coal.Sphere(*_positive(obstacle.params, 1))
            case "mesh":
                if len(obstacle.params) != 2:
                    raise ValueError(f"{len(obstacle.params)} parameters; give vertices and faces")
                return convex_hull(np.asarray(obstacle.params[0], dtype=float))
            case _:
                raise ValueError(unknown("kind of obstacle", obstacle.kind, ("box", "cylinder", "sphere", "mesh")))
    except ValueError as error:
        raise MotionError(f"obstacle {obstacle.name!r}: {error}") from error


def _positive(params: Sequence[Any], count: int) -> list[float]:
    values = [float(value) for value in params]
    if len(values) != count or not all(np.isfinite(value) and value > 0 for value in values):
        raise ValueError(f"parameters {values}; give {count} positive numbers in metres")
    return values


def convex_hull(vertices: Array) -> Any:
    """Return coal's convex hull of points (n, 3), n >= 4, not in one plane; raises ValueError otherwise."""
    if vertices.ndim != 2 or vertices.shape[1] != 3 or not np.all(np.isfinite(vertices)):
        raise ValueError(f"vertices of shape {vertices.shape}; give finite ones, (n, 3)")
    return _hull(vertices.tobytes())


@lru_cache(maxsize=512)
def _hull(data: bytes) -> Any:
    """Return the hull of points; scenes are built anew for every stage, of shapes that stay."""
    vertices = np.frombuffer(data).reshape(-1, 3)
    spread = np.linalg.svd(vertices - vertices.mean(axis=0), compute_uv=False) if len(vertices) >= 4 else np.zeros(3)
    if spread[-1] < 1e-6:
        raise ValueError(f"{len(vertices)} vertices span no volume; give at least four, not in one plane")
    points = coal.StdVec_Vec3s()
    for vertex in vertices:
        points.append(vertex)
    return coal.ConvexBase.convexHull(points, True, "Qt")
