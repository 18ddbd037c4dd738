"""The hand's origin stays in a box of the base frame."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kpam.constraints.base import Constraint
from kpam.constraints.bounds import outside
from kpam.constraints.check import check_strictness, checked_bounds
from kpam.kinematics import Kinematics
from kpam.transforms import Array


@dataclass(frozen=True, eq=False)
class HandWorkspace(Constraint):
    """lower <= t <= upper, for the hand's origin t whatever the tool's symmetry. The residual is 0 inside.

    Args:
        name: what explanations call it.
        lower, upper: (3,) the box's bounds along the base's axes, metres.
        tolerance: the largest distance from the box that counts as inside, metres.
        weight: None if it must hold, or the cost of a squared metre.

    Raises:
        ConstraintError: a bound is malformed, or a lower one is above its upper one.
    """

    name: str
    lower: Array
    upper: Array
    tolerance: float = 1e-4
    weight: float | None = None

    unit = "m"
    size = 3
    parameters = ("lower", "upper")

    def __post_init__(self) -> None:
        lower, upper = checked_bounds(self.name, self.lower, self.upper)
        object.__setattr__(self, "lower", lower)
        object.__setattr__(self, "upper", upper)
        check_strictness(self.name, self.tolerance, self.weight)

    def evaluate(self, at: Kinematics) -> tuple[Array, Array]:
        """Return how far outside the hand is along each axis, (b, 3) metres, and J_v there, (b, 3, n)."""
        position, jacobian = np.ascontiguousarray(at.T_hand[:, :3, 3]), np.ascontiguousarray(at.J_hand[:, :3])
        return outside(position, jacobian, self.lower, self.upper)

    def explain(self, at: Kinematics) -> str:
        """Return how far outside the hand is."""
        violation = self.violation(at)[0]
        if violation <= self.tolerance:
            return f"{self.name}: the hand is inside"
        return f"{self.name}: the hand is {1e3 * violation:.1f} mm outside (allowed {1e3 * self.tolerance:.1f} mm)"
