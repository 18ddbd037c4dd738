"""Both solvers on the same problems, in turn, and what comes of it in figures."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from time import process_time
from typing import Any

import numpy as np

from benchmarks.kpam.case import ALLOWED, IMPOSSIBLE, STARTS, Case, excess
from benchmarks.kpam.drake import Drake
from benchmarks.kpam.objective import Objective
from kpam.batch import solve_many
from kpam.robot import Arm
from kpam.solver import assess, solve
from kpam.transforms import Array

BLOCK = 24
"""Problems that one solver answers before the other has its turn: each finds its own code in the caches."""


@dataclass(frozen=True, eq=False)
class Answer:
    """One solver's answer to one problem.

    Attributes:
        q: (n,) what it calls feasible, rad; None where it finds nothing.
        cpu_ms: CPU time.
        excess: the worst miss as a share of its tolerance, by a check that is neither solver's.
        objective: at `q`.
        elsewhere: it was found on another machine, so that times do not compare.
    """

    q: Array | None
    cpu_ms: float
    excess: float = np.inf
    objective: float = np.inf
    elsewhere: bool = False

    @property
    def solved(self) -> bool:
        """It says so, and the check agrees."""
        return self.q is not None and self.excess <= ALLOWED


@dataclass(frozen=True, eq=False)
class Pair:
    """Both answers to a problem; Drake's is the recorded one, or none, where Drake is not installed."""

    case: Case
    ours: Answer
    drake: Answer | None


def measure(
    cases: Sequence[Case], arm: Arm, objective: Objective, drake: Drake | None, *, tick: Callable[[], None]
) -> list[Pair]:
    """Solve every problem with both solvers, a block at a time; `tick` is called after each problem."""
    for case in first_of_each(cases):
        solve(case.problem, arm, starts=STARTS)
        if drake is not None:
            drake.solve(case)
    pairs: list[Pair] = []
    for begin in range(0, len(cases), BLOCK):
        block = cases[begin : begin + BLOCK]
        ours = [_ours(case, arm, objective) for case in block]
        for case, answer in zip(block, ours, strict=True):
            pairs.append(Pair(case, answer, _drakes(case, arm, objective, drake)))
            tick()
    return pairs


def _ours(case: Case, arm: Arm, objective: Objective) -> Answer:
    begin = process_time()
    solution = solve(case.problem, arm, starts=STARTS)
    cpu_ms = 1e3 * (process_time() - begin)
    return judged(case, arm, objective, solution.q if solution.feasible else None, cpu_ms)


def first_of_each(cases: Sequence[Case]) -> list[Case]:
    """Return a problem of every group and mix of kinds, to be solved before the clock runs: kernels are compiled."""
    found = {(case.group, *map(type, case.problem.constraints)): case for case in reversed(cases)}
    return list(found.values())


def _drakes(case: Case, arm: Arm, objective: Objective, drake: Drake | None) -> Answer | None:
    if drake is not None:
        return judged(case, arm, objective, *drake.solve(case))
    return recorded_answer(case, arm, objective)


def recorded_answer(case: Case, arm: Arm, objective: Objective) -> Answer | None:
    """Return Drake's answer in the data file, or None for a generated problem."""
    if not case.record:
        return None
    record: dict[str, Any] = case.record["drake"]
    q = np.array(record["q"]) if record["feasible"] else None
    return replace(judged(case, arm, objective, q, float(record["cpu_ms_median"])), elsewhere=True)


def judged(case: Case, arm: Arm, objective: Objective, q: Array | None, cpu_ms: float) -> Answer:
    """Return an answer with what the check says of it."""
    if q is None:
        return Answer(None, cpu_ms)
    q_start = np.asarray(case.problem.q_start)
    return Answer(q, cpu_ms, excess(case.problem, arm, q), objective.at(q, q_start, arm))


def figures(pairs: Sequence[Pair]) -> dict[str, Any]:
    """Return the figures of some problems; those about Drake are None where it answered none of them."""
    both = [(pair.ours, pair.drake) for pair in pairs if pair.drake is not None]
    found: dict[str, Any] = {"problems": len(pairs), "compared": len(both), **_of("", [pair.ours for pair in pairs])}
    found |= _of("drake_", [drake for _, drake in both])
    found["missed"] = sum(drake.solved and not ours.solved for ours, drake in both)
    found["found_beyond"] = sum(ours.solved and not drake.solved for ours, drake in both)
    timed = [(ours, drake) for ours, drake in both if not drake.elsewhere]
    for key, at in (("speedup_median", 50), ("speedup_p95", 95)):
        found[key] = _ratio([drake.cpu_ms for _, drake in timed], [ours.cpu_ms for ours, _ in timed], at)
    found["objective_share_within_1_percent"] = _share(
        [ours.objective <= 1.01 * drake.objective for ours, drake in both if drake.solved]
    )
    found["objective_share_below"] = _share(
        [ours.objective < 0.99 * drake.objective for ours, drake in both if drake.solved]
    )
    return found


def _of(who: str, answers: Sequence[Answer]) -> dict[str, Any]:
    solved = [answer for answer in answers if answer.solved]
    return {
        f"{who}median_ms": percentile([answer.cpu_ms for answer in answers], 50),
        f"{who}p95_ms": percentile([answer.cpu_ms for answer in answers], 95),
        f"{who}solved": len(solved) if answers else None,
        f"{who}untrue": sum(answer.q is not None and not answer.solved for answer in answers) if answers else None,
        f"{who}residual_median": percentile([answer.excess for answer in solved], 50),
        f"{who}residual_worst": percentile([answer.excess for answer in solved], 100),
    }


def why_missed(pairs: Sequence[Pair], arm: Arm) -> dict[str, str]:
    """Return what kpam says of Drake's answer to each problem that Drake alone solves."""
    return {
        pair.case.name: assess(pair.case.problem, arm, pair.drake.q).explain()
        for pair in pairs
        if pair.drake is not None and pair.drake.q is not None and pair.drake.solved and not pair.ours.solved
    }


def within_recorded(pairs: Sequence[Pair], arm: Arm, objective: Objective) -> float | None:
    """Return in which share of the recorded problems the objective is at most 1 % above that of the recorded answer."""
    found: list[bool] = []
    for pair in pairs:
        answer = recorded_answer(pair.case, arm, objective)
        if answer is not None and answer.solved:
            found.append(pair.ours.objective <= 1.01 * answer.objective)
    return _share(found)


def batch_per_second(cases: Sequence[Case], arm: Arm) -> float:
    """Return how many of the problems are answered in a second of CPU time when they are handed over together."""
    problems = [case.problem for case in cases]
    solve_many([case.problem for case in first_of_each(cases)], arm, starts=STARTS)
    begin = process_time()
    solve_many(problems, arm, starts=STARTS)
    return len(problems) / (process_time() - begin)


def by_group(pairs: Sequence[Pair]) -> dict[str, list[Pair]]:
    """Return the problems by their group, in order of appearance, the impossible ones last."""
    names = dict.fromkeys(pair.case.group for pair in pairs)
    return {
        name: [pair for pair in pairs if pair.case.group == name]
        for name in sorted(names, key=lambda name: name == IMPOSSIBLE)
    }


def percentile(values: Sequence[float], share: float) -> float | None:
    """Return a percentile, or None of no values."""
    return float(np.percentile(values, share)) if len(values) else None


def _share(values: Sequence[bool]) -> float | None:
    return float(np.mean(values)) if values else None


def _ratio(theirs: Sequence[float], ours: Sequence[float], share: float) -> float | None:
    above, below = percentile(theirs, share), percentile(ours, share)
    return None if above is None or below is None else above / below
