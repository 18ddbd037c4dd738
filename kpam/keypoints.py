"""Named points and axes of a tool, or of an object at a pose, and the turns under which it is the same."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Self

import numpy as np

from kpam.errors import KeypointError, unknown
from kpam.family import Family
from kpam.transforms import Array, about_axis, apply, inverse, is_rigid, rotate

AXES: Mapping[str, Array] = dict(zip("xyz", np.eye(3), strict=True))
"""Axes that every frame has without naming them."""


@dataclass(frozen=True, eq=False)
class Turns:
    """A body is the same after turns about an axis of its own.

    Args:
        axis: (3,) in the body's frame, of any length but zero.
        count: how often it looks the same in a whole turn: 2 for a parallel gripper, 4 for a cube about a face's
            normal; None for a body of revolution.
        point: (3,) a point of the axis in the body's frame, metres.

    Raises:
        KeypointError: the axis has no length, something is not finite, or the count is less than 1.
    """

    axis: Array
    count: int | None = None
    point: Array = field(default_factory=lambda: np.zeros(3))

    def __post_init__(self) -> None:
        object.__setattr__(self, "axis", _direction("symmetry axis", self.axis))
        object.__setattr__(self, "point", _vector("point of a symmetry axis", self.point))
        if self.count is not None and (not self.count >= 1 or self.count % 1):
            raise KeypointError(f"symmetry with {self.count} turns; give a whole number from 1, or None for any angle")

    def at(self, share: float) -> Array:
        """Return a share of a whole turn as (4, 4) in the body's frame."""
        return about_axis(self.axis, 2.0 * np.pi * share, self.point) if share else np.eye(4)


@dataclass(frozen=True, eq=False)
class Keypoints:
    """Named points and axes of a body, and where the body is.

    Args:
        name: what messages call it.
        points: (3,) each, in the body's frame, metres.
        axes: (3,) each, in the body's frame, of any length but zero. x, y and z are known without naming them.
        pose: (4, 4) T_base_body of an object; T_hand_body of a tool, which is the identity but for something held.
        turns: its symmetries, each of which combines with each other.

    Raises:
        KeypointError: a point or axis is not three finite numbers, an axis has no length, the pose is not (4, 4).
    """

    name: str
    points: Mapping[str, Array] = field(default_factory=dict[str, Array])
    axes: Mapping[str, Array] = field(default_factory=dict[str, Array])
    pose: Array = field(default_factory=lambda: np.eye(4))
    turns: tuple[Turns, ...] = ()

    def __post_init__(self) -> None:
        points = {key: _vector(f"{self.name}.{key}", value) for key, value in self.points.items()}
        axes = {key: _direction(f"{self.name}.{key}", value) for key, value in self.axes.items()}
        pose = np.array(self.pose, dtype=float)
        if not is_rigid(pose):
            raise KeypointError(f"pose of {self.name!r} is {pose.tolist()}; give a rotation and a position, as (4, 4)")
        object.__setattr__(self, "points", points)
        object.__setattr__(self, "axes", {**AXES, **axes})
        object.__setattr__(self, "pose", pose)

    def at(self, pose: Array) -> Self:
        """Return the same body at another pose (4, 4)."""
        return replace(self, pose=pose)

    def point(self, name: str) -> Array:
        """Return a point, (3,) in the frame of the pose; raises KeypointError for an unknown name."""
        if name not in self.points:
            raise KeypointError(unknown(f"point of {self.name}", name, self.points))
        return apply(self.pose, self.points[name])

    def axis(self, name: str) -> Array:
        """Return a unit axis, (3,) in the frame of the pose; with a minus before its name, the opposite one.

        Raises KeypointError for an unknown name.
        """
        bare = name.removeprefix("-")
        if bare not in self.axes:
            raise KeypointError(unknown(f"axis of {self.name}", bare, self.axes))
        axis = rotate(self.pose, self.axes[bare])
        return -axis if name.startswith("-") else axis

    def between(self, start: str, end: str) -> Array:
        """Return the unit vector from one point to another, (3,); raises KeypointError where they are the same."""
        way = self.point(end) - self.point(start)
        return _direction(f"the way from {self.name}.{start} to {self.name}.{end}", way)

    def symmetries(self, steps: int = 12) -> Family[Array]:
        """Return the transforms (4, 4) under which the body is the same, the identity first.

        They are in the frame of the pose: T_hand_hand' for a tool, and for an object what displaces it in the base
        frame. Where any angle would do, there are `steps` samples, and the family has those in between too.
        """
        if steps < 1:
            raise KeypointError(f"{steps} samples of a turn; give at least 1")
        counts = tuple(turn.count or steps for turn in self.turns)

        def make(coordinates: tuple[float, ...]) -> Array:
            turned = self.pose
            for turn, count, at in zip(self.turns, counts, coordinates, strict=True):
                turned = turned @ turn.at(at / count)
            return turned @ inverse(self.pose)

        return Family(make, counts, tuple(turn.count is None for turn in self.turns))


@dataclass(frozen=True, eq=False)
class Tool(Keypoints):
    """What constraints act on, in the hand's frame: a gripper, a suction cup, or an object that is held."""

    def holding(self, held: Keypoints, T_hand_object: Array) -> Tool:
        """Return the tool that the hand is with an object in it.

        It has the tool's own points and axes, and those of the object under its name, as in `mug.rim`. The symmetries
        are the object's: a gripper that turns takes what it holds with it.

        Args:
            held: the object; its pose is replaced.
            T_hand_object: (4, 4) where it is in the hand.
        """
        T_tool_object = inverse(self.pose) @ held.at(T_hand_object).pose
        turns = tuple(
            Turns(rotate(T_tool_object, turn.axis), turn.count, apply(T_tool_object, turn.point)) for turn in held.turns
        )
        return Tool(
            f"{self.name} with {held.name}",
            {**self.points, **{f"{held.name}.{key}": apply(T_tool_object, p) for key, p in held.points.items()}},
            {**self.axes, **{f"{held.name}.{key}": rotate(T_tool_object, a) for key, a in held.axes.items()}},
            self.pose,
            turns,
        )


def world_axis(name: str) -> Array:
    """Return an axis of the base frame by its name, x, y or z, or the opposite of one, as in "-z"."""
    return Keypoints("world").axis(name)


def _vector(what: str, value: Array) -> Array:
    vector = np.array(value, dtype=float)
    if vector.shape != (3,) or not np.all(np.isfinite(vector)):
        raise KeypointError(f"{what} is {vector.tolist()}; give three finite numbers")
    vector.setflags(write=False)
    return vector


def _direction(what: str, value: Array) -> Array:
    vector = _vector(what, value)
    length = float(np.linalg.norm(vector))
    if length < 1e-9:
        raise KeypointError(f"{what} is {vector.tolist()}, which has no length; give a direction")
    axis = vector / length
    axis.setflags(write=False)
    return axis
