"""An axis of the hand is orthogonal to an axis of the scene."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from kpam.constraints.angles import angle_between, angle_jacobian, explain_angle
from kpam.constraints.check import checked_axis, checked_tolerance
from kpam.transforms import Array


@dataclass(frozen=True, eq=False)
class AxisOrthogonal:
    """angle(R a, b) = pi / 2, for the tool axis a and the target axis b.

    Args:
        name: what explanations call it.
        tool_axis: (3,) in the hand's frame, of any length but zero.
        target_axis: (3,) in the base frame, of any length but zero.
        tolerance: the largest deviation from a right angle, radians.

    Raises:
        ConstraintError: an axis is malformed, or the tolerance is not positive.
    """

    name: str
    tool_axis: Array
    target_axis: Array
    tolerance: float = 0.01

    unit: Literal["m", "rad"] = "rad"

    def __post_init__(self) -> None:
        object.__setattr__(self, "tool_axis", checked_axis(self.name, "tool axis", self.tool_axis))
        object.__setattr__(self, "target_axis", checked_axis(self.name, "target axis", self.target_axis))
        checked_tolerance(self.name, self.tolerance)

    def residual(self, T_base_hand: Array) -> Array:
        """Return the angle less pi / 2, (..., 1), at hand poses (..., 4, 4)."""
        return (angle_between(T_base_hand, self.tool_axis, self.target_axis) - np.pi / 2)[..., None]

    def jacobian(self, T_base_hand: Array, J_hand: Array) -> Array:
        """Return d residual / dq, (..., 1, n)."""
        return angle_jacobian(T_base_hand, J_hand, self.tool_axis, self.target_axis)[..., None, :]

    def violation(self, T_base_hand: Array) -> float:
        """Return the deviation from a right angle in radians."""
        return float(np.abs(self.residual(T_base_hand)[0]))

    def explain(self, T_base_hand: Array) -> str:
        """Return the angle in degrees."""
        angle = float(angle_between(T_base_hand, self.tool_axis, self.target_axis))
        return explain_angle(self.name, angle, np.pi / 2, self.tolerance)
