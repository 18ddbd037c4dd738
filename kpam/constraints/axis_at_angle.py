"""An axis of the tool makes a given angle, or one of a range, with an axis of the scene."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from kpam.constraints.angles import angle_between, explain_angle
from kpam.constraints.base import Constraint, Unit
from kpam.constraints.check import check_strictness, checked_axis
from kpam.errors import ConstraintError
from kpam.kinematics import Kinematics
from kpam.transforms import Array

# below this the cone is a line, and its distance is measured as that of parallel axes
_NARROWEST_CONE = 1e-3


@dataclass(frozen=True, eq=False)
class AxisAtAngle(Constraint):
    """angle(R a, b) = angle, for the tool axis a and the target axis b; or angle <= angle(R a, b) <= upper.

    0 is parallel, pi anti-parallel, pi / 2 orthogonal. The residual is the difference of angles, (1,); for the two
    ends of the range, where an angle has no derivative, the chord R a -+ b, (3,).

    Args:
        name: what explanations call it.
        tool_axis: (3,) in the hand's frame, of any length but zero.
        target_axis: (3,) in the base frame, of any length but zero.
        angle: the wanted angle, radians, from 0 to pi.
        tolerance: the largest difference from it, radians.
        weight: None if it must hold, or the cost of a squared radian.
        upper: the upper end of a range of wanted angles that starts at `angle`; None for that angle alone.

    Raises:
        ConstraintError: an axis is malformed, an angle is out of range, or tolerance or weight is not positive.
    """

    name: str
    tool_axis: Array
    target_axis: Array
    angle: float
    tolerance: float = 0.01
    weight: float | None = None
    upper: float | None = None

    unit: ClassVar[Unit] = "rad"

    def __post_init__(self) -> None:
        object.__setattr__(self, "tool_axis", checked_axis(self.name, "tool axis", self.tool_axis))
        object.__setattr__(self, "target_axis", checked_axis(self.name, "target axis", self.target_axis))
        check_strictness(self.name, self.tolerance, self.weight)
        if not 0 <= self.angle <= np.pi:
            raise ConstraintError(f"constraint {self.name!r}: angle {self.angle}; give radians from 0 to pi")
        if self.upper is not None and not self.angle < self.upper <= np.pi:
            raise ConstraintError(
                f"constraint {self.name!r}: upper angle {self.upper}; give more than {self.angle}, at most pi"
            )

    @property
    def size(self) -> int:
        """3 for parallel and anti-parallel axes, otherwise 1."""
        return 3 if self._end else 1

    @property
    def _end(self) -> float:
        """1 for parallel, -1 for anti-parallel, 0 for a true cone."""
        if self.upper is not None:
            return 0.0
        return float(self.angle < _NARROWEST_CONE) - float(self.angle > np.pi - _NARROWEST_CONE)

    def evaluate(self, at: Kinematics) -> tuple[Array, Array]:
        """Return the difference of angles (b, 1), or the chord (b, 3), and its derivative."""
        if self._end:
            direction, jacobian = at.axis(self.tool_axis)
            return direction - self._end * self.target_axis, jacobian
        angle, gradient = angle_between(at, self.tool_axis, self.target_axis)
        off = angle - self._wanted(angle)
        if self.upper is not None:
            gradient = gradient * (off != 0.0)[:, None]
        return off[:, None], gradient[:, None]

    def violation(self, at: Kinematics) -> Array:
        """Return how far the angle is from the wanted one, (b,) radians."""
        angle = angle_between(at, self.tool_axis, self.target_axis)[0]
        return np.abs(angle - self._wanted(angle))

    def explain(self, at: Kinematics) -> str:
        """Return the angle, and the wanted one, in degrees."""
        angle = angle_between(at, self.tool_axis, self.target_axis)[0]
        return explain_angle(self.name, float(angle[0]), float(self._wanted(angle)[0]), self.tolerance)

    def _wanted(self, angle: Array) -> Array:
        """Return the wanted angle that is nearest to each."""
        return np.clip(angle, self.angle, self.angle if self.upper is None else self.upper)
