"""The hand moves and turns little from where it starts."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kpam.compiled import compiled
from kpam.constraints.base import Constraint
from kpam.constraints.check import check_strictness, checked_pose
from kpam.errors import ConstraintError
from kpam.kinematics import Kinematics
from kpam.transforms import Array


@dataclass(frozen=True, eq=False)
class HandMotion(Constraint):
    """T_base_hand = T_start, soft unless said otherwise.

    The residual stacks the displacement t - t_start and lever / sqrt(2) times R - R_start: its square is
    |t - t_start|^2 + 2 lever^2 (1 - cos(angle)), about (lever * angle)^2 for small turns and smooth for all. A cost
    c (1 - cos(angle)) on orientation is a lever of sqrt(c / 2).

    Args:
        name: what explanations call it.
        T_start: (4, 4) the pose to stay at.
        lever: how many metres of displacement a radian counts as, from 0.
        tolerance: the largest norm of the residual that counts as unmoved, metres.
        weight: the cost of a squared metre, or None if it must hold.

    Raises:
        ConstraintError: the pose is malformed, the lever negative, or tolerance or weight not positive.
    """

    name: str
    T_start: Array
    lever: float = 0.3
    tolerance: float = 1e-3
    weight: float | None = 1.0

    unit = "m"
    size = 12
    parameters = ("T_start", "lever")

    def __post_init__(self) -> None:
        object.__setattr__(self, "T_start", checked_pose(self.name, "T_start", self.T_start))
        if not (np.isfinite(self.lever) and self.lever >= 0):
            raise ConstraintError(f"constraint {self.name!r}: lever {self.lever}; give metres a radian, from 0")
        check_strictness(self.name, self.tolerance, self.weight)

    def evaluate(self, at: Kinematics) -> tuple[Array, Array]:
        """Return displacement and turn, (b, 12) metres, and their derivative (b, 12, n)."""
        levers = np.atleast_1d(np.asarray(self.lever, dtype=np.float64))
        return _motion(at.T_hand, at.J_hand, self.T_start.reshape(-1, 4, 4), levers)

    def explain(self, at: Kinematics) -> str:
        """Return how far the hand has moved and turned."""
        residual = self.evaluate(at)[0][0]
        moved = 1e3 * np.linalg.norm(residual[:3])
        cosine = 0.5 * (np.sum(at.T_hand[0, :3, :3] * self.T_start[:3, :3]) - 1.0)
        turned = np.degrees(np.arccos(np.clip(cosine, -1.0, 1.0)))
        return f"{self.name}: the hand is {moved:.1f} mm and {turned:.1f} degrees from where it starts"


@compiled
def _motion(T: Array, J: Array, starts: Array, levers: Array) -> tuple[Array, Array]:
    b, _, n = J.shape
    residual, jacobian = np.empty((b, 12)), np.empty((b, 12, n))
    for k in range(b):
        start, scale = starts[k % len(starts)], levers[k % len(levers)] / np.sqrt(2.0)
        for r in range(3):
            residual[k, r] = T[k, r, 3] - start[r, 3]
            for i in range(n):
                jacobian[k, r, i] = J[k, r, i]
        for c in range(3):
            # column c of R turns with the hand: its derivative is J_w x column
            x, y, z = scale * T[k, 0, c], scale * T[k, 1, c], scale * T[k, 2, c]
            row = 3 + 3 * c
            residual[k, row] = x - scale * start[0, c]
            residual[k, row + 1] = y - scale * start[1, c]
            residual[k, row + 2] = z - scale * start[2, c]
            for i in range(n):
                u, v, w = J[k, 3, i], J[k, 4, i], J[k, 5, i]
                jacobian[k, row, i] = v * z - w * y
                jacobian[k, row + 1, i] = w * x - u * z
                jacobian[k, row + 2, i] = u * y - v * x
    return residual, jacobian
