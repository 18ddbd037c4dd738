"""Why a keypoint problem has no solution: what cannot hold together, by how much, and what would help."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from kpam.conflict import Conflict
from kpam.irreducible import STARTS, Search
from kpam.kinematics import Mechanism
from kpam.problem import KeypointProblem, KeypointSolution
from kpam.solver import solve
from kpam.transforms import Array

_NEAR_LIMIT = 5e-3  # rad


@dataclass(frozen=True)
class Diagnosis:
    """What kind of infeasibility it is, a text for whoever mends the task, and the conflicts behind it."""

    kind: Literal["out_of_reach", "infeasible"]
    text: str
    conflicts: tuple[Conflict, ...] = ()


def diagnose(problem: KeypointProblem, solution: KeypointSolution, arm: Mechanism, *, seed: int = 0) -> Diagnosis:
    """Say why `solution`, the best compromise, is not feasible. Arguments and errors are those of `find_conflicts`."""
    conflicts = find_conflicts(problem, arm, solution=solution, seed=seed)
    if not conflicts:
        return Diagnosis("infeasible", solution.explain())
    parts = [conflict.explain() for conflict in conflicts]
    at_limit = _at_limits(arm, conflicts[0].compromise.q)
    if at_limit:
        parts.append(f"at its limit: {', '.join(at_limit)}")
    kind = "out_of_reach" if any(conflict.gap > 0 for conflict in conflicts) else "infeasible"
    return Diagnosis(kind, "; ".join(parts), conflicts)


def reach_gap(problem: KeypointProblem, arm: Mechanism, *, seed: int = 0) -> float:
    """Return by how many metres the point constraints alone are out of reach, 0 when they can be met.

    The gap is the largest distance that remains in the best compromise among the points, orientations left free. The
    workspace counts as a point constraint. Errors are those of `solve`.
    """
    points = tuple(constraint for constraint in problem.constraints if constraint.unit == "m")
    if not points:
        return 0.0
    solution = solve(replace(problem, constraints=points), arm, seed=seed)
    return max((report.violation for report in solution.conflicts if report.unit == "m"), default=0.0)


def find_conflicts(
    problem: KeypointProblem, arm: Mechanism, *, solution: KeypointSolution | None = None, seed: int = 0
) -> tuple[Conflict, ...]:
    """Return why the hard constraints cannot all hold; empty where a configuration is found at which they do.

    A conflict is found by deletion (Chinneck and Dravnieks 1991): each constraint in turn is left out, for good if the
    others still cannot hold, so that what remains cannot be made smaller. That it cannot is shown by a configuration
    for each member; that the members cannot hold together is what the solver found from all of its starts. Joint
    limits and workspace are left out first, then axes, then points, so that what remains is about places where it can
    be. Where no single relaxation helps, what has no part in the first conflict is searched for another.

    Args:
        problem: the problem; its soft constraints and costs are left aside.
        arm: the arm.
        solution: what `solve` answered, if it is known: the solves start from it.
        seed: fixes the starts of the solves.

    Raises:
        ArmError, ConstraintError: as `solve`.
    """
    best = solution or solve(problem, arm, seed=seed)
    search = Search(problem, arm, best, seed)
    conflicts: list[Conflict] = []
    left = search.hard
    while not best.feasible:
        found = search.conflict(left, best)
        if found is None:
            break
        conflict, members = found
        conflicts.append(conflict)
        rest = [same for same in left if same not in members]
        if any(relaxation.helps for relaxation in conflict.relaxations) or len(rest) in (0, len(left)):
            break
        left = rest
        best = search.solve([*search.surroundings, *left], best.q, STARTS[0])
    return tuple(conflicts)


def _at_limits(arm: Mechanism, q: Array) -> list[str]:
    """Return which joints stand at which limit."""
    room = np.minimum(q - arm.lower, arm.upper - q)
    low = q - arm.lower < arm.upper - q
    return [f"{arm.joints[i]} ({'lower' if low[i] else 'upper'})" for i in np.flatnonzero(room < _NEAR_LIMIT)]
