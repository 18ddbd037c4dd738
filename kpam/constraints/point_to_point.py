"""A point of the tool meets a point of the scene."""

from __future__ import annotations

from dataclasses import dataclass

from kpam.constraints.base import Constraint
from kpam.constraints.check import check_strictness, checked_point
from kpam.kinematics import Kinematics
from kpam.transforms import Array


@dataclass(frozen=True, eq=False)
class PointToPoint(Constraint):
    """R p + t = target, for the tool point p (Manuelli et al. 2019, kPAM, eq. 2).

    Args:
        name: what explanations call it.
        tool_point: (3,) in the hand's frame, metres.
        target: (3,) in the base frame, metres.
        tolerance: the largest distance at which they count as meeting, metres.
        weight: None if it must hold, or the cost of a squared metre.

    Raises:
        ConstraintError: a point is not three finite numbers, or tolerance or weight is not positive.
    """

    name: str
    tool_point: Array
    target: Array
    tolerance: float = 1e-3
    weight: float | None = None

    unit = "m"
    size = 3
    parameters = ("tool_point", "target")

    def __post_init__(self) -> None:
        object.__setattr__(self, "tool_point", checked_point(self.name, "tool point", self.tool_point))
        object.__setattr__(self, "target", checked_point(self.name, "target", self.target))
        check_strictness(self.name, self.tolerance, self.weight)

    def evaluate(self, at: Kinematics) -> tuple[Array, Array]:
        """Return R p + t - target, (b, 3) metres, and J_v - [R p] J_w, (b, 3, n)."""
        position, jacobian = at.point(self.tool_point)
        return position - self.target, jacobian

    def explain(self, at: Kinematics) -> str:
        """Return how far apart they are, and in which direction."""
        x, y, z = 1e3 * self.evaluate(at)[0][0]
        return (
            f"{self.name}: the point of the tool is {1e3 * self.violation(at)[0]:.1f} mm from its target "
            f"(off by {x:+.1f}, {y:+.1f}, {z:+.1f} mm; allowed {1e3 * self.tolerance:.1f} mm)"
        )
