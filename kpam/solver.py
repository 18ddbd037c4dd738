"""Solve keypoint problems: many starts, every symmetry of the tool, every alternative, one batch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache, partial
from time import perf_counter

import numpy as np

from kpam.between import between
from kpam.constraints import JointLimits
from kpam.constraints.base import Constraint
from kpam.descent import descend
from kpam.ends import End, rested
from kpam.errors import ConstraintError
from kpam.kinematics import Kinematics, Mechanism
from kpam.problem import ConstraintReport, KeypointProblem, KeypointSolution
from kpam.rows import OWN
from kpam.stack import Case, Layout, Residuals, Stack, alike
from kpam.starts import POOL, choose, pool
from kpam.transforms import Array

LIMIT_MARGIN = 1e-3
"""Radians that every joint keeps from its limits."""
_DISTINCT = 0.1  # rad between the configurations of two answers
_MORE = 3  # times as many starts once more, for what is not feasible
_FIRST = np.zeros(1, dtype=np.intp)
_COMPROMISES = 4  # that are compared where nothing is feasible


def solve(problem: KeypointProblem, arm: Mechanism, *, seed: int = 0, starts: int = 8) -> KeypointSolution:
    """Return the feasible configuration of least cost, or the best compromise where there is none.

    As `solve_all`, but starts are given up once they do not promise to become the cheapest; now and then one would
    have been, by a percent or two.
    """
    clock = perf_counter()
    ends = search([problem], arm, seed=seed, starts=starts, every=False)[0]
    return _timed(answers(problem, arm, ends, count=1)[0], perf_counter() - clock)


def solve_all(
    problem: KeypointProblem, arm: Mechanism, *, seed: int = 0, starts: int = 8
) -> tuple[KeypointSolution, ...]:
    """Return distinct configurations, feasible ones and the cheapest first; never empty.

    Every start is descended from under every symmetry of the tool and with every alternative. The first two starts are
    the problem's own and the middle of the joint ranges; the others are drawn with `seed`, the nearest to the
    constraints of many. While nothing is feasible, three times as many are drawn once more. Where nothing is feasible
    at all, the one answer is the best compromise: of the nearest, the one that misses its tolerances by least.

    Args:
        problem: what must hold.
        arm: the arm that must do it.
        seed: fixes the starts; the same seed gives the same answer to the last bit.
        starts: how many for each symmetry and alternative, at least 1.

    Raises:
        ArmError: `q_start` does not fit the arm.
        ConstraintError: there are no constraints, no starts or no symmetries, or a weight is negative.
    """
    clock = perf_counter()
    ends = search([problem], arm, seed=seed, starts=starts, every=True)[0]
    found = answers(problem, arm, ends, count=None)
    seconds = perf_counter() - clock
    return tuple(_timed(solution, seconds) for solution in found)


def search(
    problems: Sequence[KeypointProblem], arm: Mechanism, *, seed: int, starts: int, every: bool
) -> list[list[End]]:
    """Return the ends of each problem's descents; all of one structure are descended from together. See `solve_all`."""
    for problem in problems:
        problem.check(arm)
    _check_whole("starts", starts, 1)
    _check_whole("seed", seed, 0)
    lower, upper = arm.lower + LIMIT_MARGIN, arm.upper - LIMIT_MARGIN
    found: list[list[End]] = [[] for _ in problems]
    for first, count in ((0, starts), (starts, _MORE * starts)):
        among = pool(arm, seed, first, max(POOL, count))
        unsolved = [i for i, ends in enumerate(found) if not any(end.feasible for end in ends)]
        for cases in alike([case for i in unsolved for case in Case.of(problems[i], i)]):
            stack = Stack(cases, arm)
            batch = choose(stack, among, count, known=first == 0)
            rest = descend(stack, batch.q, batch.tool, batch.which, lower=lower, upper=upper, every=every)
            for case, end in rested(cases, batch, rest, first):
                found[case.owner].append(end)
    return [ends + between(problem, arm, ends, lower, upper) for problem, ends in zip(problems, found, strict=True)]


def answers(
    problem: KeypointProblem, arm: Mechanism, ends: Sequence[End], *, count: int | None
) -> tuple[KeypointSolution, ...]:
    """Return up to `count` distinct feasible ends as solutions, the cheapest first, or the best compromise."""
    distinct: list[KeypointSolution] = []
    for end in sorted((end for end in ends if end.feasible), key=lambda end: end.cost):
        if all(np.max(np.abs(end.q - other.q)) >= _DISTINCT for other in distinct):
            solution = _assessed(problem, arm, end)
            distinct += [solution] if solution.feasible else []
        if len(distinct) == count:
            break
    if distinct:
        return tuple(distinct)
    nearest = sorted(ends, key=lambda end: end.distance)[:_COMPROMISES]
    return (min((_assessed(problem, arm, end) for end in nearest), key=_missed),)


def assess(
    problem: KeypointProblem,
    arm: Mechanism,
    q: Array,
    *,
    symmetry: int = 0,
    start: int = 0,
    iterations: int = 0,
    alternative: int = 0,
) -> KeypointSolution:
    """Return the solution that a configuration (n,) is: every residual against its tolerance, and the cost."""
    tool, q = np.asarray(problem.symmetries[symmetry], dtype=float), np.array(q, dtype=float)
    *constraints, box = Case.at(problem, 0, alternative).constraints
    constraints = (*constraints, _limits(arm), box)
    at, layout = Kinematics.of(arm, q, tool), Layout.of(constraints)
    rows = layout.about_hand(np.concatenate([one.rows for one in constraints])[None], tool[None])
    residual, _ = Residuals(arm, layout, rows, tool[None]).at(at.q, at.T_hand, at.J_hand, _FIRST, derivatives=False)
    parts = [residual[:, part] for part in layout.slices]
    reports = tuple(_report(one, at, part) for one, part in zip(constraints, parts, strict=True))
    pairs = zip(constraints, parts, strict=True)
    soft = sum(one.weight * float(np.vdot(part, part)) for one, part in pairs if one.weight is not None)
    change, middle = q - np.asarray(problem.q_start), q - 0.5 * (arm.lower + arm.upper)
    return KeypointSolution(
        q=q,
        T_base_hand=at.T_hand[0],
        feasible=all(report.satisfied or report.soft for report in reports),
        reports=reports,
        cost=soft + float(problem.costs.joint_change * change @ change + problem.costs.posture * middle @ middle),
        start=start,
        symmetry=symmetry,
        iterations=iterations,
        alternative=alternative,
    )


def _assessed(problem: KeypointProblem, arm: Mechanism, end: End) -> KeypointSolution:
    return assess(
        problem,
        arm,
        end.q,
        symmetry=end.symmetry,
        start=end.start,
        iterations=end.iterations,
        alternative=end.alternative,
    )


@lru_cache(maxsize=16)
def _limits(arm: Mechanism) -> JointLimits:
    return JointLimits.of("joint_limits", arm, 0.0)


def _report(constraint: Constraint, at: Kinematics, residual: Array) -> ConstraintReport:
    violation = float(constraint.violation(at)[0] if constraint.form == OWN else constraint.amount(residual)[0])
    return ConstraintReport(
        name=constraint.name,
        violation=violation,
        tolerance=constraint.tolerance,
        unit=constraint.unit,
        satisfied=violation <= constraint.tolerance,
        soft=constraint.weight is not None,
        explain=partial(constraint.explain, at),
    )


def _check_whole(what: str, value: object, least: int) -> None:
    if not isinstance(value, int | np.integer) or value < least:
        raise ConstraintError(f"{what} {value!r}; give a whole number from {least}")


def _missed(solution: KeypointSolution) -> float:
    return sum(report.violation / report.tolerance for report in solution.conflicts)


def _timed(solution: KeypointSolution, seconds: float) -> KeypointSolution:
    return replace(solution, timings={"solve": seconds})
