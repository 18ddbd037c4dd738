"""A point of the tool lies in a plane of the scene."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from kpam.constraints.base import Constraint
from kpam.constraints.check import check_strictness, checked_axis, checked_point
from kpam.kinematics import Kinematics
from kpam.rows import COMPONENT, tool_rows
from kpam.transforms import Array


@dataclass(frozen=True, eq=False)
class PointToPlane(Constraint):
    """n . (R p + t - target) = 0, for the tool point p.

    Args:
        name: what explanations call it.
        tool_point: (3,) in the hand's frame, metres.
        target: (3,) a point of the plane in the base frame, metres.
        normal: (3,) the plane's normal in the base frame, of any length but zero.
        tolerance: the largest distance from the plane that counts as in it, metres.
        weight: None if it must hold, or the cost of a squared metre.

    Raises:
        ConstraintError: a vector is malformed, or tolerance or weight is not positive.
    """

    name: str
    tool_point: Array
    target: Array
    normal: Array
    tolerance: float = 1e-3
    weight: float | None = None

    unit = "m"
    size = 1
    form = COMPONENT

    def __post_init__(self) -> None:
        object.__setattr__(self, "tool_point", checked_point(self.name, "tool point", self.tool_point))
        object.__setattr__(self, "target", checked_point(self.name, "target", self.target))
        object.__setattr__(self, "normal", checked_axis(self.name, "normal", self.normal))
        check_strictness(self.name, self.tolerance, self.weight)

    @cached_property
    def rows(self) -> Array:
        """The height n . (R p + t), which is to be that of the target."""
        height = self.normal @ self.target
        return tool_rows(1, self.tool_point, 1.0, self.normal, height, height)

    def explain(self, at: Kinematics) -> str:
        """Return how far from the plane the point is."""
        distance = 1e3 * float(self.evaluate(at)[0][0, 0])
        return (
            f"{self.name}: the point of the tool is {distance:+.1f} mm along the normal from its plane "
            f"(allowed {1e3 * self.tolerance:.1f} mm)"
        )
