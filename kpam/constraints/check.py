"""Checks that every constraint makes of what it is given."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike

from kpam.errors import ConstraintError
from kpam.transforms import Array


def checked_point(name: str, what: str, value: ArrayLike) -> Array:
    """Return a read-only copy of a point (3,), metres; raises ConstraintError for another shape, NaN or infinity."""
    point = _numbers(name, what, value)
    if point.shape != (3,) or not np.all(np.isfinite(point)):
        raise ConstraintError(f"constraint {name!r}: {what} {point.tolist()}; give three finite numbers")
    point.setflags(write=False)
    return point


def checked_axis(name: str, what: str, value: ArrayLike) -> Array:
    """Return a read-only copy of a direction (3,) scaled to length 1; raises ConstraintError for one of no length."""
    vector = checked_point(name, what, value)
    length = float(np.linalg.norm(vector))
    if length < 1e-9:
        raise ConstraintError(f"constraint {name!r}: {what} {vector.tolist()} has no length; give a direction")
    axis = vector / length
    axis.setflags(write=False)
    return axis


def check_strictness(name: str, tolerance: float, weight: float | None) -> None:
    """Raise ConstraintError unless the tolerance is positive, and the weight of a soft constraint too."""
    if not _is_positive(tolerance):
        raise ConstraintError(f"constraint {name!r}: tolerance {tolerance!r}; give a positive number")
    if weight is not None and not _is_positive(weight):
        raise ConstraintError(
            f"constraint {name!r}: weight {weight!r}; give a positive number, or None to make it hard"
        )


def checked_joints(name: str, what: str, value: ArrayLike, *, like: Array | None = None) -> Array:
    """Return a read-only copy of joint values (n,), as many as `like` has; raises ConstraintError otherwise."""
    joints = _numbers(name, what, value)
    count = None if like is None else len(like)
    if joints.ndim != 1 or not len(joints) or not np.all(np.isfinite(joints)) or count not in (None, len(joints)):
        wanted = "one finite number for each joint" if count is None else f"{count} finite numbers"
        raise ConstraintError(f"constraint {name!r}: {what} {joints.tolist()}; give {wanted}")
    joints.setflags(write=False)
    return joints


def checked_pose(name: str, what: str, value: ArrayLike) -> Array:
    """Return a read-only copy of a rigid transform (4, 4); raises ConstraintError for what is none."""
    T = _numbers(name, what, value)
    if T.shape != (4, 4) or not np.all(np.isfinite(T)):
        raise ConstraintError(f"constraint {name!r}: {what} of shape {T.shape}; give a finite (4, 4) transform")
    R = T[:3, :3]
    if not np.allclose(R @ R.T, np.eye(3), atol=1e-6) or np.linalg.det(R) < 0 or np.any(T[3] != (0, 0, 0, 1)):
        raise ConstraintError(f"constraint {name!r}: {what} is no rigid transform; give a rotation and a position")
    T.setflags(write=False)
    return T


def checked_bounds(name: str, lower: ArrayLike, upper: ArrayLike) -> tuple[Array, Array]:
    """Return read-only copies of a box's bounds (3,); raises ConstraintError where a lower one is above its upper."""
    low, high = checked_point(name, "lower bounds", lower), checked_point(name, "upper bounds", upper)
    if np.any(low > high):
        raise ConstraintError(
            f"constraint {name!r}: lower bounds {low.tolist()} above upper bounds {high.tolist()}; exchange them"
        )
    return low, high


def check_range(name: str, lower: float, upper: float) -> None:
    """Raise ConstraintError unless lower <= upper and at least one of them is finite."""
    if math.isnan(lower) or math.isnan(upper) or lower > upper or (math.isinf(lower) and math.isinf(upper)):
        raise ConstraintError(
            f"constraint {name!r}: range {lower} to {upper}; give a lower bound, an upper one, or both in this order"
        )


def _is_positive(value: object) -> bool:
    return isinstance(value, float | int | np.floating | np.integer) and bool(0 < value < math.inf)


def _numbers(name: str, what: str, value: ArrayLike) -> Array:
    try:
        return np.array(value, dtype=float)
    except (TypeError, ValueError) as error:
        raise ConstraintError(f"constraint {name!r}: {what} {value!r}; give numbers, in rows of one length") from error
