"""A keypoint problem and its answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain

import numpy as np

from kpam.constraints import HandWorkspace, JointLimits, Posture
from kpam.constraints.base import Constraint
from kpam.errors import ArmError, ConstraintError
from kpam.family import Family
from kpam.kinematics import Mechanism
from kpam.transforms import Array, is_rigid


@dataclass(frozen=True)
class Workspace:
    """A box in the arm's base frame in which the hand's origin must lie, metres."""

    lower: tuple[float, float, float] = (-0.9, -0.9, 0.0)
    upper: tuple[float, float, float] = (0.9, 0.9, 1.2)

    @cached_property
    def box(self) -> HandWorkspace:
        """The constraint that it is."""
        return HandWorkspace("workspace", np.array(self.lower), np.array(self.upper))


@dataclass(frozen=True)
class Costs:
    """Weights of what is minimised where the constraints hold: squared joint change from the start, and posture."""

    joint_change: float = 1.0
    posture: float = 0.1


@dataclass(frozen=True)
class KeypointProblem:
    """Where must the hand be? Constraints on it, the configuration it starts from, and what to prefer.

    Attributes:
        constraints: the hard ones must hold; the soft ones cost weight * |residual|^2.
        q_start: (n,) rad, clipped to the joint limits.
        costs: what costs besides the soft constraints.
        workspace: the box for the hand.
        symmetries: T_hand_hand' (4, 4) under which the tool is the same, the identity among them: for a parallel
            gripper also half a turn about its approach axis. `Tool.symmetries` returns them.
        alternatives: other lists of constraints, each of which would do in the place of `constraints`: the same ones
            about an object turned by its symmetries (`kpam.symmetry`), or other grasps. In a `Family` without its first
            member, this is `constraints`. Of families, here and in `symmetries`, what lies between samples is searched.
    """

    constraints: tuple[Constraint, ...]
    q_start: Array
    costs: Costs = Costs()
    workspace: Workspace = Workspace()
    symmetries: Sequence[Array] = field(default_factory=lambda: (np.eye(4),))
    alternatives: Sequence[tuple[Constraint, ...]] = ()

    @cached_property
    def lists(self) -> Family[tuple[Constraint, ...]]:
        """The constraints, and then the alternatives."""
        if isinstance(self.alternatives, Family):
            return self.alternatives.whole()
        lists: list[tuple[Constraint, ...]] = [tuple(self.constraints), *self.alternatives]
        return Family.of(lists)

    def check(self, arm: Mechanism) -> None:
        """Raise ArmError where `q_start` does not fit the arm, ConstraintError where something else is malformed."""
        q = np.asarray(self.q_start, dtype=float)
        if q.shape != arm.lower.shape or not np.all(np.isfinite(q)):
            raise ArmError(f"q_start {q.tolist()}; give {len(arm.lower)} finite joint values in radians")
        if not all(self.lists):
            raise ConstraintError("a keypoint problem needs at least one constraint")
        for one in chain.from_iterable(self.lists):
            if isinstance(one, JointLimits | Posture) and one.size != len(q):
                raise ConstraintError(f"constraint {one.name!r} is about {one.size} joints; this arm has {len(q)}")
        if not len(self.symmetries) or not all(map(is_rigid, self.symmetries)):
            raise ConstraintError("symmetries that are not rigid, or none; give (4, 4) transforms, the identity too")
        for name, weight in vars(self.costs).items():
            if not (np.isfinite(weight) and weight >= 0.0):
                raise ConstraintError(f"cost {name} {weight}; give a weight from 0")


@dataclass(frozen=True)
class ConstraintReport:
    """How one constraint stands in a solution; a soft one that is not satisfied makes nothing infeasible."""

    name: str
    violation: float
    tolerance: float
    unit: str
    satisfied: bool
    explain: Callable[[], str] = field(repr=False, compare=False)
    soft: bool = False

    @property
    def text(self) -> str:
        """A sentence with figures that says how it stands."""
        return self.explain()


@dataclass(frozen=True)
class KeypointSolution:
    """The best configuration found. Infeasible is an answer: `conflicts` names what is in the way.

    Attributes:
        q: (n,) rad.
        T_base_hand: (4, 4) the hand there.
        feasible: whether every hard constraint, the workspace and the joint limits hold.
        reports: how each stands, and the soft constraints.
        cost: the problem's costs and soft constraints there.
        start, symmetry, alternative: which start, symmetry and list of constraints won.
        iterations: that the winning start took.
        timings: `solve`, seconds; they decide nothing.
    """

    q: Array
    T_base_hand: Array
    feasible: bool
    reports: tuple[ConstraintReport, ...]
    cost: float
    start: int
    symmetry: int
    iterations: int
    timings: Mapping[str, float] = field(default_factory=dict[str, float])
    alternative: int = 0

    @property
    def conflicts(self) -> tuple[ConstraintReport, ...]:
        """The hard constraints that are not satisfied, worst first relative to tolerance."""
        missed = [report for report in self.reports if not (report.satisfied or report.soft)]
        return tuple(sorted(missed, key=lambda report: -report.violation / report.tolerance))

    def explain(self) -> str:
        """Return a sentence that says whether it is solved and, if not, what is missed by how much."""
        if self.feasible:
            return f"solved; every constraint within tolerance (start {self.start}, symmetry {self.symmetry})"
        return "infeasible: " + "; ".join(report.text for report in self.conflicts)
