"""A keypoint problem and its answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from kpam.constraints.base import Constraint
from kpam.transforms import Array


@dataclass(frozen=True)
class Workspace:
    """A box in the arm's base frame in which the hand's origin must lie, metres."""

    lower: tuple[float, float, float] = (-0.9, -0.9, 0.0)
    upper: tuple[float, float, float] = (0.9, 0.9, 1.2)


@dataclass(frozen=True)
class Costs:
    """Weights of what is minimised where the constraints hold: squared joint change from the start, and posture."""

    joint_change: float = 1.0
    posture: float = 0.1


@dataclass(frozen=True)
class KeypointProblem:
    """Where must the hand be? Constraints on the hand, the configuration it starts from (7,), and what to prefer.

    `symmetries` are (4, 4) transforms T_hand_hand' under which the tool is the same tool (identity included): for a
    parallel gripper the identity and half a turn about its approach axis.
    """

    constraints: tuple[Constraint, ...]
    q_start: Array
    costs: Costs = Costs()
    workspace: Workspace = Workspace()
    symmetries: tuple[Array, ...] = field(default_factory=lambda: (np.eye(4),))


@dataclass(frozen=True)
class ConstraintReport:
    """How one constraint stands in a solution."""

    name: str
    violation: float
    tolerance: float
    unit: str
    satisfied: bool
    text: str


@dataclass(frozen=True)
class KeypointSolution:
    """The best configuration found. Infeasible is an answer: `conflicts` names what is in the way."""

    q: Array
    T_base_hand: Array
    feasible: bool
    reports: tuple[ConstraintReport, ...]
    cost: float
    start: int
    symmetry: int
    iterations: int
    timings: Mapping[str, float] = field(default_factory=dict[str, float])

    @property
    def conflicts(self) -> tuple[ConstraintReport, ...]:
        """The constraints that are not satisfied, worst first relative to tolerance."""
        missed = [report for report in self.reports if not report.satisfied]
        return tuple(sorted(missed, key=lambda report: -report.violation / report.tolerance))

    def explain(self) -> str:
        """Return a sentence that says whether it is solved and, if not, what is missed by how much."""
        if self.feasible:
            return f"solved; every constraint within tolerance (start {self.start}, symmetry {self.symmetry})"
        return "infeasible: " + "; ".join(report.text for report in self.conflicts)
