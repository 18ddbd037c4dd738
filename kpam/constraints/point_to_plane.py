"""A point of the hand lies in a plane of the scene."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from kpam.constraints.check import checked_axis, checked_point, checked_tolerance
from kpam.transforms import Array, apply_each, skew


@dataclass(frozen=True, eq=False)
class PointToPlane:
    """n . (R p + t - target) = 0, for the tool point p.

    Args:
        name: what explanations call it.
        tool_point: (3,) in the hand's frame, metres.
        target: (3,) a point of the plane in the base frame, metres.
        normal: (3,) the plane's normal in the base frame, of any length but zero.
        tolerance: the largest distance from the plane that counts as in it, metres.

    Raises:
        ConstraintError: a vector is malformed, or the tolerance is not positive.
    """

    name: str
    tool_point: Array
    target: Array
    normal: Array
    tolerance: float = 1e-3

    unit: Literal["m", "rad"] = "m"

    def __post_init__(self) -> None:
        object.__setattr__(self, "tool_point", checked_point(self.name, "tool point", self.tool_point))
        object.__setattr__(self, "target", checked_point(self.name, "target", self.target))
        object.__setattr__(self, "normal", checked_axis(self.name, "normal", self.normal))
        checked_tolerance(self.name, self.tolerance)

    def residual(self, T_base_hand: Array) -> Array:
        """Return the signed distance from the plane, (..., 1) metres, at hand poses (..., 4, 4)."""
        return ((apply_each(T_base_hand, self.tool_point) - self.target) @ self.normal)[..., None]

    def jacobian(self, T_base_hand: Array, J_hand: Array) -> Array:
        """Return d residual / dq = n . (J_v - [R p] J_w), (..., 1, n)."""
        arm = T_base_hand[..., :3, :3] @ self.tool_point
        return (self.normal @ (J_hand[..., :3, :] - skew(arm) @ J_hand[..., 3:, :]))[..., None, :]

    def violation(self, T_base_hand: Array) -> float:
        """Return the distance from the plane in metres."""
        return float(np.abs(self.residual(T_base_hand)[0]))

    def explain(self, T_base_hand: Array) -> str:
        """Return how far from the plane the point is."""
        distance = 1e3 * float(self.residual(T_base_hand)[0])
        return (
            f"{self.name}: the point of the hand is {distance:+.1f} mm along the normal from its plane "
            f"(allowed {1e3 * self.tolerance:.1f} mm)"
        )
