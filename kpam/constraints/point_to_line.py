"""A point of the tool lies on a line of the scene."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from kpam.constraints.base import Constraint
from kpam.constraints.check import check_strictness, checked_axis, checked_point
from kpam.kinematics import Kinematics
from kpam.rows import COMPONENT, tool_rows
from kpam.transforms import Array, across


@dataclass(frozen=True, eq=False)
class PointToLine(Constraint):
    """(I - u u^T) (R p + t - target) = 0, for the tool point p and the line through `target` along the unit vector u.

    The residual is that vector's two components across u.

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
    size = 2
    form = COMPONENT

    def __post_init__(self) -> None:
        object.__setattr__(self, "tool_point", checked_point(self.name, "tool point", self.tool_point))
        object.__setattr__(self, "target", checked_point(self.name, "target", self.target))
        object.__setattr__(self, "direction", checked_axis(self.name, "direction", self.direction))
        check_strictness(self.name, self.tolerance, self.weight)

    @cached_property
    def rows(self) -> Array:
        """Two components of R p + t across the line, which are to be those of the target."""
        axes = across(self.direction)
        there = axes @ self.target
        return tool_rows(2, self.tool_point, 1.0, axes, there, there)

    def explain(self, at: Kinematics) -> str:
        """Return how far from the line the point is."""
        return (
            f"{self.name}: the point of the tool is {1e3 * self.violation(at)[0]:.1f} mm from its line "
            f"(allowed {1e3 * self.tolerance:.1f} mm)"
        )
