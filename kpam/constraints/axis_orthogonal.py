"""An axis of the tool is orthogonal to an axis of the scene."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from kpam.constraints.angles import angle_between, explain_angle
from kpam.constraints.base import Constraint
from kpam.constraints.check import check_strictness, checked_axis
from kpam.kinematics import Kinematics
from kpam.rows import ANGLE, tool_rows
from kpam.transforms import Array


@dataclass(frozen=True, eq=False)
class AxisOrthogonal(Constraint):
    """angle(R a, b) = pi / 2, for the tool axis a and the target axis b.

    Args:
        name: what explanations call it.
        tool_axis: (3,) in the hand's frame, of any length but zero.
        target_axis: (3,) in the base frame, of any length but zero.
        tolerance: the largest deviation from a right angle, radians.
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
    size = 1
    form = ANGLE

    def __post_init__(self) -> None:
        object.__setattr__(self, "tool_axis", checked_axis(self.name, "tool axis", self.tool_axis))
        object.__setattr__(self, "target_axis", checked_axis(self.name, "target axis", self.target_axis))
        check_strictness(self.name, self.tolerance, self.weight)

    @cached_property
    def rows(self) -> Array:
        """The angle, which is to be pi / 2."""
        return tool_rows(1, self.tool_axis, 0.0, self.target_axis, np.pi / 2, np.pi / 2)

    def explain(self, at: Kinematics) -> str:
        """Return the angle in degrees."""
        angle = angle_between(at, self.tool_axis, self.target_axis)[0]
        return explain_angle(self.name, float(angle[0]), np.pi / 2, self.tolerance)
