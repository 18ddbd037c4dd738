"""Every joint keeps a margin from its limits."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from kpam.constraints.base import Constraint
from kpam.constraints.check import check_strictness, checked_joints
from kpam.errors import ConstraintError
from kpam.kinematics import Kinematics, Mechanism
from kpam.rows import JOINT, joint_rows
from kpam.transforms import Array


@dataclass(frozen=True, eq=False)
class JointLimits(Constraint):
    """lower + margin <= q <= upper - margin. The residual is q less the nearest configuration allowed: 0 within.

    Args:
        name: what explanations call it.
        lower, upper: (n,) limits, radians; those of the arm by `JointLimits.of`.
        margin: what every joint keeps from them, radians, from 0.
        tolerance: the largest excess of any joint that counts as within, radians.
        weight: None if it must hold, or the cost of a squared radian.

    Raises:
        ConstraintError: limits are malformed, the margin leaves a joint no room, or tolerance or weight is not
            positive.
    """

    name: str
    lower: Array
    upper: Array
    margin: float = 0.0
    tolerance: float = 1e-6
    weight: float | None = None

    size: int = field(init=False)
    unit = "rad"
    form = JOINT

    @classmethod
    def of(cls, name: str, arm: Mechanism, margin: float, *, weight: float | None = None) -> JointLimits:
        """Return the constraint to an arm's own limits."""
        return cls(name, arm.lower, arm.upper, margin, weight=weight)

    def __post_init__(self) -> None:
        lower = checked_joints(self.name, "lower limits", self.lower)
        upper = checked_joints(self.name, "upper limits", self.upper, like=lower)
        if not (np.isfinite(self.margin) and self.margin >= 0):
            raise ConstraintError(f"constraint {self.name!r}: margin {self.margin}; give radians from 0")
        if np.any(lower > upper):
            raise ConstraintError(
                f"constraint {self.name!r}: lower limits {lower.tolist()} above upper ones {upper.tolist()}"
            )
        room = 0.5 * float(np.min(upper - lower))
        if self.margin > room:
            raise ConstraintError(f"constraint {self.name!r}: margin {self.margin}; give at most {room:.4f} rad")
        object.__setattr__(self, "lower", lower)
        object.__setattr__(self, "upper", upper)
        object.__setattr__(self, "size", len(lower))
        check_strictness(self.name, self.tolerance, self.weight)

    @cached_property
    def rows(self) -> Array:
        """The joints, between their limits."""
        return joint_rows(np.ones(self.size), self.lower + self.margin, self.upper - self.margin)

    def amount(self, residual: Array) -> Array:
        """Return by how much the worst joint is beyond, (b,) radians."""
        return np.abs(residual).max(axis=-1)

    def explain(self, at: Kinematics) -> str:
        """Return which joint is nearest to its limit, or furthest beyond, and by how much."""
        inside = np.minimum(at.q - self.lower, self.upper - at.q)[0]
        worst = int(np.argmin(inside))
        where = "inside" if inside[worst] >= 0 else "beyond"
        return (
            f"{self.name}: {at.arm.joints[worst]} is {abs(inside[worst]):.3f} rad {where} its limit "
            f"(margin {self.margin:.3f} rad)"
        )
