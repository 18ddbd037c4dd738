"""Searches what part of some constraints cannot hold together, and what giving way on one of them achieves."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from copy import copy
from dataclasses import dataclass, replace
from operator import itemgetter

import numpy as np

from kpam.conflict import LIMITS, WORKSPACE, Conflict, Missed, Relaxation
from kpam.constraints import Clearance, HandWorkspace, JointLimits, Manipulability, Posture
from kpam.constraints.base import Constraint
from kpam.family import Family
from kpam.free_body import FreeBody
from kpam.kinematics import Mechanism
from kpam.least import least
from kpam.problem import Costs, KeypointProblem, KeypointSolution, Workspace
from kpam.solver import assess, solve, solve_all
from kpam.stack import METRES_PER_RADIAN
from kpam.transforms import Array

STARTS = (8, 32)
"""Of a solve; more are tried where the first ones missed a solution."""
_ANYWHERE = Workspace((-100.0, -100.0, -100.0), (100.0, 100.0, 100.0))
_ABOUT_JOINTS = (JointLimits, Posture, Manipulability, Clearance)  # constraints that a pose of the hand does not decide
_LEAST = 16  # starts where something is to be missed by least; each is followed to its end
_CLOSER = 6  # times at most that less than what is enough is asked for
_SHARE = 0.97  # of it, that is asked for
_FEW = 2  # starts where the first is expected to do
_FLOATING = Workspace((-10.0, -10.0, -10.0), (10.0, 10.0, 10.0))  # where the hand may be without the arm
_NOTHING = HandWorkspace("anywhere", np.array(_ANYWHERE.lower), np.array(_ANYWHERE.upper))
_REST = 1e-3  # cost of joint change: what else costs nothing stays where it is


@dataclass(frozen=True, eq=False)
class Same:
    """One constraint as it is in each of a problem's lists: `of` picks or makes it, `first` is that of the first."""

    of: Callable[[tuple[Constraint, ...]], Constraint]
    first: Constraint

    @classmethod
    def everywhere(cls, constraint: Constraint) -> Same:
        """Return what every list would have."""
        return cls(lambda _: constraint, constraint)

    @property
    def about_joints(self) -> bool:
        """Whether a pose of the hand does not decide it."""
        return isinstance(self.first, _ABOUT_JOINTS)

    def soft(self) -> Same:
        """Return it as a cost, with a radian for 0.3 m."""
        return Same(lambda every: _with(self.of(every), weight=_scale(self.first) ** 2), self.first)

    def within(self, tolerance: float) -> Same:
        """Return it with another tolerance."""
        return Same(lambda every: _with(self.of(every), tolerance=tolerance), self.first)


class Search:
    """Solves parts of a problem: any of its constraints, its workspace and the arm's limits, or a floating hand."""

    def __init__(self, problem: KeypointProblem, arm: Mechanism, best: KeypointSolution, seed: int) -> None:
        lists = problem.lists
        names = [[constraint.name for constraint in constraints] for constraints in lists]
        if any(other != names[0] for other in names):
            # where alternatives have nothing in common, what is in the way of the nearest one is told
            lists = Family.of([lists[best.alternative]])
        self.lists = lists
        self.problem = replace(problem, constraints=lists[0], alternatives=lists.rest(), costs=Costs(_REST, 0.0))
        self.arm = arm
        self.seed = seed
        self.freed = _freed(arm)
        self.every = [Same(itemgetter(i), constraint) for i, constraint in enumerate(lists[0])]
        self.hard = [same for same in self.every if same.first.weight is None]
        box = problem.workspace
        self.limits = Same.everywhere(JointLimits.of(LIMITS, arm, 0.0))
        self.workspace = Same.everywhere(HandWorkspace(WORKSPACE, np.array(box.lower), np.array(box.upper)))
        self.surroundings = [self.limits, self.workspace]

    def conflict(self, left: Sequence[Same], best: KeypointSolution) -> tuple[Conflict, list[Same]] | None:
        """Return an irreducible conflict among constraints that were not solved, and its members.

        None where all of them can hold after all: where only more starts found how.
        """
        of_the_hand = [same for same in left if not same.about_joints]
        body = FreeBody(best.T_base_hand, _FLOATING)
        for starts in STARTS:
            floating = bool(of_the_hand) and not self.solve(of_the_hand, body.q_start, starts, body).feasible
            if floating:
                contradiction = self.irreducible(of_the_hand, body.q_start, starts, body)
                # a part of it may be out of the arm's reach
                members = self.irreducible(contradiction, best.q, starts)
                floating = len(members) == len(contradiction)
            else:
                # most often neither limits nor workspace matter: one solve finds that out for both
                matter = self.solve(left, best.q, starts).feasible
                members = self.irreducible([*self.surroundings, *left] if matter else left, best.q, starts)
            inner = [same for same in members if same not in self.surroundings]
            compromise = self.best_compromise(inner, best.q)
            if not self.violated(members, compromise):
                continue
            relaxations = tuple(self.relaxed(same, compromise.q) for same in members)
            # what gives way on one of them may be the better compromise of all
            compromise = min(compromise, *(item.solution for item in relaxations), key=lambda s: self.apart(inner, s))
            missed = tuple(Missed(same.first.name, self.missed(same, compromise), same.first.unit) for same in members)
            kind = "contradiction" if floating or isinstance(self.arm, FreeBody) else "reach"
            of_points = bool(inner) and all(s.first.unit == "m" and not s.about_joints for s in inner)
            gap = max(member.violation for member in missed) if kind == "reach" and of_points else 0.0
            return Conflict(kind, missed, relaxations, compromise, gap), members
        return None

    def irreducible(self, given: Sequence[Same], q: Array, starts: int, body: FreeBody | None = None) -> list[Same]:
        """Return a part of some constraints that cannot hold together, though without any of its members it can.

        Limits and workspace are the first to be left out, then axes, then points. Members are in the problem's order.
        """
        kept = list(given)
        for same in sorted(given, key=lambda same: (same not in self.surroundings, same.first.unit == "m")):
            rest = [other for other in kept if other is not same]
            found = self.solve(rest, q, starts, body)
            if not found.feasible:
                kept, q = rest, found.q
        return sorted(kept, key=lambda same: same in self.surroundings)

    def best_compromise(self, members: Sequence[Same], q: Array) -> KeypointSolution:
        """Return where some constraints are missed by least, within joint limits and workspace if these can be kept."""
        softened = [*self.surroundings, *(same.soft() for same in members)]
        found = [self.solve(softened, q, _LEAST), self.solve([*self.surroundings, *members], q, _FEW)]
        nearest = min((self.assessed(solution) for solution in found), key=lambda s: self.apart(members, s))
        return min(nearest, self.closest(nearest, members, self.surroundings), key=lambda s: self.apart(members, s))

    def closest(self, found: KeypointSolution, missed: Sequence[Same], kept: Sequence[Same]) -> KeypointSolution:
        """Return where some constraints are missed by least near a solution, with others kept."""
        if not missed:
            return found
        lists, tool = self.lists[found.alternative], np.asarray(self.problem.symmetries[found.symmetry], dtype=float)
        scaled = [(_scale(same.first), same.of(lists)) for same in missed]
        # an arm keeps its limits by itself
        others = [same.of(lists) for same in kept if same is not self.limits]
        arm = self.arm if self.limits in kept else self.freed
        return self.assessed(replace(found, q=least(arm, found.q, tool, scaled, others)))

    def apart(self, members: Sequence[Same], solution: KeypointSolution) -> tuple[float, float]:
        """Return by how much limits and workspace are violated, and then the square of how far some constraints are."""
        beyond = sum(self.missed(same, solution) for same in self.surroundings)
        return beyond, sum((_scale(same.first) * self.missed(same, solution)) ** 2 for same in members)

    def relaxed(self, same: Same, q: Array) -> Relaxation:
        """Return what giving way on a constraint achieves: whether the rest can hold without it, then how nearly it."""
        name, unit = same.first.name, same.first.unit
        rest = [other for other in (*self.surroundings, *self.hard) if other is not same]
        found = self.assessed(self.solve(rest, q, STARTS[0]))
        if self.violated(rest, found):
            return Relaxation(name, None, unit, found)
        tried = [*rest, same.soft()]
        for closer in range(_CLOSER):
            nearer = self.assessed(self.solve(tried, found.q, _LEAST))
            gained = not self.violated(rest, nearer) and self.missed(same, nearer) < self.missed(same, found)
            found = nearer if gained else found
            if closer and not gained:
                break
            # as a hard one it has its say in which starts are taken
            wanted = max(_SHARE * self.missed(same, found), same.first.tolerance)
            tried = [*rest, same.within(wanted), same.soft()]
        nearer = self.closest(found, [same], rest)
        if not self.violated(rest, nearer) and self.missed(same, nearer) < self.missed(same, found):
            found = nearer
        return Relaxation(name, max(self.missed(same, found), same.first.tolerance), unit, found)

    def solve(self, part: Sequence[Same], q: Array, starts: int, body: FreeBody | None = None) -> KeypointSolution:
        """Return the best configuration for some constraints, within the joint limits only if they are among them."""
        arm = body or (self.arm if self.limits in part else self.freed)
        kept = [same for same in part if same is not self.limits] or [Same.everywhere(_NOTHING)]
        lists = self.lists.map(lambda every: tuple(same.of(every) for same in kept))
        problem = replace(self.problem, constraints=lists[0], alternatives=lists.rest(), q_start=q, workspace=_ANYWHERE)
        if starts == _LEAST:
            return solve_all(problem, arm, seed=self.seed, starts=starts)[0]
        return solve(problem, arm, seed=self.seed, starts=starts)

    def violated(self, several: Sequence[Same], solution: KeypointSolution) -> bool:
        """Say whether any of several constraints is violated in an assessed solution."""
        return any(self.missed(same, solution) > 0.0 for same in several)

    def assessed(self, found: KeypointSolution) -> KeypointSolution:
        """Return a solution of a part as one of the whole problem."""
        return assess(self.problem, self.arm, found.q, symmetry=found.symmetry, alternative=found.alternative)

    def missed(self, same: Same, solution: KeypointSolution) -> float:
        """Return by how much a constraint is violated in an assessed solution, 0 within its tolerance."""
        reports = dict(zip(self.every, solution.reports, strict=False))
        around = {report.name: report for report in solution.reports[len(self.every) :]}
        report = reports.get(same) or around[same.first.name]
        return 0.0 if report.satisfied else report.violation


def _freed(arm: Mechanism) -> Mechanism:
    """Return an arm whose joints turn by half a turn beyond either limit, or a body that goes metres further."""
    freed = copy(arm)
    room = np.repeat((30.0, 0.0), 3) if isinstance(arm, FreeBody) else np.pi
    freed.lower, freed.upper = arm.lower - room, arm.upper + room
    return freed


def _with(constraint: Constraint, **changes: float) -> Constraint:
    """Return a constraint with other numbers."""
    changed = copy(constraint)
    for name, value in changes.items():
        object.__setattr__(changed, name, value)
    return changed


def _scale(constraint: Constraint) -> float:
    return 1.0 / METRES_PER_RADIAN if constraint.unit == "m" else 1.0
