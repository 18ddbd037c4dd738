"""A point of the tool keeps a distance, or a range of distances, from a point of the scene."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from kpam.constraints.base import Constraint
from kpam.constraints.check import check_range, check_strictness, checked_point
from kpam.errors import ConstraintError
from kpam.kinematics import Kinematics
from kpam.rows import DISTANCE, tool_rows
from kpam.transforms import Array


@dataclass(frozen=True, eq=False)
class Distance(Constraint):
    """lower <= |R p + t - target| <= upper, for the tool point p; one wanted distance where both are the same.

    The residual is the distance less the nearest one allowed: 0 within the range.

    Args:
        name: what explanations call it.
        tool_point: (3,) in the hand's frame, metres.
        target: (3,) in the base frame, metres.
        lower, upper: the range, metres, from 0; inf leaves the upper side open.
        tolerance: the largest deviation that counts as within, metres.
        weight: None if it must hold, or the cost of a squared metre.

    Raises:
        ConstraintError: an argument is malformed, the range is empty or everything.
    """

    name: str
    tool_point: Array
    target: Array
    lower: float
    upper: float
    tolerance: float = 1e-3
    weight: float | None = None

    unit = "m"
    size = 1
    form = DISTANCE

    def __post_init__(self) -> None:
        object.__setattr__(self, "tool_point", checked_point(self.name, "tool point", self.tool_point))
        object.__setattr__(self, "target", checked_point(self.name, "target", self.target))
        if self.lower < 0 or (self.lower == 0 and np.isinf(self.upper)):
            raise ConstraintError(
                f"constraint {self.name!r}: distances from {self.lower} to {self.upper}; give metres from 0, and a "
                "range that leaves something out"
            )
        check_range(self.name, self.lower, self.upper)
        check_strictness(self.name, self.tolerance, self.weight)

    @cached_property
    def rows(self) -> Array:
        """The distance, within its range."""
        return tool_rows(1, self.tool_point, 1.0, self.target, self.lower, self.upper)

    def explain(self, at: Kinematics) -> str:
        """Return the distance and the range."""
        distance = np.linalg.norm(at.point(self.tool_point)[0][0] - self.target)
        wanted = f"{1e3 * self.lower:.1f}" + (f" to {1e3 * self.upper:.1f}" if self.lower < self.upper else "")
        return (
            f"{self.name}: the points are {1e3 * distance:.1f} mm apart, {1e3 * self.violation(at)[0]:.1f} mm "
            f"off {wanted} mm (allowed {1e3 * self.tolerance:.1f} mm)"
        )
