"""Does the arm, with what it holds, touch itself, the floor or an obstacle?"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from copy import copy
from dataclasses import dataclass
from importlib import import_module
from typing import Any, Literal

import numpy as np

from kpam.errors import MotionError, unknown
from kpam.motion.arm_geometry import arm_geometry
from kpam.robot import Arm
from kpam.transforms import Array

pin: Any = import_module("pinocchio")
coal: Any = import_module("coal")

FLOOR = "ground"
_FLOOR_EXTENT = (6.0, 6.0, 1.0)  # m


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


class CollisionModel:
    """An arm among obstacles.

    Neighbouring links are not checked against each other, nor is what is held against the hand.

    Args:
        arm: the arm; its links' collision shapes are read from its URDF, meshes as their convex hulls.
        obstacles: what stands around, poses in the base frame.
        attached: shapes fixed to the hand, poses in the hand's frame.
        floor: height of the floor, metres; None for no floor. The arm's first two links stand on it.
        clearance: distance from obstacles, floor and held things that counts as touching, metres.

    Raises:
        MotionError: an obstacle is malformed.
    """

    def __init__(
        self,
        arm: Arm,
        obstacles: Sequence[Obstacle],
        *,
        attached: Sequence[Obstacle] = (),
        floor: float | None = 0.0,
        clearance: float = 0.0,
    ) -> None:
        self.arm = arm
        own = arm_geometry(arm)
        self._geometry: Any = own.geometry.copy()
        self._names = list(own.names)
        links = range(len(self._names))
        for shape in attached:
            placement = arm.T_wrist_hand @ shape.T_base
            index = self._add(shape, arm.hand_joint, placement)
            self._pair(index, [i for i in links if i not in own.hand and i not in own.wrist])
        carried = range(len(links), len(self._names))
        moving = [*links, *carried]
        for shape in obstacles:
            self._pair(self._add(shape, 0, shape.T_base), [i for i in moving if i not in own.base])
        if floor is not None:
            T_floor = np.eye(4)
            T_floor[2, 3] = floor - _FLOOR_EXTENT[2] / 2
            ground = Obstacle(FLOOR, "box", _FLOOR_EXTENT, T_floor)
            self._pair(self._add(ground, 0, T_floor), [i for i in moving if i not in own.low])
        self._hand = {*own.hand, *carried}
        self._own = len(links)
        self._pairs = [(int(pair.first), int(pair.second)) for pair in self._geometry.collisionPairs]
        self._begin(clearance)

    def _begin(self, clearance: float) -> None:
        self._data: Any = self._geometry.createData()
        self._ignored: frozenset[str] = frozenset()
        for request, (_, second) in zip(self._data.collisionRequests, self._pairs, strict=True):
            request.security_margin = clearance if second >= self._own else 0.0

    def with_clearance(self, clearance: float) -> CollisionModel:
        """Return a model of the same scene in which things count as touching at a distance in metres."""
        other = copy(self)
        other._begin(clearance)
        return other

    def clear(self, q: Array, *, width: float = 0.04, ignore: Collection[str] = ()) -> bool:
        """Say whether nothing touches. Arguments are those of `what_collides`."""
        return not self._collides(q, width, ignore, stop=True)

    def what_collides(self, q: Array, *, width: float = 0.04, ignore: Collection[str] = ()) -> str | None:
        """Return what touches what, as text, or None when nothing does.

        Args:
            q: (n,) the arm's configuration, rad.
            width: opening between the fingers, metres.
            ignore: obstacles that the hand, its fingers and what they hold may touch: names, or the part of a name
                before its slash.
        """
        touching = self.contacts(q, width=width, ignore=ignore)
        return "; ".join(f"{link} touches {other}" for link, other in touching) or None

    def contacts(self, q: Array, *, width: float = 0.04, ignore: Collection[str] = ()) -> tuple[tuple[str, str], ...]:
        """Return the pairs of names that touch, links of the arm first. Arguments are those of `what_collides`."""
        if not self._collides(q, width, ignore, stop=False):
            return ()
        found: dict[tuple[str, str], None] = {}
        for i, (first, second) in enumerate(self._pairs):
            if self._data.activeCollisionPairs[i] and self._data.collisionResults[i].isCollision():
                found[self._names[first], self._names[second]] = None
        return tuple(found)

    @property
    def geometry(self) -> Any:
        """The shapes and the pairs of them, pinocchio's GeometryModel."""
        return self._geometry

    @property
    def names(self) -> tuple[str, ...]:
        """What each shape belongs to."""
        return tuple(self._names)

    def checked_pairs(self, ignore: Collection[str] = ()) -> tuple[int, ...]:
        """Return which of the pairs are checked when the hand may touch what `ignore` names."""
        ignored = frozenset(ignore)
        return tuple(i for i, pair in enumerate(self._pairs) if not self._may_touch(*pair, ignored))

    def _collides(self, q: Array, width: float, ignore: Collection[str], *, stop: bool) -> bool:
        if frozenset(ignore) != self._ignored:
            self._ignored = frozenset(ignore)
            for i, (first, second) in enumerate(self._pairs):
                if self._may_touch(first, second, self._ignored):
                    self._data.deactivateCollisionPair(i)
                else:
                    self._data.activateCollisionPair(i)
        configuration = self.arm.full(np.asarray(q, dtype=float), width)
        return bool(
            pin.computeCollisions(self.arm.model, self.arm.data, self._geometry, self._data, configuration, stop)
        )

    def _may_touch(self, first: int, second: int, ignored: frozenset[str]) -> bool:
        for part, other in ((first, second), (second, first)):
            name = self._names[other]
            if part in self._hand and other not in self._hand and {name, name.partition("/")[0]} & ignored:
                return True
        return False

    def _add(self, shape: Obstacle, joint: int, placement: Array) -> int:
        frame = 0 if joint == 0 else int(self.arm.model.getFrameId(self.arm.hand_frame))
        label = f"{len(self._names)}:{shape.name}"
        self._names.append(shape.name)
        return int(
            self._geometry.addGeometryObject(
                pin.GeometryObject(label, joint, frame, pin.SE3(np.array(placement, dtype=float)), _shape(shape))
            )
        )

    def _pair(self, index: int, others: Sequence[int]) -> None:
        for other in others:
            self._geometry.addCollisionPair(pin.CollisionPair(other, index))


def _shape(obstacle: Obstacle) -> Any:
    """Return coal's geometry; raises MotionError for an unknown kind, or parameters that do not fit it."""
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
    spread = np.linalg.svd(vertices - vertices.mean(axis=0), compute_uv=False) if len(vertices) >= 4 else np.zeros(3)
    if not np.all(np.isfinite(vertices)) or spread[-1] < 1e-6:
        raise ValueError(f"{len(vertices)} vertices span no volume; give at least four, not in one plane")
    points = coal.StdVec_Vec3s()
    for vertex in vertices:
        points.append(vertex)
    return coal.ConvexBase.convexHull(points, True, "Qt")
