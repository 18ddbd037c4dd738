"""The arm stays near a configuration."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from kpam.constraints.base import Constraint
from kpam.constraints.check import check_strictness, checked_joints
from kpam.errors import ConstraintError
from kpam.kinematics import Kinematics
from kpam.rows import JOINT, joint_rows
from kpam.transforms import Array


@dataclass(frozen=True, eq=False)
class Posture(Constraint):
    """q = nominal. The residual is sqrt(w) (q - nominal), so that its square is the sum of w_i (q_i - nominal_i)^2.

    Args:
        name: what explanations call it.
        nominal: (n,) the configuration, radians.
        tolerance: the largest norm of the residual that counts as near, radians.
        weight: None if it must be that near, or the cost of a squared radian.
        joint_weights: (n,) how much each joint counts, from 0; all 1 by default.

    Raises:
        ConstraintError: a vector is malformed, a joint's weight is negative, or tolerance or weight is not positive.
    """

    name: str
    nominal: Array
    tolerance: float = 0.1
    weight: float | None = None
    joint_weights: Array | None = None

    size: int = field(init=False)
    unit = "rad"
    form = JOINT

    def __post_init__(self) -> None:
        nominal = checked_joints(self.name, "nominal", self.nominal)
        given = np.ones(len(nominal)) if self.joint_weights is None else self.joint_weights
        weights = checked_joints(self.name, "joint weights", given, like=nominal)
        if np.any(weights < 0) or not np.any(weights):
            raise ConstraintError(f"constraint {self.name!r}: joint weights {weights.tolist()}; give some above 0")
        object.__setattr__(self, "nominal", nominal)
        object.__setattr__(self, "joint_weights", weights)
        object.__setattr__(self, "size", len(nominal))
        check_strictness(self.name, self.tolerance, self.weight)

    @cached_property
    def rows(self) -> Array:
        """The joints, each by the root of its weight, which are to be as in the nominal configuration."""
        scale = np.sqrt(np.asarray(self.joint_weights, dtype=float))
        return joint_rows(scale, scale * self.nominal, scale * self.nominal)

    def explain(self, at: Kinematics) -> str:
        """Return which joint is furthest off, and how far all of them are."""
        off = self.evaluate(at)[0][0]
        worst = int(np.argmax(np.abs(off)))
        return (
            f"{self.name}: {np.linalg.norm(off):.3f} rad from the posture, most of it in {at.arm.joints[worst]} "
            f"({off[worst]:+.3f}; allowed {self.tolerance:.3f} rad)"
        )
