"""An axis of the tool is orthogonal to an axis of the scene."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kpam.constraints.angles import angle_between, explain_angle
from kpam.constraints.base import Constraint
from kpam.constraints.check import check_strictness, checked_axis
from kpam.kinematics import Kinematics
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
    parameters = ("tool_axis", "target_axis")

    def __post_init__(self) -> None:
        object.__setattr__(self, "tool_axis", checked_axis(self.name, "tool axis", self.tool_axis))
        object.__setattr__(self, "target_axis", checked_axis(self.name, "target axis", self.target_axis))
        check_strictness(self.name, self.tolerance, self.weight)

    def evaluate(self, at: Kinematics) -> tuple[Array, Array]:
        """Return the angle less pi / 2, (b, 1) radians, and its derivative (b, 1, n)."""
        angle, gradient = angle_between(at, self.tool_axis, self.target_axis)
        return angle[:, None] - np.pi / 2, gradient[:, None]

    def explain(self, at: Kinematics) -> str:
        """Return the angle in degrees."""
        angle = angle_between(at, self.tool_axis, self.target_axis)[0]
        return explain_angle(self.name, float(angle[0]), np.pi / 2, self.tolerance)
