"""The arm stays away from singular configurations."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kpam.compiled import compiled
from kpam.constraints.base import Constraint
from kpam.constraints.check import check_strictness
from kpam.errors import ConstraintError
from kpam.kinematics import Kinematics
from kpam.transforms import Array


@dataclass(frozen=True, eq=False)
class Manipulability(Constraint):
    """w >= floor, for Yoshikawa's measure w = sqrt(det(J J^T)) of the hand's Jacobian (Yoshikawa 1985).

    The residual is min(w / floor - 1, 0): the share of the floor that is missing. Its derivative is
    dw/dq_i = w tr((J J^T)^-1 dJ/dq_i J^T), where a column (v_j, z_j) of J changes with joint i by (z_i x v_j, z_i x
    z_j) if i comes before j, and by (z_j x v_i, 0) otherwise. A Panda in its ready posture has 0.08; its best is 0.12.

    Args:
        name: what explanations call it.
        floor: the smallest measure wanted, positive (metres to the third, of a chain of revolute joints).
        tolerance: the largest share of the floor that may be missing.
        weight: None if it must hold, or the cost of the squared share.

    Raises:
        ConstraintError: floor, tolerance or weight is not positive.
    """

    name: str
    floor: float
    tolerance: float = 0.01
    weight: float | None = None

    unit = "1"
    size = 1

    def __post_init__(self) -> None:
        if not (np.isfinite(self.floor) and self.floor > 0):
            raise ConstraintError(f"constraint {self.name!r}: floor {self.floor}; give a positive number")
        check_strictness(self.name, self.tolerance, self.weight)

    def evaluate(self, at: Kinematics) -> tuple[Array, Array]:
        """Return the missing share, (b, 1) from -1 to 0, and its derivative (b, 1, n)."""
        measure, gradient = manipulability(at.J_hand)
        missing = np.minimum(measure / self.floor - 1.0, 0.0)[:, None]
        return missing, ((missing != 0.0) / self.floor * gradient)[:, None]

    def explain(self, at: Kinematics) -> str:
        """Return the measure and the floor."""
        measure = manipulability(at.J_hand)[0][0]
        return f"{self.name}: the manipulability is {measure:.4f}, wanted is at least {self.floor:.4f}"


@compiled
def manipulability(J: Array) -> tuple[Array, Array]:
    """Return Yoshikawa's measure (b,) of Jacobians (b, 6, n) of revolute chains, n >= 6, and its derivative (b, n)."""
    b, _, n = J.shape
    measure, gradient = np.empty(b), np.zeros((b, n))
    L, Y = np.empty((6, 6)), np.empty((6, n))
    for k in range(b):
        # Cholesky's factor of J J^T + 1e-12 I, so that at a singularity itself the measure is smooth
        measure[k] = 1.0
        for r in range(6):
            for c in range(r + 1):
                total = 1e-12 if r == c else 0.0
                for i in range(n):
                    total += J[k, r, i] * J[k, c, i]
                for i in range(c):
                    total -= L[r, i] * L[c, i]
                if r == c:
                    L[r, r] = np.sqrt(max(total, 1e-18))
                else:
                    L[r, c] = total / L[c, c]
            measure[k] *= L[r, r]
        # Y = (J J^T)^-1 J
        for j in range(n):
            for r in range(6):
                total = J[k, r, j]
                for i in range(r):
                    total -= L[r, i] * Y[i, j]
                Y[r, j] = total / L[r, r]
            for r in range(5, -1, -1):
                total = Y[r, j]
                for i in range(r + 1, 6):
                    total -= L[i, r] * Y[i, j]
                Y[r, j] = total / L[r, r]
        for i in range(n):
            for j in range(n):
                early, late = (i, j) if i <= j else (j, i)
                x, y, z = J[k, 3, early], J[k, 4, early], J[k, 5, early]
                u, v, w = J[k, 0, late], J[k, 1, late], J[k, 2, late]
                gradient[k, i] += Y[0, j] * (y * w - z * v) + Y[1, j] * (z * u - x * w) + Y[2, j] * (x * v - y * u)
                if i < j:
                    u, v, w = J[k, 3, j], J[k, 4, j], J[k, 5, j]
                    gradient[k, i] += Y[3, j] * (y * w - z * v) + Y[4, j] * (z * u - x * w) + Y[5, j] * (x * v - y * u)
            gradient[k, i] *= measure[k]
    return measure, gradient
