"""Motions said in the axes of a frame: of the tool, an object, the world, or a joint."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal, get_args

import numpy as np

from kpam.errors import MotionError, unknown
from kpam.motion.motions import Bar, FollowJoint, Motion, Rotate, Translate
from kpam.transforms import Array, apply, from_rotation, is_rigid, rotate, unit

Frame = Literal["tool", "object", "world", "joint"]


@dataclass(frozen=True, eq=False)
class Straight:
    """Move by `distance` metres along `direction` (3,) of a frame; a negative distance moves backwards."""

    direction: Array
    distance: float
    frame: Frame = "tool"


@dataclass(frozen=True, eq=False)
class Turn:
    """Turn by `angle` radians about the axis (3,) through the point (3,) of a frame.

    `point_frame` is the point's frame where that is another one than the axis's.
    """

    axis: Array
    angle: float
    point: Array = field(default_factory=lambda: np.zeros(3))
    frame: Frame = "tool"
    point_frame: Frame | None = None


@dataclass(frozen=True, eq=False)
class AlongJoint:
    """Go with what hangs on the joint, by `amount` radians or metres from where it is, along its true arc.

    The hand turns with it by the share `turning`: with less than 1, the bar that it holds turns between the fingers,
    and with None as it suits the arm. Either needs a bar in the `Frames`. `joint` is one other than that of these.
    """

    amount: float
    turning: float | None = 1.0
    joint: Joint | None = None


Step = Straight | Turn | AlongJoint


@dataclass(frozen=True, eq=False)
class Joint:
    """A joint of the scene as it is now: the line through `point` (3,) along `axis` (3,), in the base frame.

    Its frame has its origin on the line beside the tool, x from the line towards the tool, z along the axis, and y the
    way the tool goes when the joint opens.

    Raises:
        MotionError: the kind is unknown, or point or axis are no finite vectors of three, the axis of some length.
    """

    kind: Literal["revolute", "prismatic"]
    point: Array
    axis: Array

    def __post_init__(self) -> None:
        if self.kind not in ("revolute", "prismatic"):
            raise MotionError(unknown("kind of joint", self.kind, ("revolute", "prismatic")))
        if np.shape(self.point) != (3,) or not np.all(np.isfinite(self.point)):
            raise MotionError(
                f"point of a joint {np.asarray(self.point).tolist()}; give three finite numbers in metres"
            )
        if np.shape(self.axis) != (3,) or not np.all(np.isfinite(self.axis)) or np.linalg.norm(self.axis) < 1e-9:
            raise MotionError(
                f"axis of a joint {np.asarray(self.axis).tolist()}; give three finite numbers, of some length"
            )

    def pose(self, T_base_tool: Array) -> Array:
        """Return T_base_joint, (4, 4), for a tool."""
        z = unit(self.axis)
        lever = T_base_tool[:3, 3] - self.point
        origin = self.point + z * (lever @ z)
        outwards = T_base_tool[:3, 3] - origin
        if np.linalg.norm(outwards) < 1e-9:
            outwards = np.cross(z, np.eye(3)[np.argmin(np.abs(z))])
        x = unit(outwards)
        return from_rotation(np.column_stack([x, np.cross(z, x), z]), origin)


@dataclass(frozen=True, eq=False)
class Frames:
    """Where the frames are that steps may name besides the tool and the world: `object` is T_base_object, (4, 4).

    `bar` is what the hand holds of what hangs on the joint, about which it may turn.

    Raises:
        MotionError: the object's pose is none.
    """

    object: Array | None = None
    joint: Joint | None = None
    bar: Bar | None = None

    def __post_init__(self) -> None:
        if self.object is not None and not is_rigid(self.object):
            raise MotionError(
                f"pose of an object {np.asarray(self.object).tolist()}; give a rotation and a position, as (4, 4)"
            )

    def carried(self, T: Array) -> Frames:
        """Return the frames after the hand has taken what it holds along by a displacement (4, 4)."""
        return self if self.bar is None else replace(self, bar=self.bar.moved(T))


VERBS: Mapping[str, tuple[tuple[float, float, float], float]] = {
    "up": ((0.0, 0.0, 1.0), 0.06),
    "down": ((0.0, 0.0, -1.0), 0.06),
    "left": ((0.0, 1.0, 0.0), 0.08),
    "right": ((0.0, -1.0, 0.0), 0.08),
    "forward": ((1.0, 0.0, 0.0), 0.10),
    "backward": ((-1.0, 0.0, 0.0), 0.10),
}
"""Directions in the world, seen from the robot's base, and the metres that each goes when nothing else is said."""


def verb(name: str, distance: float | None = None) -> Straight:
    """Return the motion of a short instruction, such as "up"; raises MotionError for one that `VERBS` does not have."""
    if name not in VERBS:
        raise MotionError(unknown("verb", name, VERBS))
    direction, usual = VERBS[name]
    return Straight(np.array(direction), usual if distance is None else distance, "world")


def in_base(step: Step, T_base_tool: Array, frames: Frames) -> Motion:
    """Return a step as a motion in the base frame, for a tool that begins it at a pose (4, 4).

    Raises:
        MotionError: the step's frame is unknown, or of an object or joint that `frames` does not have.
    """
    if isinstance(step, AlongJoint):
        joint = step.joint or _joint(frames)
        if step.turning == 1.0:
            return FollowJoint(joint.kind, joint.point, joint.axis, step.amount)
        if frames.bar is None:
            raise MotionError("a step turns about a bar that the hand holds, but no bar was given; name it in Frames")
        return FollowJoint(joint.kind, joint.point, joint.axis, step.amount, frames.bar, step.turning)
    T = _pose(step.frame, T_base_tool, frames)
    if isinstance(step, Straight):
        return Translate(rotate(T, step.direction), step.distance)
    T_point = T if step.point_frame is None else _pose(step.point_frame, T_base_tool, frames)
    return Rotate(rotate(T, step.axis), step.angle, apply(T_point, step.point))


def backwards(motion: Motion) -> Motion:
    """Return the motion that undoes one: about or along the same line by the opposite amount.

    A screw's own axis is where it was after it, so that a step in the tool's axes may be undone from its end.
    """
    match motion:
        case Translate():
            return replace(motion, distance=-motion.distance)
        case Rotate():
            return replace(motion, angle=-motion.angle)
        case FollowJoint():
            return replace(motion, amount=-motion.amount)


def say(step: Step) -> str:
    """Return a step in words."""
    match step:
        case Straight(direction, distance, frame):
            return f"moving {100 * distance:.1f} cm along {np.round(direction, 3).tolist()} of the {frame}"
        case Turn(axis, angle, _, frame, _):
            return f"turning {angle:.2f} rad about {np.round(axis, 3).tolist()} of the {frame}"
        case AlongJoint(amount, _, _):
            return f"following the joint by {amount:.2f}"


def _pose(frame: Frame, T_base_tool: Array, frames: Frames) -> Array:
    if frame == "tool":
        return T_base_tool
    if frame == "world":
        return np.eye(4)
    if frame == "joint":
        return _joint(frames).pose(T_base_tool)
    if frame != "object":
        raise MotionError(unknown("frame", frame, get_args(Frame)))
    if frames.object is None:
        raise MotionError("a step is in the object's frame, but no object's pose was given; name it in Frames")
    return frames.object


def _joint(frames: Frames) -> Joint:
    if frames.joint is None:
        raise MotionError("a step follows a joint, but no joint was given; name it in Frames")
    return frames.joint
