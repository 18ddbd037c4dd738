"""A point of the tool lies on a line of the scene."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kpam.compiled import compiled
from kpam.constraints.base import Constraint
from kpam.constraints.check import check_strictness, checked_axis, checked_point
from kpam.kinematics import Kinematics
from kpam.transforms import Array


@dataclass(frozen=True, eq=False)
class PointToLine(Constraint):
    """(I - u u^T) (R p + t - target) = 0, for the tool point p and the line through `target` along the unit vector u.

    Args:
        name: what explanations call it.
        tool_point: (3,) in the hand's frame, metres.
        target: (3,) a point of the line in the base frame, metres.
        direction: (3,) the line's direction in the base frame, of any length but zero.
        tolerance: the largest distance from the line that counts as on it, metres.
        weight: None if it must hold, or the cost of a squared metre.

    Raises:
        ConstraintError: a vector is malformed, or tolerance or weight is not positive.
    """

    name: str
    tool_point: Array
    target: Array
    direction: Array
    tolerance: float = 1e-3
    weight: float | None = None

    unit = "m"
    size = 3
    parameters = ("tool_point", "target", "direction")

    def __post_init__(self) -> None:
        object.__setattr__(self, "tool_point", checked_point(self.name, "tool point", self.tool_point))
        object.__setattr__(self, "target", checked_point(self.name, "target", self.target))
        object.__setattr__(self, "direction", checked_axis(self.name, "direction", self.direction))
        check_strictness(self.name, self.tolerance, self.weight)

    def evaluate(self, at: Kinematics) -> tuple[Array, Array]:
        """Return the way from the line to the point, (b, 3) metres, and its derivative (b, 3, n)."""
        position, jacobian = at.point(self.tool_point)
        return _across(position, jacobian, self.target.reshape(-1, 3), self.direction.reshape(-1, 3))

    def explain(self, at: Kinematics) -> str:
        """Return how far from the line the point is."""
        return (
            f"{self.name}: the point of the tool is {1e3 * self.violation(at)[0]:.1f} mm from its line "
            f"(allowed {1e3 * self.tolerance:.1f} mm)"
        )


@compiled
def _across(position: Array, jacobian: Array, targets: Array, directions: Array) -> tuple[Array, Array]:
    """Return positions less targets (b, 3), and Jacobians (b, 3, n), without their part along the directions."""
    b, _, n = jacobian.shape
    way, change = np.empty((b, 3)), np.empty((b, 3, n))
    for k in range(b):
        target, (x, y, z) = targets[k % len(targets)], directions[k % len(directions)]
        u, v, w = position[k, 0] - target[0], position[k, 1] - target[1], position[k, 2] - target[2]
        along = x * u + y * v + z * w
        way[k, 0], way[k, 1], way[k, 2] = u - along * x, v - along * y, w - along * z
        for i in range(n):
            u, v, w = jacobian[k, 0, i], jacobian[k, 1, i], jacobian[k, 2, i]
            along = x * u + y * v + z * w
            change[k, 0, i], change[k, 1, i], change[k, 2, i] = u - along * x, v - along * y, w - along * z
    return way, change
