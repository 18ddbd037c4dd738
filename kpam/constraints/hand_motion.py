"""The hand moves and turns little from where it starts."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from kpam.constraints.base import Constraint
from kpam.constraints.check import check_strictness, checked_pose
from kpam.errors import ConstraintError
from kpam.kinematics import Kinematics
from kpam.rows import COMPONENT, tool_rows
from kpam.transforms import AXES, Array

_ROWS = np.concatenate(
    [tool_rows(3, p, w, AXES, 0.0, 0.0) for p, w in ((np.zeros(3), 1.0), *((axis, 0.0) for axis in AXES))]
)
"""The components of the hand's origin, and of each axis of it."""


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
    form = COMPONENT
    of_hand = True

    def __post_init__(self) -> None:
        object.__setattr__(self, "T_start", checked_pose(self.name, "T_start", self.T_start))
        if not (np.isfinite(self.lever) and self.lever >= 0):
            raise ConstraintError(f"constraint {self.name!r}: lever {self.lever}; give metres a radian, from 0")
        check_strictness(self.name, self.tolerance, self.weight)

    @cached_property
    def rows(self) -> Array:
        """The components of t, and then those of each column of R times lever / sqrt(2), which are to be T_start's."""
        made, scale = _ROWS.copy(), self.lever / np.sqrt(2.0)
        made[3:, 4:7] *= scale
        made[:3, 7], made[3:, 7] = self.T_start[:3, 3], scale * self.T_start[:3, :3].T.ravel()
        made[:, 8] = made[:, 7]
        return made

    def explain(self, at: Kinematics) -> str:
        """Return how far the hand has moved and turned."""
        residual = self.evaluate(at)[0][0]
        moved = 1e3 * np.linalg.norm(residual[:3])
        cosine = 0.5 * (np.sum(at.T_hand[0, :3, :3] * self.T_start[:3, :3]) - 1.0)
        turned = np.degrees(np.arccos(np.clip(cosine, -1.0, 1.0)))
        return (
            f"{self.name}: the hand is {moved:.1f} mm and {turned:.1f} degrees from where it starts "
            f"(allowed {1e3 * self.tolerance:.1f} mm, of which {1e3 * self.lever:.0f} are a radian)"
        )
