"""The hand's origin stays in a box of the base frame."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from kpam.constraints.base import Constraint
from kpam.constraints.check import check_strictness, checked_bounds
from kpam.kinematics import Kinematics
from kpam.rows import COMPONENT, tool_rows
from kpam.transforms import AXES, Array


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
    form = COMPONENT
    of_hand = True

    def __post_init__(self) -> None:
        lower, upper = checked_bounds(self.name, self.lower, self.upper)
        object.__setattr__(self, "lower", lower)
        object.__setattr__(self, "upper", upper)
        check_strictness(self.name, self.tolerance, self.weight)

    @cached_property
    def rows(self) -> Array:
        """The components of t, between the bounds."""
        return tool_rows(3, 0.0, 1.0, AXES, self.lower, self.upper)

    def explain(self, at: Kinematics) -> str:
        """Return how far outside the hand is."""
        violation = self.violation(at)[0]
        if violation <= self.tolerance:
            return f"{self.name}: the hand is inside"
        return f"{self.name}: the hand is {1e3 * violation:.1f} mm outside (allowed {1e3 * self.tolerance:.1f} mm)"
