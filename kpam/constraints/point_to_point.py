"""A point of the hand meets a point of the scene."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from kpam.constraints.check import checked_point, checked_tolerance
from kpam.transforms import Array, apply_each, skew


@dataclass(frozen=True, eq=False)
class PointToPoint:
    """R p + t = target, for the tool point p.

    Args:
        name: what explanations call it.
        tool_point: (3,) in the hand's frame, metres.
        target: (3,) in the base frame, metres.
        tolerance: the largest distance at which they count as meeting, metres.

    Raises:
        ConstraintError: a point is not three finite numbers, or the tolerance is not positive.
    """

    name: str
    tool_point: Array
    target: Array
    tolerance: float = 1e-3

    unit: Literal["m", "rad"] = "m"

    def __post_init__(self) -> None:
        object.__setattr__(self, "tool_point", checked_point(self.name, "tool point", self.tool_point))
        object.__setattr__(self, "target", checked_point(self.name, "target", self.target))
        checked_tolerance(self.name, self.tolerance)

    def residual(self, T_base_hand: Array) -> Array:
        """Return R p + t - target, (..., 3) metres, at hand poses (..., 4, 4)."""
        return apply_each(T_base_hand, self.tool_point) - self.target

    def jacobian(self, T_base_hand: Array, J_hand: Array) -> Array:
        """Return d residual / dq = J_v - [R p] J_w, (..., 3, n)."""
        arm = T_base_hand[..., :3, :3] @ self.tool_point
        return J_hand[..., :3, :] - skew(arm) @ J_hand[..., 3:, :]

    def violation(self, T_base_hand: Array) -> float:
        """Return the distance in metres."""
        return float(np.linalg.norm(self.residual(T_base_hand)))

    def explain(self, T_base_hand: Array) -> str:
        """Return how far apart they are, and in which direction."""
        x, y, z = 1e3 * self.residual(T_base_hand)
        distance = 1e3 * self.violation(T_base_hand)
        return (
            f"{self.name}: the point of the hand is {distance:.1f} mm from its target "
            f"(off by {x:+.1f}, {y:+.1f}, {z:+.1f} mm; allowed {1e3 * self.tolerance:.1f} mm)"
        )
