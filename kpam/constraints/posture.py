"""The arm stays near a configuration."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from kpam.compiled import compiled
from kpam.constraints.base import Constraint
from kpam.constraints.check import check_strictness, checked_joints
from kpam.errors import ConstraintError
from kpam.kinematics import Kinematics
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
    parameters = ("nominal", "joint_weights")

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

    def evaluate(self, at: Kinematics) -> tuple[Array, Array]:
        """Return sqrt(w) (q - nominal), (b, n) radians, and sqrt(w) on the diagonal, (b, n, n)."""
        weights = np.asarray(self.joint_weights, dtype=np.float64)
        return _off(at.q, self.nominal.reshape(-1, self.size), weights.reshape(-1, self.size))

    def explain(self, at: Kinematics) -> str:
        """Return which joint is furthest off, and how far all of them are."""
        off = self.evaluate(at)[0][0]
        worst = int(np.argmax(np.abs(off)))
        return (
            f"{self.name}: {np.linalg.norm(off):.3f} rad from the posture, most of it in {at.arm.joints[worst]} "
            f"({off[worst]:+.3f}; allowed {self.tolerance:.3f} rad)"
        )


@compiled
def _off(q: Array, nominals: Array, weights: Array) -> tuple[Array, Array]:
    b, n = q.shape
    residual, jacobian = np.empty((b, n)), np.zeros((b, n, n))
    for k in range(b):
        for i in range(n):
            scale = np.sqrt(weights[k % len(weights), i])
            residual[k, i] = scale * (q[k, i] - nominals[k % len(nominals), i])
            jacobian[k, i, i] = scale
    return residual, jacobian
