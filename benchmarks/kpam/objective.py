"""What is minimised: the objective that GenSim2's solver states, as a figure and as soft constraints of kpam."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from kpam.constraints import HandMotion, JointChange
from kpam.constraints.base import Constraint
from kpam.robot import Arm
from kpam.transforms import Array


@dataclass(frozen=True, eq=False)
class Objective:
    """Joint change, and displacement and turn of the hand, all against a start.

    sum_i w_i (q_i - q_start_i)^2 + d |t - t_start|^2 + c (1 - cos(angle of the turn)).

    Args:
        joint_weights: (n,) w, for radians.
        hand_displacement: d, for metres.
        hand_turn: c.
    """

    joint_weights: Array
    hand_displacement: float
    hand_turn: float

    @classmethod
    def read(cls, record: dict[str, Any]) -> Objective:
        """Return the objective that the data file states."""
        weights = np.array(record["joint_weights"], dtype=float)
        return cls(weights, float(record["hand_displacement"]), float(record["hand_turn"]))

    def at(self, q: Array, q_start: Array, arm: Arm) -> float:
        """Return its value at a configuration (n,)."""
        T, T_start = arm.forward(q), arm.forward(q_start)
        moved = T[:3, 3] - T_start[:3, 3]
        cosine = 0.5 * (np.trace(T_start[:3, :3].T @ T[:3, :3]) - 1.0)
        change = self.joint_weights @ (q - q_start) ** 2
        return float(change + self.hand_displacement * moved @ moved + self.hand_turn * (1.0 - cosine))

    def soft(self, q_start: Array, arm: Arm) -> tuple[Constraint, ...]:
        """Return it as soft constraints."""
        lever = float(np.sqrt(0.5 * self.hand_turn / self.hand_displacement))
        return (
            JointChange("joint change", q_start, weight=1.0, joint_weights=self.joint_weights),
            HandMotion("hand motion", arm.forward(q_start), lever=lever, weight=self.hand_displacement),
        )
