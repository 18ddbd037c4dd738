"""Where a suction cup may hold an object from above: flat spots of its top, near its middle."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from envs.assets.model import Box, ConvexMesh, Cylinder, Shape, Sphere
from envs.task.scene_model import local_matrix
from kpam.transforms import Array

if TYPE_CHECKING:
    from envs.task.scene_model import SceneModel
    from envs.worlds.state import WorldState

PITCH = 0.002
"""Metres between the points at which a top's height is asked, where that are not more than FINEST along an edge."""
FINEST = 50
FLAT = 0.0015
"""Metres by which the top under a cup may be lower than in its middle and count as flat."""
HIGHER = 0.0006
"""The same for how much higher it may be: the cup does not come down there."""
APART = 0.012
"""Metres between spots that are different ones."""


@dataclass(frozen=True)
class Top:
    """A spot (3,) of an object's top, and the share of a cup's mouth under which it is flat."""

    point: Array
    flat: float


def tops(scene: SceneModel, state: WorldState, name: str, radius: float, count: int = 6) -> list[Top]:
    """Return up to `count` spots for a cup of a radius in metres, best first: flat ones near the middle."""
    axes = np.eye(3)[:2]
    lows, highs = np.transpose([scene.extent(state, name, axis) for axis in axes])
    pitch = max(PITCH, float((highs - lows).max()) / FINEST)
    rows = [middle + pitch * _steps((high - low) / 2, pitch) for low, high, middle in _ranges(lows, highs)]
    x, y = np.meshgrid(*rows, indexing="ij")
    height = _heights(scene, state, name, x, y)
    flat = _flatness(height, max(1, round(radius / pitch)), pitch, radius)
    middle = scene.centre(state, name)
    worth = flat - np.hypot(x - middle[0], y - middle[1]) / float((highs - lows).max())
    worth[~np.isfinite(height)] = -np.inf
    found: list[Top] = []
    for index in np.argsort(-worth, axis=None, kind="stable"):
        at = np.unravel_index(index, worth.shape)
        if not np.isfinite(worth[at]) or len(found) == count:
            break
        point = np.array([x[at], y[at], height[at]])
        if all(np.linalg.norm(point - other.point) >= APART for other in found):
            found.append(Top(point, float(flat[at])))
    return found


def _ranges(lows: Array, highs: Array) -> list[tuple[float, float, float]]:
    return [(low, high, (low + high) / 2) for low, high in zip(lows.tolist(), highs.tolist(), strict=True)]


def _steps(half: float, pitch: float) -> Array:
    count = int(half / pitch)
    return np.arange(-count, count + 1, dtype=float)


def _heights(scene: SceneModel, state: WorldState, name: str, x: Array, y: Array) -> Array:
    """Return how high an object's top is at points of the table, -inf beside it."""
    highest = np.full(x.shape, -np.inf)
    for link in scene.asset(name).links:
        T_world_link = scene.link_pose(state, name, link.name)
        for shape in link.shapes:
            highest = np.maximum(highest, top_of(shape, T_world_link @ local_matrix(shape.pose), x, y))
    return highest


def top_of(shape: Shape, T: Array, x: Array, y: Array) -> Array:
    """Return the height at which vertical lines through points (x, y) leave a shape, T = T_world_shape, or -inf."""
    begin = np.stack([x - T[0, 3], y - T[1, 3], np.full_like(x, -T[2, 3])], axis=-1) @ T[:3, :3]
    way = T[2, :3]
    low, high = np.full(x.shape, -np.inf), np.full(x.shape, np.inf)
    if isinstance(shape, Sphere):
        low, high = _round(begin, way, np.ones(3), shape.radius)
    elif isinstance(shape, Cylinder):
        low, high = _round(begin, way, np.array([1.0, 1.0, 0.0]), shape.radius)
    for normal, offset in _faces(shape):
        speed, gap = float(normal @ way), offset - begin @ normal
        if abs(speed) < 1e-9:
            high = np.where(gap < 0, -np.inf, high)
        elif speed > 0:
            high = np.minimum(high, gap / speed)
        else:
            low = np.maximum(low, gap / speed)
    return np.where(low <= high, high, -np.inf)


def _round(begin: Array, way: Array, across: Array, radius: float) -> tuple[Array, Array]:
    """Return where lines enter and leave a sphere, or an endless cylinder, about the origin."""
    a = float((way * across) @ way)
    c = (begin * across * begin).sum(axis=-1) - radius**2
    if a < 1e-12:
        return np.where(c <= 0, -np.inf, np.inf), np.where(c <= 0, np.inf, -np.inf)
    b = (begin * across) @ way
    root = np.sqrt(np.maximum(b * b - a * c, 0.0))
    hit = b * b >= a * c
    return np.where(hit, (-b - root) / a, np.inf), np.where(hit, (-b + root) / a, -np.inf)


def _faces(shape: Shape) -> list[tuple[Array, float]]:
    """Return the flat faces of a shape as outward normals and their distances from its origin."""
    axes = np.eye(3)
    if isinstance(shape, Box):
        return [(sign * axis, size / 2) for axis, size in zip(axes, shape.size, strict=True) for sign in (1.0, -1.0)]
    if isinstance(shape, Cylinder):
        return [(sign * axes[2], shape.length / 2) for sign in (1.0, -1.0)]
    if isinstance(shape, ConvexMesh):
        corners = np.asarray(shape.vertices)[np.asarray(shape.faces)]
        normals = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
        lengths = np.linalg.norm(normals, axis=1)
        kept = lengths > 1e-12
        normals = normals[kept] / lengths[kept, None]
        return [(normal, float(normal @ corner)) for normal, corner in zip(normals, corners[kept, 0], strict=True)]
    return []


def _flatness(height: Array, reach: int, pitch: float, radius: float) -> Array:
    """Return the share of the disc round each point over which the height is about that of the point."""
    padded = np.pad(height, reach, constant_values=-np.inf)
    level, count = np.zeros(height.shape), 0
    rows, columns = height.shape
    with np.errstate(invalid="ignore"):
        for i in range(-reach, reach + 1):
            for j in range(-reach, reach + 1):
                if np.hypot(i, j) * pitch > radius:
                    continue
                count += 1
                other = padded[reach + i : reach + i + rows, reach + j : reach + j + columns]
                level += (other <= height + HIGHER) & (other >= height - FLAT)
    return level / count
