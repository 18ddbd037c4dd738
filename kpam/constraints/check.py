"""Checks that every constraint makes of what it is given."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike

from kpam.errors import ConstraintError
from kpam.transforms import Array


def checked_point(name: str, what: str, value: ArrayLike) -> Array:
    """Return a read-only copy of a point (3,), metres; raises ConstraintError for another shape, NaN or infinity."""
    point = np.array(value, dtype=float)
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
    if not math.isfinite(tolerance) or tolerance <= 0:
        raise ConstraintError(f"constraint {name!r}: tolerance {tolerance}; give a positive number")
    if weight is not None and not (math.isfinite(weight) and weight > 0):
        raise ConstraintError(f"constraint {name!r}: weight {weight}; give a positive number, or None to make it hard")
