"""An axis of the hand makes a given angle with an axis of the scene."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from kpam.constraints.angles import angle_between, angle_jacobian, explain_angle
from kpam.constraints.check import checked_axis, checked_tolerance
from kpam.errors import ConstraintError
from kpam.transforms import Array, skew

# below this the cone is a line, and its distance is measured as that of parallel axes
_NARROWEST_CONE = 1e-3


@dataclass(frozen=True, eq=False)
class AxisAtAngle:
    """angle(R a, b) = angle, for the tool axis a and the target axis b.

    0 is parallel, pi anti-parallel, pi / 2 orthogonal. The residual is the difference of angles, (1,); for the two
    ends of the range, where an angle has no derivative, the chord R a -+ b, (3,).

    Args:
        name: what explanations call it.
        tool_axis: (3,) in the hand's frame, of any length but zero.
        target_axis: (3,) in the base frame, of any length but zero.
        angle: the wanted angle, radians, from 0 to pi.
        tolerance: the largest difference from it, radians.

    Raises:
        ConstraintError: an axis is malformed, the angle is out of range, or the tolerance is not positive.
    """

    name: str
    tool_axis: Array
    target_axis: Array
    angle: float
    tolerance: float = 0.01

    unit: Literal["m", "rad"] = "rad"

    def __post_init__(self) -> None:
        object.__setattr__(self, "tool_axis", checked_axis(self.name, "tool axis", self.tool_axis))
        object.__setattr__(self, "target_axis", checked_axis(self.name, "target axis", self.target_axis))
        checked_tolerance(self.name, self.tolerance)
        if not 0 <= self.angle <= np.pi:
            raise ConstraintError(f"constraint {self.name!r}: angle {self.angle}; give radians from 0 to pi")

    @property
    def _end(self) -> float:
        """1 for parallel, -1 for anti-parallel, 0 for a true cone."""
        return float(self.angle < _NARROWEST_CONE) - float(self.angle > np.pi - _NARROWEST_CONE)

    def residual(self, T_base_hand: Array) -> Array:
        """Return the residual, (..., 1) or (..., 3), at hand poses (..., 4, 4)."""
        if self._end:
            return T_base_hand[..., :3, :3] @ self.tool_axis - self._end * self.target_axis
        return (angle_between(T_base_hand, self.tool_axis, self.target_axis) - self.angle)[..., None]

    def jacobian(self, T_base_hand: Array, J_hand: Array) -> Array:
        """Return d residual / dq, (..., 1, n) or (..., 3, n)."""
        if self._end:
            return -skew(T_base_hand[..., :3, :3] @ self.tool_axis) @ J_hand[..., 3:, :]
        return angle_jacobian(T_base_hand, J_hand, self.tool_axis, self.target_axis)[..., None, :]

    def violation(self, T_base_hand: Array) -> float:
        """Return how far the angle is from the wanted one, radians."""
        return abs(float(angle_between(T_base_hand, self.tool_axis, self.target_axis)) - self.angle)

    def explain(self, T_base_hand: Array) -> str:
        """Return the angle, and the wanted one, in degrees."""
        angle = float(angle_between(T_base_hand, self.tool_axis, self.target_axis))
        return explain_angle(self.name, angle, self.angle, self.tolerance)
