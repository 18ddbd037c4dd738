"""A point of the tool keeps to a range of heights above a plane of the scene."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from kpam.constraints.base import Constraint
from kpam.constraints.check import check_range, check_strictness, checked_axis, checked_point
from kpam.kinematics import Kinematics
from kpam.rows import COMPONENT, tool_rows
from kpam.transforms import Array


@dataclass(frozen=True, eq=False)
class Height(Constraint):
    """lower <= h <= upper, for the height h = n . (R p + t - target) of the tool point p above a plane.

    The residual is h less the nearest height allowed: 0 within the range.

    Args:
        name: what explanations call it.
        tool_point: (3,) in the hand's frame, metres.
        lower, upper: the range, metres; -inf or inf, the default, leaves a side open.
        target: (3,) a point of the plane in the base frame, metres; the base's origin.
        normal: (3,) the plane's normal in the base frame, of any length but zero; upwards.
        tolerance: the largest distance from the range that counts as within, metres.
        weight: None if it must hold, or the cost of a squared metre.

    Raises:
        ConstraintError: an argument is malformed, the range is empty, or both sides are open.
    """

    name: str
    tool_point: Array
    lower: float = -np.inf
    upper: float = np.inf
    target: Array = field(default_factory=lambda: np.zeros(3))
    normal: Array = field(default_factory=lambda: np.array([0.0, 0.0, 1.0]))
    tolerance: float = 1e-3
    weight: float | None = None

    unit = "m"
    size = 1
    form = COMPONENT

    def __post_init__(self) -> None:
        object.__setattr__(self, "tool_point", checked_point(self.name, "tool point", self.tool_point))
        object.__setattr__(self, "target", checked_point(self.name, "target", self.target))
        object.__setattr__(self, "normal", checked_axis(self.name, "normal", self.normal))
        check_range(self.name, self.lower, self.upper)
        check_strictness(self.name, self.tolerance, self.weight)

    @cached_property
    def rows(self) -> Array:
        """The height n . (R p + t), between the bounds above that of the plane."""
        plane = self.normal @ self.target
        return tool_rows(1, self.tool_point, 1.0, self.normal, plane + self.lower, plane + self.upper)

    def explain(self, at: Kinematics) -> str:
        """Return the height and the range."""
        height = float(self.normal @ (at.point(self.tool_point)[0][0] - self.target))
        return (
            f"{self.name}: the point of the tool is at a height of {1e3 * height:.1f} mm, "
            f"{1e3 * self.violation(at)[0]:.1f} mm outside {1e3 * self.lower:.1f} to {1e3 * self.upper:.1f} mm "
            f"(allowed {1e3 * self.tolerance:.1f} mm)"
        )
