"""Solve keypoint problems: many starts, every symmetry of the tool, one batch."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from time import perf_counter

import numpy as np
from numpy.typing import NDArray

from kpam.descent import Descent, settle, slide
from kpam.errors import ArmError, ConstraintError
from kpam.kinematics import Kinematics
from kpam.problem import ConstraintReport, KeypointProblem, KeypointSolution
from kpam.robot import Arm
from kpam.stack import ResidualStack, outside_workspace
from kpam.transforms import Array

LIMIT_MARGIN = 1e-3  # rad that every joint keeps from its limits
_WORKSPACE_TOLERANCE = 1e-4  # m
_LIMIT_TOLERANCE = 1e-6  # rad
_HOME = 1e-4  # norm of the scaled residual at which a descent has found what it sought
_DISTINCT = 0.1  # rad between the configurations of two answers
_POOL = 128  # configurations from which a round's starts are taken, those with the smallest residuals
_MORE_ROUNDS = 3  # of new starts while nothing is feasible


def solve(problem: KeypointProblem, arm: Arm, *, seed: int = 0, starts: int = 8) -> KeypointSolution:
    """Return the feasible configuration of least cost, or the best compromise when there is none.

    Arguments and errors are those of `solve_all`.
    """
    return solve_all(problem, arm, seed=seed, starts=starts)[0]


def solve_all(problem: KeypointProblem, arm: Arm, *, seed: int = 0, starts: int = 8) -> tuple[KeypointSolution, ...]:
    """Return distinct configurations, feasible ones first and cheapest first among them; never empty.

    Every start is descended from under every symmetry of the tool. The first two starts are the problem's own and
    the middle of the joint ranges; the others are drawn with `seed`, the nearest to a solution of many. While nothing
    is feasible further starts are drawn, up to three times as many. When nothing is feasible at all the one answer is
    the best compromise.

    Args:
        problem: what must hold. Its `q_start` is clipped to the joint limits.
        arm: the arm that must do it.
        seed: fixes the starts.
        starts: how many starts for each symmetry, at least 1.

    Raises:
        ArmError: `q_start` does not fit the arm.
        ConstraintError: there are no constraints, no starts or no symmetries.
    """
    clock = perf_counter()
    _check(problem, arm, starts)
    rng = np.random.default_rng(seed)
    found: list[KeypointSolution] = []
    stack = ResidualStack(problem, arm)
    tight = ResidualStack(problem, arm, by_tolerance=True, slack=0.9)
    preferred = _preferred(problem, arm)
    symmetries = np.array(problem.symmetries)
    lower, upper = arm.lower + LIMIT_MARGIN, arm.upper - LIMIT_MARGIN
    for q, picks, numbers in _rounds(problem, stack, rng, starts):
        settled = settle(stack, q, symmetries[picks], lower=lower, upper=upper)
        home = np.flatnonzero(settled.residual < _HOME)
        ends = _Ends(settled.q, settled.residual, picks, numbers, settled.iterations)
        if len(home) and preferred is not None:
            moved = slide(
                stack, settled.q[home], symmetries[picks[home]], preferred=preferred, lower=lower, upper=upper
            )
            ends = ends.joined(moved, home)
        candidates = _candidates(problem, arm, ends)
        if not any(candidate.feasible for candidate in candidates):
            nearest = np.argsort(settled.residual, kind="stable")[: 2 * len(symmetries)]
            squeezed = settle(tight, settled.q[nearest], symmetries[picks[nearest]], lower=lower, upper=upper)
            candidates += _candidates(
                problem,
                arm,
                _Ends(squeezed.q, squeezed.residual, picks[nearest], numbers[nearest], squeezed.iterations),
            )
        found += candidates
        if any(candidate.feasible for candidate in candidates):
            break
    return _chosen(found, perf_counter() - clock)


@dataclass(frozen=True)
class _Ends:
    """Where descents ended: q (b, n), norms of scaled residuals, symmetry and start of each (b,), iterations taken."""

    q: Array
    residual: Array
    symmetry: NDArray[np.intp]
    start: NDArray[np.intp]
    iterations: int

    def joined(self, moved: Descent, home: NDArray[np.intp]) -> _Ends:
        """Return these with those of the ones at `home` that moved on."""
        return _Ends(
            np.concatenate([self.q, moved.q]),
            np.concatenate([self.residual, moved.residual]),
            np.concatenate([self.symmetry, self.symmetry[home]]),
            np.concatenate([self.start, self.start[home]]),
            self.iterations + moved.iterations,
        )


def _rounds(
    problem: KeypointProblem, stack: ResidualStack, rng: np.random.Generator, starts: int
) -> Iterator[tuple[Array, NDArray[np.intp], NDArray[np.intp]]]:
    """Yield batches: starting configurations (b, n), the symmetry (b,) and the start's number (b,) of each."""
    arm, m = stack.arm, len(problem.symmetries)
    known = np.array([problem.q_start, arm.middle], dtype=float)[:starts]
    for i in range(1 + _MORE_ROUNDS):
        fixed = known if i == 0 else known[:0]
        pool = rng.uniform(arm.lower, arm.upper, size=(_POOL, len(arm.lower)))
        nearest = [
            np.argsort(stack.norms(Kinematics.of(arm, pool, symmetry)), kind="stable")
            for symmetry in problem.symmetries
        ]
        drawn = [pool[order[: starts - len(fixed)]] for order in nearest]
        each = [np.concatenate([fixed, q]) for q in drawn]
        symmetry = np.repeat(np.arange(m), starts)
        yield np.concatenate(each), symmetry, np.tile(i * starts + np.arange(starts), m)


def _preferred(problem: KeypointProblem, arm: Arm) -> Array | None:
    """Return the configuration of least cost, of which the cost is the squared distance but for a constant."""
    change, posture = problem.costs.joint_change, problem.costs.posture
    if change + posture <= 0:
        return None
    return (change * np.asarray(problem.q_start) + posture * arm.middle) / (change + posture)


def _candidates(problem: KeypointProblem, arm: Arm, ends: _Ends) -> list[KeypointSolution]:
    """Return solutions for the distinct ends that came home, cheapest first, and for the nearest of the others."""
    change, middle = ends.q - np.asarray(problem.q_start), ends.q - arm.middle
    cost = problem.costs.joint_change * np.sum(change**2, axis=-1)
    cost += problem.costs.posture * np.sum(middle**2, axis=-1)
    away = ends.residual >= _HOME
    chosen: list[int] = []
    for i in np.lexsort((cost, away)):
        if away[i]:
            break
        if not any(_same(ends.q[i], ends.q[other]) for other in chosen):
            chosen.append(int(i))
    chosen.extend(np.argsort(np.where(away, ends.residual, np.inf), kind="stable")[: 0 if chosen else 2].tolist())
    return [
        assess(
            problem,
            arm,
            ends.q[i],
            symmetry=int(ends.symmetry[i]),
            start=int(ends.start[i]),
            iterations=ends.iterations,
        )
        for i in chosen
    ]


def assess(
    problem: KeypointProblem, arm: Arm, q: Array, *, symmetry: int = 0, start: int = 0, iterations: int = 0
) -> KeypointSolution:
    """Return the solution that a configuration (n,) is: residuals against tolerances, limits, workspace, cost."""
    T_base_hand = arm.forward(q)
    at = Kinematics.of(arm, q, problem.symmetries[symmetry])
    reports = [
        ConstraintReport(
            name=constraint.name,
            violation=(violation := float(constraint.violation(at)[0])),
            tolerance=constraint.tolerance,
            unit=constraint.unit,
            satisfied=violation <= constraint.tolerance,
            text=constraint.explain(at),
        )
        for constraint in problem.constraints
    ]
    reports += [_limit_report(arm, q), _workspace_report(problem, T_base_hand)]
    change, middle = q - np.asarray(problem.q_start), q - arm.middle
    return KeypointSolution(
        q=np.array(q),
        T_base_hand=T_base_hand,
        feasible=all(report.satisfied for report in reports),
        reports=tuple(reports),
        cost=float(problem.costs.joint_change * change @ change + problem.costs.posture * middle @ middle),
        start=start,
        symmetry=symmetry,
        iterations=iterations,
    )


def _limit_report(arm: Arm, q: Array) -> ConstraintReport:
    beyond = np.maximum(arm.lower - q, q - arm.upper)
    worst = int(np.argmax(beyond))
    violation = max(0.0, float(beyond[worst]))
    text = f"joint limits: {arm.joints[worst]} is nearest to its limit, {-beyond[worst]:.3f} rad inside"
    if violation > 0:
        text = f"joint limits: {arm.joints[worst]} is {violation:.3f} rad beyond its limit"
    return ConstraintReport("joint_limits", violation, _LIMIT_TOLERANCE, "rad", violation <= _LIMIT_TOLERANCE, text)


def _workspace_report(problem: KeypointProblem, T_base_hand: Array) -> ConstraintReport:
    violation = float(np.linalg.norm(outside_workspace(problem.workspace, T_base_hand)))
    satisfied = violation <= _WORKSPACE_TOLERANCE
    text = "workspace: the hand is inside" if satisfied else f"workspace: the hand is {1e3 * violation:.1f} mm outside"
    return ConstraintReport("workspace", violation, _WORKSPACE_TOLERANCE, "m", satisfied, text)


def _chosen(found: list[KeypointSolution], seconds: float) -> tuple[KeypointSolution, ...]:
    """Return distinct feasible solutions by cost, or the one that misses its tolerances by least."""
    feasible = sorted((solution for solution in found if solution.feasible), key=lambda solution: solution.cost)
    if not feasible:
        best = min(
            found, key=lambda solution: sum(report.violation / report.tolerance for report in solution.conflicts)
        )
        return (_timed(best, seconds),)
    distinct: list[KeypointSolution] = []
    for solution in feasible:
        if not any(_same(solution.q, other.q) for other in distinct):
            distinct.append(_timed(solution, seconds))
    return tuple(distinct)


def _same(q: Array, other: Array) -> bool:
    return bool(np.max(np.abs(q - other)) < _DISTINCT)


def _timed(solution: KeypointSolution, seconds: float) -> KeypointSolution:
    return replace(solution, timings={"solve": seconds})


def _check(problem: KeypointProblem, arm: Arm, starts: int) -> None:
    q = np.asarray(problem.q_start, dtype=float)
    if q.shape != arm.lower.shape or not np.all(np.isfinite(q)):
        raise ArmError(f"q_start {q.tolist()}; give {len(arm.lower)} finite joint values in radians")
    if not problem.constraints:
        raise ConstraintError("a keypoint problem needs at least one constraint")
    if starts < 1:
        raise ConstraintError(f"starts {starts}; give at least 1")
    shapes = {np.shape(symmetry) for symmetry in problem.symmetries}
    if shapes != {(4, 4)}:
        raise ConstraintError(f"symmetries of shapes {sorted(shapes)}; give (4, 4) transforms, the identity among them")
