"""Why a keypoint problem has no solution: out of reach, or constraints that contradict each other or the limits."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from kpam.problem import KeypointProblem, KeypointSolution
from kpam.robot import Arm
from kpam.solver import solve
from kpam.transforms import Array

_NEAR_LIMIT = 5e-3  # rad


@dataclass(frozen=True)
class Diagnosis:
    """What kind of infeasibility it is, and a text for whoever mends the task."""

    kind: Literal["out_of_reach", "infeasible"]
    text: str


def reach_gap(problem: KeypointProblem, arm: Arm, *, seed: int = 0) -> float:
    """Return by how many metres the point constraints alone are out of reach, 0 when they can be met.

    The gap is the largest distance that remains in the best compromise among the points, orientations left free. The
    workspace counts as a point constraint. Errors are those of `solve`.
    """
    points = tuple(constraint for constraint in problem.constraints if constraint.unit == "m")
    if not points:
        return 0.0
    solution = solve(replace(problem, constraints=points), arm, seed=seed)
    return max((report.violation for report in solution.conflicts if report.unit == "m"), default=0.0)


def diagnose(problem: KeypointProblem, solution: KeypointSolution, arm: Arm, *, seed: int = 0) -> Diagnosis:
    """Say why `solution`, the best compromise, is not feasible.

    Points that cannot be reached in any orientation are named first. Otherwise each constraint in turn is left out, to
    find those without which the rest could be met.

    Args:
        problem: the problem that was solved.
        solution: what `solve` answered.
        arm: the arm.
        seed: fixes the starts of the solves.
    """
    gap = reach_gap(problem, arm, seed=seed)
    if gap > 0:
        return Diagnosis("out_of_reach", f"{100 * gap:.1f} cm out of the arm's reach: {_far(problem)}; move it nearer")
    parts = [solution.explain()]
    blocking = _dispensable(problem, arm, seed)
    if blocking:
        parts.append("the rest can be met without " + " or without ".join(blocking))
    elif len(problem.constraints) > 1:
        parts.append("leaving out any one constraint does not help")
    at_limit = _at_limits(arm, solution.q)
    if at_limit:
        parts.append(f"at its limit: {', '.join(at_limit)}")
    return Diagnosis("infeasible", "; ".join(parts))


def _far(problem: KeypointProblem) -> str:
    """Return the names of the point constraints."""
    return " and ".join(constraint.name for constraint in problem.constraints if constraint.unit == "m")


def _dispensable(problem: KeypointProblem, arm: Arm, seed: int) -> list[str]:
    """Return the names of the constraints without any one of which the others can be met."""
    names: list[str] = []
    for left_out in problem.constraints if len(problem.constraints) > 1 else ():
        others = tuple(constraint for constraint in problem.constraints if constraint is not left_out)
        if solve(replace(problem, constraints=others), arm, seed=seed).feasible:
            names.append(left_out.name)
    return names


def _at_limits(arm: Arm, q: Array) -> list[str]:
    """Return which joints stand at which limit."""
    room = np.minimum(q - arm.lower, arm.upper - q)
    return [
        f"{arm.joints[i]} ({'lower' if q[i] < arm.middle[i] else 'upper'})" for i in np.flatnonzero(room < _NEAR_LIMIT)
    ]
