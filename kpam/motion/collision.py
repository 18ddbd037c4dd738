"""Does the arm, with what it holds, touch itself, the floor or an obstacle?"""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from copy import copy
from dataclasses import dataclass, replace
from importlib import import_module
from typing import Any

import numpy as np

from kpam.errors import MotionError, unknown
from kpam.motion.arm_geometry import arm_geometry
from kpam.motion.obstacle import Obstacle, coal_shape
from kpam.robot import Arm
from kpam.transforms import Array, inverse

pin: Any = import_module("pinocchio")

__all__ = ["FLOOR", "SPACING", "CollisionModel", "Hit", "Obstacle"]

FLOOR = "ground"
SPACING = 0.02
"""Radians of any joint between neighbouring configurations that are checked."""
_FLOOR_EXTENT = (6.0, 6.0, 1.0)  # m


@dataclass(frozen=True, eq=False)
class Hit:
    """What touches what, as text, at a configuration q (n,) on the way to the way-point of an index."""

    text: str
    q: Array
    index: int


class CollisionModel:
    """An arm among obstacles.

    Neighbouring links are not checked against each other, nor is what is held against the hand that holds it firmly,
    nor is a held `object/link` against the other links of that object.

    Args:
        arm: the arm; its links' collision shapes are read from its URDF, meshes as their convex hulls.
        obstacles: what stands around, poses in the base frame.
        attached: shapes fixed to the hand, poses in the hand's frame.
        floor: height of the floor, metres; None for no floor. The arm's first two links stand on it.
        clearance: distance from obstacles, floor and held things that counts as touching, metres.

    Raises:
        MotionError: an obstacle is malformed, the floor's height or the clearance is no length.
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
        if floor is not None and not np.isfinite(floor):
            raise MotionError(f"floor at {floor} m; give a height, or None for no floor")
        self.arm = arm
        self.obstacles, self.attached = tuple(obstacles), tuple(attached)
        self._floor, self._clearance = floor, clearance
        own = arm_geometry(arm)
        self._geometry: Any = own.geometry.copy()
        self._names = list(own.names)
        self._pairs = [(int(pair.first), int(pair.second)) for pair in self._geometry.collisionPairs]
        links = range(len(self._names))
        for shape in attached:
            index = self._add(shape, arm.hand_joint, arm.T_wrist_hand)
            self._pair(index, [i for i in links if i not in own.hand and i not in own.wrist])
        carried = range(len(links), len(self._names))
        moving = [*links, *carried]
        for shape in obstacles:
            others = [i for i in moving if i not in own.base and (i in links or not self._of_one_object(i, shape.name))]
            self._pair(self._add(shape, 0, np.eye(4)), others)
        if floor is not None:
            T_floor = np.eye(4)
            T_floor[2, 3] = floor - _FLOOR_EXTENT[2] / 2
            ground = Obstacle(FLOOR, "box", _FLOOR_EXTENT, T_floor)
            self._pair(self._add(ground, 0, np.eye(4)), [i for i in moving if i not in own.low])
        self._hand = {*own.hand, *carried}
        self._own = len(links)
        self._renew()

    def _renew(self) -> None:
        """Begin to check the pairs of shapes that there are now."""
        self._begin(self._clearance)

    def _begin(self, clearance: float) -> None:
        if not 0.0 <= clearance < np.inf:
            raise MotionError(f"clearance of {clearance} m; give 0 or more")
        self._data: Any = self._geometry.createData()
        self._ignored: frozenset[str] = frozenset()
        if clearance > 0.0:
            for request, (_, second) in zip(self._data.collisionRequests, self._pairs, strict=True):
                request.security_margin = clearance if second >= self._own else 0.0
        # compares the boxes of every two shapes: for some hundred of them that is faster than any tree of boxes
        self._boxes: Any = pin.BroadPhaseManager_NaiveCollisionManager(self.arm.model, self._geometry, self._data)

    def with_clearance(self, clearance: float) -> CollisionModel:
        """Return a model of the same scene in which things count as touching at a distance in metres."""
        other = copy(self)
        other._clearance = clearance
        other._begin(clearance)
        return other

    def grasping(self, names: Collection[str], q: Array, *, loosely: bool = False) -> CollisionModel:
        """Return a model in which the hand, at q (n,), has taken hold of obstacles, whole objects or `object/link`.

        They go with the hand from then on. What they touch at q, such as what they stand on, they may go on touching;
        so may the hand what it closes on at q, where it holds them `loosely` and they may turn in it.

        Raises:
            MotionError: there is no obstacle of a name.
        """
        standing = [shape.name for shape in self.obstacles]
        _known(names, standing)
        if not names:
            return self
        T_hand_base = inverse(self.arm.forward(q))
        taken = [shape for shape in self.obstacles if _of(shape.name) & set(names)]
        held = [replace(shape, T_base=T_hand_base @ shape.T_base) for shape in taken]
        others = [shape for shape in self.obstacles if shape not in taken]
        model = CollisionModel(
            self.arm, others, attached=[*self.attached, *held], floor=self._floor, clearance=self._clearance
        )
        fresh = set(range(model._own + len(self.attached), model._own + len(model.attached)))
        if loosely:
            for index in sorted(fresh):
                model._pair(index, sorted(arm_geometry(self.arm).hand))
            model._renew()
        model._forget([i for i in model._touching(q, 0.0) if fresh & set(model._pairs[i])])
        return model

    def check(self, names: Collection[str]) -> None:
        """Raise MotionError unless each name is that of something that is not the arm's, or its part before a slash."""
        _known(names, self._names[self._own :])

    def letting_go(self, q: Array, T_in_hand: Array | None = None) -> CollisionModel:
        """Return a model in which the hand, at q (n,), has left what it held where it is.

        `T_in_hand` (4, 4) is how that has moved in the hand, as in `first_hit`.
        """
        if not self.attached:
            return self
        T = self.arm.forward(q) if T_in_hand is None else self.arm.forward(q) @ T_in_hand
        left = [replace(shape, T_base=T @ shape.T_base) for shape in self.attached]
        return CollisionModel(self.arm, [*self.obstacles, *left], floor=self._floor, clearance=self._clearance)

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

        Raises:
            MotionError: `q` or the width is malformed, or there is no obstacle of a name.
        """
        touching = self.contacts(q, width=width, ignore=ignore)
        return "; ".join(f"{link} touches {other}" for link, other in touching) or None

    def contacts(self, q: Array, *, width: float = 0.04, ignore: Collection[str] = ()) -> tuple[tuple[str, str], ...]:
        """Return the pairs of names that touch, links of the arm first. Arguments are those of `what_collides`."""
        touching = [self._pairs[i] for i in self._touching(q, width, ignore)]
        return tuple(dict.fromkeys((self._names[first], self._names[second]) for first, second in touching))

    def first_hit(
        self,
        path: Array,
        *,
        width: float = 0.04,
        ignore: Collection[str] = (),
        spacing: float = SPACING,
        T_in_hand: Array | None = None,
    ) -> Hit | None:
        """Return where the straight pieces of a path (k, n) first touch something, or None.

        Args:
            path: way-points, rad; the first of them is checked too.
            width: as for `what_collides`.
            ignore: as for `what_collides`.
            spacing: the largest change of any joint between checked configurations, rad.
            T_in_hand: (k, 4, 4) how what is held has moved in the hand by each way-point; None where it stays.
        """
        try:
            for index, b in enumerate(path):
                if T_in_hand is not None:
                    self._place(T_in_hand[index])
                a = path[max(0, index - 1)]
                steps = max(1, int(np.ceil(np.max(np.abs(b - a)) / spacing)))
                for i in range(1, steps + 1):
                    q = a + (b - a) * i / steps
                    if not self.clear(q, width=width, ignore=ignore):
                        return Hit(str(self.what_collides(q, width=width, ignore=ignore)), q, index)
            return None
        finally:
            if T_in_hand is not None:
                self._place(np.eye(4))

    def _place(self, T_in_hand: Array) -> None:
        """Move what is held within the hand."""
        for index, shape in enumerate(self.attached, start=self._own):
            placement = self.arm.T_wrist_hand @ T_in_hand @ shape.T_base
            self._geometry.geometryObjects[index].placement = pin.SE3(placement)

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
        self.check(ignore)
        ignored = frozenset(ignore)
        return tuple(i for i, pair in enumerate(self._pairs) if not self._may_touch(*pair, ignored))

    def _collides(self, q: Array, width: float, ignore: Collection[str], *, stop: bool) -> bool:
        if frozenset(ignore) != self._ignored:
            self.check(ignore)
            self._ignored = frozenset(ignore)
            for i, (first, second) in enumerate(self._pairs):
                if self._may_touch(first, second, self._ignored):
                    self._data.deactivateCollisionPair(i)
                else:
                    self._data.activateCollisionPair(i)
        q = np.asarray(q, dtype=float)
        if q.shape != self.arm.lower.shape or not math.isfinite(q.dot(q)) or not 0.0 <= width < math.inf:
            raise MotionError(
                f"configuration {q.tolist()} with fingers {width} m apart; give {len(self.arm.joints)} finite joint "
                "values in radians, and a width from 0"
            )
        model, data, configuration = self.arm.model, self.arm.data, self.arm.full(q, width)
        if stop:
            return bool(pin.computeCollisions(model, data, self._boxes, configuration, True))
        return bool(pin.computeCollisions(model, data, self._geometry, self._data, configuration, False))

    def _touching(self, q: Array, width: float, ignore: Collection[str] = ()) -> list[int]:
        """Return which pairs of shapes touch."""
        if not self._collides(q, width, ignore, stop=False):
            return []
        active, results = self._data.activeCollisionPairs, self._data.collisionResults
        return [i for i in range(len(self._pairs)) if active[i] and results[i].isCollision()]

    def _forget(self, pairs: Sequence[int]) -> None:
        """Check some pairs of shapes no more."""
        for i in pairs:
            self._geometry.removeCollisionPair(pin.CollisionPair(*self._pairs[i]))
        forgotten = set(pairs)
        self._pairs = [pair for i, pair in enumerate(self._pairs) if i not in forgotten]
        self._renew()

    def _of_one_object(self, shape: int, name: str) -> bool:
        return self._names[shape].partition("/")[0] == name.partition("/")[0]

    def _may_touch(self, first: int, second: int, ignored: frozenset[str]) -> bool:
        for part, other in ((first, second), (second, first)):
            if part in self._hand and other not in self._hand and _of(self._names[other]) & ignored:
                return True
        return False

    def _add(self, shape: Obstacle, joint: int, T_joint_frame: Array) -> int:
        """Add a shape whose pose is in a frame that a joint moves; return its number."""
        geometry = coal_shape(shape)
        frame = 0 if joint == 0 else int(self.arm.model.getFrameId(self.arm.hand_frame, pin.FrameType.BODY))
        label = f"{len(self._names)}:{shape.name}"
        self._names.append(shape.name)
        return int(
            self._geometry.addGeometryObject(
                pin.GeometryObject(label, joint, frame, pin.SE3(T_joint_frame @ shape.T_base), geometry)
            )
        )

    def _pair(self, index: int, others: Sequence[int]) -> None:
        for other in others:
            self._geometry.addCollisionPair(pin.CollisionPair(other, index))
            self._pairs.append((other, index))


def _of(name: str) -> set[str]:
    """Return what a shape of a name may be called: the name, and its part before the slash."""
    return {name, name.partition("/")[0]}


def _known(names: Collection[str], shapes: Collection[str]) -> None:
    known = set[str]().union(*map(_of, shapes))
    for name in sorted(set(names) - known):
        raise MotionError(unknown("obstacle", name, known))
