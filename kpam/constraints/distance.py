"""A point of the tool keeps a distance, or a range of distances, from a point of the scene."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kpam.compiled import compiled
from kpam.constraints.base import Constraint
from kpam.constraints.bounds import outside
from kpam.constraints.check import check_range, check_strictness, checked_point
from kpam.errors import ConstraintError
from kpam.kinematics import Kinematics
from kpam.transforms import Array


@dataclass(frozen=True, eq=False)
class Distance(Constraint):
    """lower <= |R p + t - target| <= upper, for the tool point p; one wanted distance where both are the same.

    The residual is the distance less the nearest one allowed: 0 within the range.

    Args:
        name: what explanations call it.
        tool_point: (3,) in the hand's frame, metres.
        target: (3,) in the base frame, metres.
        lower, upper: the range, metres, from 0; inf leaves the upper side open.
        tolerance: the largest deviation that counts as within, metres.
        weight: None if it must hold, or the cost of a squared metre.

    Raises:
        ConstraintError: an argument is malformed, the range is empty or everything.
    """

    name: str
    tool_point: Array
    target: Array
    lower: float
    upper: float
    tolerance: float = 1e-3
    weight: float | None = None

    unit = "m"
    size = 1
    parameters = ("tool_point", "target", "lower", "upper")

    def __post_init__(self) -> None:
        object.__setattr__(self, "tool_point", checked_point(self.name, "tool point", self.tool_point))
        object.__setattr__(self, "target", checked_point(self.name, "target", self.target))
        if self.lower < 0 or (self.lower == 0 and np.isinf(self.upper)):
            raise ConstraintError(
                f"constraint {self.name!r}: distances from {self.lower} to {self.upper}; give metres from 0, and a "
                "range that leaves something out"
            )
        check_range(self.name, self.lower, self.upper)
        check_strictness(self.name, self.tolerance, self.weight)

    def evaluate(self, at: Kinematics) -> tuple[Array, Array]:
        """Return the distance outside the range, (b, 1) metres, and u . J with u the way from the target, or 0."""
        position, jacobian = at.point(self.tool_point)
        distance, gradient = _distance(position, jacobian, self.target.reshape(-1, 3))
        return outside(distance, gradient, self.lower, self.upper)

    def explain(self, at: Kinematics) -> str:
        """Return the distance and the range."""
        distance = np.linalg.norm(at.point(self.tool_point)[0][0] - self.target)
        wanted = f"{1e3 * self.lower:.1f}" + (f" to {1e3 * self.upper:.1f}" if self.lower < self.upper else "")
        return (
            f"{self.name}: the points are {1e3 * distance:.1f} mm apart, {1e3 * self.violation(at)[0]:.1f} mm "
            f"off {wanted} mm (allowed {1e3 * self.tolerance:.1f} mm)"
        )


@compiled
def _distance(position: Array, jacobian: Array, targets: Array) -> tuple[Array, Array]:
    """Return the distances (b, 1) and their derivative u . J, (b, 1, n); where the points meet, u is upwards."""
    b, _, n = jacobian.shape
    distance, gradient = np.empty((b, 1)), np.empty((b, 1, n))
    for k in range(b):
        target = targets[k % len(targets)]
        x, y, z = position[k, 0] - target[0], position[k, 1] - target[1], position[k, 2] - target[2]
        length = np.sqrt(x * x + y * y + z * z)
        distance[k, 0] = length
        if length < 1e-9:
            x, y, z, length = 0.0, 0.0, 1.0, 1.0
        for i in range(n):
            along = x * jacobian[k, 0, i] + y * jacobian[k, 1, i] + z * jacobian[k, 2, i]
            gradient[k, 0, i] = along / length
    return distance, gradient
