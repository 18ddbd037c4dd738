"""A point of the tool meets a point of the scene."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from kpam.constraints.base import Constraint
from kpam.constraints.check import check_strictness, checked_point
from kpam.kinematics import Kinematics
from kpam.rows import COMPONENT, tool_rows
from kpam.transforms import AXES, Array


@dataclass(frozen=True, eq=False)
class PointToPoint(Constraint):
    """R p + t = target, for the tool point p (Manuelli et al. 2019, kPAM, eq. 2).

    Args:
        name: what explanations call it.
        tool_point: (3,) in the hand's frame, metres.
        target: (3,) in the base frame, metres.
        tolerance: the largest distance at which they count as meeting, metres.
        weight: None if it must hold, or the cost of a squared metre.
        componentwise: the tolerance is for each component in the base frame, a cube, and not for the distance, a ball.

    Raises:
        ConstraintError: a point is not three finite numbers, or tolerance or weight is not positive.
    """

    name: str
    tool_point: Array
    target: Array
    tolerance: float = 1e-3
    weight: float | None = None
    componentwise: bool = False

    unit = "m"
    size = 3
    form = COMPONENT

    def __post_init__(self) -> None:
        object.__setattr__(self, "tool_point", checked_point(self.name, "tool point", self.tool_point))
        object.__setattr__(self, "target", checked_point(self.name, "target", self.target))
        check_strictness(self.name, self.tolerance, self.weight)

    @cached_property
    def rows(self) -> Array:
        """The components of R p + t, which are to be those of the target."""
        return tool_rows(3, self.tool_point, 1.0, AXES, self.target, self.target)

    @property
    def parts(self) -> tuple[int, ...]:
        """All rows in one for a ball, each for itself for a cube."""
        return (1, 1, 1) if self.componentwise else (3,)

    def amount(self, residual: Array) -> Array:
        """Return the distance that a residual (b, 3) is, or its largest component, (b,) metres."""
        return np.abs(residual).max(axis=-1) if self.componentwise else super().amount(residual)

    def explain(self, at: Kinematics) -> str:
        """Return how far apart they are, and in which direction."""
        off = 1e3 * self.evaluate(at)[0][0]
        each = " each" if self.componentwise else ""
        return (
            f"{self.name}: the point of the tool is {np.linalg.norm(off):.1f} mm from its target "
            f"(off by {off[0]:+.1f}, {off[1]:+.1f}, {off[2]:+.1f} mm; allowed {1e3 * self.tolerance:.1f} mm{each})"
        )
