"""A point of the tool lies in a box of the scene."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from kpam.constraints.base import Constraint
from kpam.constraints.check import check_strictness, checked_bounds, checked_point, checked_pose
from kpam.kinematics import Kinematics
from kpam.rows import COMPONENT, tool_rows
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
    form = COMPONENT

    def __post_init__(self) -> None:
        object.__setattr__(self, "tool_point", checked_point(self.name, "tool point", self.tool_point))
        object.__setattr__(self, "T_base_box", checked_pose(self.name, "T_base_box", self.T_base_box))
        lower, upper = checked_bounds(self.name, self.lower, self.upper)
        object.__setattr__(self, "lower", lower)
        object.__setattr__(self, "upper", upper)
        check_strictness(self.name, self.tolerance, self.weight)

    @cached_property
    def rows(self) -> Array:
        """The components of R p + t along the box's axes, between its bounds."""
        axes = self.T_base_box[:3, :3].T
        origin = axes @ self.T_base_box[:3, 3]
        return tool_rows(3, self.tool_point, 1.0, axes, origin + self.lower, origin + self.upper)

    def explain(self, at: Kinematics) -> str:
        """Return how far outside the box the point is, and along which of its axes."""
        x, y, z = 1e3 * self.evaluate(at)[0][0]
        return (
            f"{self.name}: the point of the tool is {1e3 * self.violation(at)[0]:.1f} mm outside its box "
            f"(by {x:+.1f}, {y:+.1f}, {z:+.1f} mm along the box's axes; allowed {1e3 * self.tolerance:.1f} mm)"
        )
