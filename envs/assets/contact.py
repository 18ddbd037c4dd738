"""How deep shapes reach into one another."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np

from envs.assets.geometry import extreme_points
from envs.assets.model import Box, Cylinder, Shape, Sphere
from kpam.transforms import Array, inverse


def penetration(first: Shape, T_first: Array, second: Shape, T_second: Array) -> float:
    """Return the depth in metres by which two shapes overlap, 0 where they do not; T is each one's link pose."""
    import coal  # pyright: ignore[reportMissingImports]

    here, there = T_first @ first.pose.matrix(), T_second @ second.pose.matrix()
    if float(np.linalg.norm(here[:3, 3] - there[:3, 3])) > _radius(first) + _radius(second):
        return 0.0
    result = coal.CollisionResult()
    coal.collide(_geometry(first), _placed(here), _geometry(second), _placed(there), coal.CollisionRequest(), result)
    return max((-contact.penetration_depth for contact in result.getContacts()), default=0.0)


def contains(shape: Shape, point: Array, margin: float = 0.0) -> bool:
    """Return whether a point of the link's frame lies in a shape grown by `margin` metres."""
    T = inverse(shape.pose.matrix())
    local = T[:3, :3] @ np.asarray(point) + T[:3, 3]
    if isinstance(shape, Box):
        return bool(np.all(np.abs(local) <= np.asarray(shape.size) / 2 + margin))
    if isinstance(shape, Cylinder):
        radial = float(np.hypot(local[0], local[1]))
        return radial <= shape.radius + margin and abs(float(local[2])) <= shape.length / 2 + margin
    if isinstance(shape, Sphere):
        return float(np.linalg.norm(local)) <= shape.radius + margin
    corners = np.asarray(shape.vertices)[np.asarray(shape.faces)]
    normals = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    normals /= np.linalg.norm(normals, axis=1, keepdims=True)
    return bool(np.all(np.einsum("ij,ij->i", normals, local - corners[:, 0]) <= margin))


@lru_cache(maxsize=512)
def _radius(shape: Any) -> float:
    points = extreme_points(shape) - np.asarray(shape.pose.position)
    return float(np.linalg.norm(points, axis=1).max())


@lru_cache(maxsize=512)
def _geometry(shape: Any) -> Any:
    import coal  # pyright: ignore[reportMissingImports]

    if isinstance(shape, Box):
        return coal.Box(*shape.size)
    if isinstance(shape, Cylinder):
        return coal.Cylinder(shape.radius, shape.length)
    if isinstance(shape, Sphere):
        return coal.Sphere(shape.radius)
    points = coal.StdVec_Vec3s()
    for vertex in shape.vertices:
        points.append(np.asarray(vertex))
    return coal.ConvexBase.convexHull(points, True, "Qt")


def _placed(T: Array) -> Any:
    import coal  # pyright: ignore[reportMissingImports]

    return coal.Transform3s(T[:3, :3], T[:3, 3])
