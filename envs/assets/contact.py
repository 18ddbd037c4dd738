"""How deep shapes reach into one another."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from envs.assets.geometry import extreme_points
from envs.assets.model import Box, Cylinder, Shape, Sphere
from kpam.transforms import Array, apply, inverse


@dataclass(frozen=True)
class Solid:
    """A shape ready for collision: coal's geometry, its pose (4, 4) in the link, and the radius that holds it."""

    geometry: Any
    T_link_shape: Array
    radius: float

    @classmethod
    def of(cls, shape: Shape) -> Solid:
        """Prepare a shape."""
        T = shape.pose.matrix()
        radius = float(np.linalg.norm(extreme_points(shape) - T[:3, 3], axis=1).max())
        return cls(_geometry(shape), T, radius)


def penetration(first: Solid, T_first: Array, second: Solid, T_second: Array) -> float:
    """Return the depth in metres by which two solids overlap, 0 where they do not; T is each one's link pose."""
    import coal  # pyright: ignore[reportMissingImports]

    here, there = T_first @ first.T_link_shape, T_second @ second.T_link_shape
    if float(np.linalg.norm(here[:3, 3] - there[:3, 3])) > first.radius + second.radius:
        return 0.0
    result = coal.CollisionResult()
    coal.collide(first.geometry, _placed(here), second.geometry, _placed(there), coal.CollisionRequest(), result)
    return max((-contact.penetration_depth for contact in result.getContacts()), default=0.0)


def contains(shape: Shape, point: Array, margin: float = 0.0) -> bool:
    """Return whether a point of the link's frame lies in a shape grown by `margin` metres."""
    return bool(inside(shape, np.asarray(point)[None], margin)[0])


def inside(shape: Shape, points: Array, margin: float = 0.0) -> NDArray[np.bool_]:
    """Return for each of points (n, 3) of the link's frame whether it lies in a shape grown by `margin` metres."""
    local = apply(inverse(shape.pose.matrix()), points)
    if isinstance(shape, Box):
        return np.all(np.abs(local) <= np.asarray(shape.size) / 2 + margin, axis=1)
    if isinstance(shape, Cylinder):
        radial = np.hypot(local[:, 0], local[:, 1])
        return (radial <= shape.radius + margin) & (np.abs(local[:, 2]) <= shape.length / 2 + margin)
    if isinstance(shape, Sphere):
        return np.linalg.norm(local, axis=1) <= shape.radius + margin
    corners = np.asarray(shape.vertices)[np.asarray(shape.faces)]
    normals = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    normals /= np.linalg.norm(normals, axis=1, keepdims=True)
    return np.all(local @ normals.T - np.einsum("ij,ij->i", normals, corners[:, 0]) <= margin, axis=1)


def _geometry(shape: Shape) -> Any:
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
