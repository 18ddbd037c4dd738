"""An axis of the tool makes a given angle, or one of a range, with an axis of the scene."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from kpam.constraints.angles import angle_between, angle_of, chord, explain_angle
from kpam.constraints.base import Constraint
from kpam.constraints.check import check_strictness, checked_axis
from kpam.errors import ConstraintError
from kpam.kinematics import Kinematics
from kpam.rows import ANGLE, COMPONENT, tool_rows
from kpam.transforms import AXES, Array

# below this the cone is a line, and its distance is measured as that of parallel axes
_NARROWEST_CONE = 1e-3


@dataclass(frozen=True, eq=False)
class AxisAtAngle(Constraint):
    """angle(R a, b) = angle, for the tool axis a and the target axis b; or angle <= angle(R a, b) <= upper.

    0 is parallel, pi anti-parallel, pi / 2 orthogonal. The residual is the difference of angles, (1,); for the two
    ends, where an angle has no derivative, the chord R a -+ b, (3,).

    Args:
        name: what explanations call it.
        tool_axis: (3,) in the hand's frame, of any length but zero.
        target_axis: (3,) in the base frame, of any length but zero.
        angle: the wanted angle, radians, from 0 to pi.
        tolerance: the largest difference from it, radians.
        weight: None if it must hold, or the cost of a squared radian.
        upper: the other end of a range of wanted angles, radians; None for `angle` alone.

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

    size: int = field(init=False)
    form: int = field(init=False)
    unit = "rad"

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
        narrow = self.upper is None and not _NARROWEST_CONE <= self.angle <= np.pi - _NARROWEST_CONE
        object.__setattr__(self, "size", 3 if narrow else 1)
        object.__setattr__(self, "form", COMPONENT if narrow else ANGLE)

    @property
    def reach(self) -> float:
        """The tolerance, or its chord."""
        return chord(self.tolerance) if self.size == 3 else self.tolerance

    @cached_property
    def rows(self) -> Array:
        """The components of R a, which are to be those of b or -b; or the angle, within its range."""
        if self.size == 3:
            end = np.sign(np.cos(self.angle)) * self.target_axis
            return tool_rows(3, self.tool_axis, 0.0, AXES, end, end)
        upper = self.angle if self.upper is None else self.upper
        return tool_rows(1, self.tool_axis, 0.0, self.target_axis, self.angle, upper)

    def amount(self, residual: Array) -> Array:
        """Return the angle of a chord (b, 3), or the size of a difference (b, 1), (b,) radians."""
        return angle_of(residual) if self.size == 3 else np.abs(residual[:, 0])

    def explain(self, at: Kinematics) -> str:
        """Return the angle, and the nearest one wanted, in degrees."""
        angle = angle_between(at, self.tool_axis, self.target_axis)[0]
        return explain_angle(self.name, float(angle[0]), float(self._nearest(angle)[0]), self.tolerance)

    def _nearest(self, angle: Array) -> Array:
        """Return the wanted angle that is nearest to each."""
        return np.clip(angle, self.angle, self.angle if self.upper is None else self.upper)
