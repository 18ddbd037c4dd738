"""Motions of the hand in contact, as paths of hand poses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from kpam.errors import MotionError
from kpam.transforms import Array, about_axis, apply, from_rotation, rotate, unit


@dataclass(frozen=True, eq=False)
class Translate:
    """Move straight along `direction` (3,) in the base frame by `distance` metres; negative moves backwards."""

    direction: Array
    distance: float


@dataclass(frozen=True, eq=False)
class Rotate:
    """Turn by `angle` radians about the line through `point` (3,) along `axis` (3,), in the base frame."""

    axis: Array
    angle: float
    point: Array


@dataclass(frozen=True, eq=False)
class Bar:
    """What a hand holds and may turn about: the line through `point` (3,) along `axis` (3,), in the base frame.

    Raises:
        MotionError: point or axis are no finite vectors of three, the axis of some length.
    """

    point: Array
    axis: Array

    def __post_init__(self) -> None:
        if np.shape(self.point) != (3,) or not np.all(np.isfinite(self.point)):
            raise MotionError(f"point of a bar {np.asarray(self.point).tolist()}; give three finite numbers in metres")
        object.__setattr__(self, "axis", _direction(self.axis))

    def moved(self, T: Array) -> Bar:
        """Return the bar after a displacement (4, 4)."""
        return Bar(apply(T, self.point), rotate(T, self.axis))


@dataclass(frozen=True, eq=False)
class FollowJoint:
    """Move as a body on a joint moves: by `amount` radians about, or metres along, the axis (3,) through point (3,).

    With a `bar`, the hand turns about it by the share `turning` of what the body turns, the bar turning between the
    fingers, so that 1 is to turn with the body and 0 is not to; None lets the hand turn about the bar as it likes.
    """

    kind: Literal["revolute", "prismatic"]
    point: Array
    axis: Array
    amount: float
    bar: Bar | None = None
    turning: float | None = 1.0


Motion = Translate | Rotate | FollowJoint


def hand_path(T_base_hand: Array, motion: Motion, *, step: float = 0.01, angle_step: float = 0.05) -> Array:
    """Return the hand's poses along a motion, (k, 4, 4), from `T_base_hand` itself to the end, k >= 2.

    The hand keeps its pose relative to the body that moves, but for turns about a bar that it follows a joint by.

    Args:
        T_base_hand: (4, 4) the pose at which the motion begins.
        motion: what to do.
        step: the longest distance between neighbours along a straight motion, and along the arc of the hand's origin
            in a turning one, metres.
        angle_step: the largest angle between neighbours, radians.

    Raises:
        MotionError: a direction has no length, something is not finite, or a step is not positive.
    """
    displacements = body_path(T_base_hand, motion, step=step, angle_step=angle_step)
    if isinstance(motion, FollowJoint) and motion.bar is not None and motion.turning is not None:
        bar = motion.bar
        turns = (motion.turning - 1.0) * motion.amount * float(bar.axis @ _direction(motion.axis))
        shares = np.linspace(0.0, 0.0 if motion.kind == "prismatic" else 1.0, len(displacements))
        displacements = displacements @ np.array([about_axis(bar.axis, share * turns, bar.point) for share in shares])
    return displacements @ T_base_hand


def body_path(T_base_hand: Array, motion: Motion, *, step: float = 0.01, angle_step: float = 0.05) -> Array:
    """Return the displacements of the body that moves with the hand, (k, 4, 4), from the identity on.

    Arguments and errors are those of `hand_path`; the poses are as many.
    """
    if step <= 0 or angle_step <= 0:
        raise MotionError(f"steps of {step} m and {angle_step} rad; give positive numbers")
    match motion:
        case Translate(direction, distance) | FollowJoint("prismatic", _, direction, distance):
            along = _direction(direction) * _finite(distance)
            shares = np.linspace(0.0, 1.0, max(2, int(np.ceil(abs(distance) / step)) + 1))
            return np.array([from_rotation(np.eye(3), share * along) for share in shares])
        case Rotate(axis, angle, point) | FollowJoint(_, point, axis, angle):
            axis, centre = _direction(axis), np.asarray(point, dtype=float)
            if centre.shape != (3,) or not np.all(np.isfinite(centre)):
                raise MotionError(f"point {centre.tolist()} of an axis; give three finite numbers in metres")
            lever = T_base_hand[:3, 3] - centre
            radius = float(np.linalg.norm(lever - axis * (lever @ axis)))
            count = max(abs(_finite(angle)) / angle_step, abs(angle) * radius / step)
            shares = np.linspace(0.0, 1.0, max(2, int(np.ceil(count)) + 1))
            return np.array([about_axis(axis, share * angle, centre) for share in shares])


def _direction(vector: Array) -> Array:
    if np.shape(vector) != (3,) or not np.all(np.isfinite(vector)) or np.linalg.norm(vector) < 1e-9:
        raise MotionError(f"direction {np.asarray(vector).tolist()}; give three finite numbers, of some length")
    return unit(vector)


def _finite(amount: float) -> float:
    if not np.isfinite(amount):
        raise MotionError(f"amount {amount}; give a finite number of metres or radians")
    return float(amount)
