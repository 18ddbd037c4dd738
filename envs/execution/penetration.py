"""How deep things are in one another, measured on their shapes, whatever the engine makes of it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from itertools import product
from typing import TYPE_CHECKING, Any

import numpy as np

from envs.assets.model import AssetModel, ConvexMesh
from envs.execution.resolve import obstacle
from envs.task.scene_model import GROUND, UP, local_matrix, shape_extent
from kpam.motion.obstacle import coal_shape
from kpam.transforms import Array

if TYPE_CHECKING:
    from envs.assets.model import Shape
    from envs.task.scene_model import SceneModel
    from envs.task.spec import SceneSpec
    from envs.worlds.state import WorldState

coal: Any = import_module("coal")

DEPTH = 0.003
"""Metres: in good tasks nothing was more than 0.4 mm inside what it rests on or stands in, in either engine."""
_CORNERS = np.array(list(product((0.0, 1.0), repeat=3)))


@dataclass(frozen=True)
class Overlap:
    """Two links, named `object/link` or "ground", and by how many metres they are in one another."""

    first: str
    second: str
    depth: float

    @property
    def text(self) -> str:
        """The overlap in words, with what is allowed."""
        depth = f"{self.depth * 1000:.1f} mm inside {self.second} (at most {DEPTH * 1000:.0f} mm allowed)"
        return f"{self.first} is {depth}"


def deepest(spec: SceneSpec, state: WorldState, scene: SceneModel) -> Overlap | None:
    """Return the deepest overlap of two objects, or of one with the ground; None where all are apart.

    An object's own links, what is tied together, and what is fixed to the table and the table may overlap.
    """
    tied = {frozenset((tie.first, tie.second)) for tie in spec.ties}
    owners = [name for name, model in scene.objects.items() for _ in model.links]
    links = [(model, index) for model in scene.objects.values() for index in range(len(model.links))]
    names = [f"{name}/{link.name}" for name, model in scene.objects.items() for link in model.links]
    poses = [state.objects[name].links[link.name] for name, model in scene.objects.items() for link in model.links]
    boxes = [box for model in scene.objects.values() for box in _boxes(model)]  # type: ignore[arg-type]
    corners = np.array([box @ T[:3, :3].T + T[:3, 3] for box, T in zip(boxes, poses, strict=True)])
    low, high = corners.min(axis=1), corners.max(axis=1)
    found: list[Overlap] = []
    for index in np.flatnonzero(low[:, 2] < -DEPTH):
        model, link = links[index]
        if not model.fixed_base:
            lowest = min(
                shape_extent(item, poses[index] @ local_matrix(item.pose), UP)[0] for item in model.links[link].shapes
            )
            found += [Overlap(names[index], GROUND, -lowest)] if lowest < 0 else []
    meet = (low[:, None] < high[None]).all(axis=2) & (high[:, None] > low[None]).all(axis=2)
    for i, j in np.argwhere(np.triu(meet, 1)):
        if owners[i] == owners[j] or frozenset((owners[i], owners[j])) in tied:
            continue
        depth = _depth(_placed(_shapes(*links[i]), poses[i]), _placed(_shapes(*links[j]), poses[j]))
        if depth > 0:
            found.append(Overlap(names[i], names[j], depth))
    return max(found, key=lambda item: item.depth, default=None)


@lru_cache(maxsize=256)
def _boxes(model: AssetModel) -> tuple[Array, ...]:
    """Return the corners (8, 3) of a box round each link's shapes, in the link's frame."""
    found: list[Array] = []
    for link in model.links:
        ends = [_ends(shape) for shape in link.shapes] or [(np.zeros(3), np.zeros(3))]
        low, high = np.min([end[0] for end in ends], axis=0), np.max([end[1] for end in ends], axis=0)
        found.append(low + _CORNERS * (high - low))
    return tuple(found)


def _ends(shape: Shape) -> tuple[Array, Array]:
    """Return the least and the greatest coordinates (3,) of a shape in its link's frame."""
    T = local_matrix(shape.pose)
    if isinstance(shape, ConvexMesh):
        points = np.asarray(shape.vertices) @ T[:3, :3].T + T[:3, 3]
        return points.min(axis=0), points.max(axis=0)
    ends = np.array([shape_extent(shape, T, axis) for axis in np.eye(3)])
    return ends[:, 0], ends[:, 1]


@lru_cache(maxsize=512)
def _shapes(model: AssetModel, index: int) -> tuple[tuple[Any, Array], ...]:
    """Return the shapes of one of a model's links as coal has them, each with its pose in the link's frame."""
    link = model.links[index]
    return tuple((coal_shape(obstacle(link.name, item, np.eye(4))), local_matrix(item.pose)) for item in link.shapes)


_Placed = list[tuple[Any, Any, Any]]
"""Each shape's geometry, its pose and its box along the world's axes."""


def _placed(shapes: tuple[tuple[Any, Array], ...], T_world_link: Array) -> _Placed:
    found: _Placed = []
    for shape, T_link_shape in shapes:
        T = T_world_link @ T_link_shape
        box = coal.CollisionObject(shape, T[:3, :3], T[:3, 3]).getAABB()
        found.append((shape, coal.Transform3s(T[:3, :3], T[:3, 3]), box))
    return found


def _depth(one: _Placed, other: _Placed) -> float:
    """Return by how many metres the two deepest shapes overlap; 0 where none do."""
    deepest = 0.0
    for a, T_a, box_a in one:
        for b, T_b, box_b in other:
            if box_a.overlap(box_b):
                distance = coal.distance(a, T_a, b, T_b, coal.DistanceRequest(), coal.DistanceResult())
                deepest = max(deepest, -float(distance))
    return deepest
