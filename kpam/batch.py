"""Many problems at once: scene seeds, candidate grasps, the points of a reachability map."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from time import perf_counter

from kpam.kinematics import Mechanism
from kpam.problem import KeypointProblem, KeypointSolution
from kpam.solver import answers, search

CHUNK = 32
"""Problems that are descended for together: enough to spread what a step costs in Python, few enough for the cache."""


def solve_many(
    problems: Sequence[KeypointProblem], arm: Mechanism, *, seed: int = 0, starts: int = 8
) -> list[KeypointSolution]:
    """Return what `solve` returns for each problem, in order, for less.

    Problems of the same kinds of constraints in the same order, whatever their numbers, share their batches; others
    are solved beside them. `timings` holds each problem's share of the time of its batch. The other arguments and the
    errors are those of `kpam.solver.solve_all`.
    """
    solutions: list[KeypointSolution] = []
    for first in range(0, len(problems), CHUNK):
        clock = perf_counter()
        chunk = problems[first : first + CHUNK]
        found = search(chunk, arm, seed=seed, starts=starts, every=False)
        answered = [answers(problem, arm, ends, count=1)[0] for problem, ends in zip(chunk, found, strict=True)]
        share = (perf_counter() - clock) / len(chunk)
        solutions += [replace(solution, timings={"solve": share}) for solution in answered]
    return solutions
