"""An axis of the hand points along an axis of the scene."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from kpam.constraints.angles import angle_between, explain_angle
from kpam.constraints.check import checked_axis, checked_tolerance
from kpam.transforms import Array, skew


@dataclass(frozen=True, eq=False)
class AxisParallel:
    """R a = b, for the tool axis a and the target axis b, both of length 1. Same sense: opposite is 180 degrees off.

    The residual is the chord R a - b, of length 2 sin(angle / 2): smooth everywhere, and the angle itself to second
    order where it matters. For anti-parallel axes give -b.

    Args:
        name: what explanations call it.
        tool_axis: (3,) in the hand's frame, of any length but zero.
        target_axis: (3,) in the base frame, of any length but zero.
        tolerance: the largest angle that counts as parallel, radians.

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
        """Return R a - b, (..., 3), at hand poses (..., 4, 4)."""
        return T_base_hand[..., :3, :3] @ self.tool_axis - self.target_axis

    def jacobian(self, T_base_hand: Array, J_hand: Array) -> Array:
        """Return d residual / dq = -[R a] J_w, (..., 3, n)."""
        return -skew(T_base_hand[..., :3, :3] @ self.tool_axis) @ J_hand[..., 3:, :]

    def violation(self, T_base_hand: Array) -> float:
        """Return the angle between the axes in radians."""
        return float(angle_between(T_base_hand, self.tool_axis, self.target_axis))

    def explain(self, T_base_hand: Array) -> str:
        """Return how many degrees the axes are apart."""
        return explain_angle(self.name, self.violation(T_base_hand), 0.0, self.tolerance)
