"""A point of the tool lies in a box of the scene."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kpam.compiled import compiled
from kpam.constraints.base import Constraint
from kpam.constraints.bounds import outside
from kpam.constraints.check import check_strictness, checked_bounds, checked_point, checked_pose
from kpam.kinematics import Kinematics
from kpam.transforms import Array


@dataclass(frozen=True, eq=False)
class PointInBox(Constraint):
    """lower <= y <= upper, for the tool point seen from the box, y = R_box^T (R p + t - t_box).

    The residual is y less the nearest point of the box: 0 inside.

    Args:
        name: what explanations call it.
        tool_point: (3,) in the hand's frame, metres.
        T_base_box: (4, 4) pose of the box's frame.
        lower, upper: (3,) its bounds along the axes of that frame, metres.
        tolerance: the largest distance from the box that counts as inside, metres.
        weight: None if it must hold, or the cost of a squared metre.

    Raises:
        ConstraintError: an argument is malformed, or a lower bound is above its upper one.
    """

    name: str
    tool_point: Array
    T_base_box: Array
    lower: Array
    upper: Array
    tolerance: float = 1e-3
    weight: float | None = None

    unit = "m"
    size = 3
    parameters = ("tool_point", "T_base_box", "lower", "upper")

    def __post_init__(self) -> None:
        object.__setattr__(self, "tool_point", checked_point(self.name, "tool point", self.tool_point))
        object.__setattr__(self, "T_base_box", checked_pose(self.name, "T_base_box", self.T_base_box))
        lower, upper = checked_bounds(self.name, self.lower, self.upper)
        object.__setattr__(self, "lower", lower)
        object.__setattr__(self, "upper", upper)
        check_strictness(self.name, self.tolerance, self.weight)

    def evaluate(self, at: Kinematics) -> tuple[Array, Array]:
        """Return how far outside the point is along the box's axes, (b, 3) metres, and its derivative (b, 3, n)."""
        position, jacobian = at.point(self.tool_point)
        seen = _seen_from(self.T_base_box.reshape(-1, 4, 4), position, jacobian)
        return outside(*seen, self.lower, self.upper)

    def explain(self, at: Kinematics) -> str:
        """Return how far outside the box the point is, and along which of its axes."""
        x, y, z = 1e3 * self.evaluate(at)[0][0]
        return (
            f"{self.name}: the point of the tool is {1e3 * self.violation(at)[0]:.1f} mm outside its box "
            f"(by {x:+.1f}, {y:+.1f}, {z:+.1f} mm along the box's axes; allowed {1e3 * self.tolerance:.1f} mm)"
        )


@compiled
def _seen_from(T: Array, position: Array, jacobian: Array) -> tuple[Array, Array]:
    """Return positions (b, 3) and Jacobians (b, 3, n) along the axes of frames (b, 4, 4), from their origins."""
    b, _, n = jacobian.shape
    seen, change = np.zeros((b, 3)), np.zeros((b, 3, n))
    for k in range(b):
        frame = T[k % len(T)]
        for c in range(3):
            for r in range(3):
                seen[k, c] += frame[r, c] * (position[k, r] - frame[r, 3])
                for i in range(n):
                    change[k, c, i] += frame[r, c] * jacobian[k, r, i]
    return seen, change
