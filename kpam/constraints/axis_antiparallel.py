"""An axis of the tool points against an axis of the scene."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from kpam.constraints.angles import angle_between, angle_of, chord, explain_angle
from kpam.constraints.base import Constraint
from kpam.constraints.check import check_strictness, checked_axis
from kpam.kinematics import Kinematics
from kpam.rows import COMPONENT, tool_rows
from kpam.transforms import AXES, Array


@dataclass(frozen=True, eq=False)
class AxisAntiparallel(Constraint):
    """R a = -b, for the tool axis a and the target axis b, both of length 1: two things that face each other.

    The residual is the chord R a + b, of length 2 cos(angle / 2).

    Args:
        name: what explanations call it.
        tool_axis: (3,) in the hand's frame, of any length but zero.
        target_axis: (3,) in the base frame, of any length but zero.
        tolerance: the largest angle between a and -b, radians.
        weight: None if it must hold, or the cost of a squared radian.

    Raises:
        ConstraintError: an axis is malformed, or tolerance or weight is not positive.
    """

    name: str
    tool_axis: Array
    target_axis: Array
    tolerance: float = 0.01
    weight: float | None = None

    unit = "rad"
    size = 3
    form = COMPONENT

    def __post_init__(self) -> None:
        object.__setattr__(self, "tool_axis", checked_axis(self.name, "tool axis", self.tool_axis))
        object.__setattr__(self, "target_axis", checked_axis(self.name, "target axis", self.target_axis))
        check_strictness(self.name, self.tolerance, self.weight)

    @property
    def reach(self) -> float:
        """The chord of the tolerance."""
        return chord(self.tolerance)

    @cached_property
    def rows(self) -> Array:
        """The components of R a, which are to be those of -b."""
        return tool_rows(3, self.tool_axis, 0.0, AXES, -self.target_axis, -self.target_axis)

    def amount(self, residual: Array) -> Array:
        """Return the angle of a chord (b, 3), (b,) radians."""
        return angle_of(residual)

    def explain(self, at: Kinematics) -> str:
        """Return how many degrees the axes are apart."""
        angle = angle_between(at, self.tool_axis, self.target_axis)[0]
        return explain_angle(self.name, float(angle[0]), np.pi, self.tolerance)
