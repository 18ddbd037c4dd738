"""Batched descent: residuals into their tolerances, and the cost as far down as these and the limits allow."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from kpam.compiled import compiled
from kpam.rows import Indices
from kpam.stack import Stack
from kpam.steps import LONGEST, Moving, steps
from kpam.transforms import Array

_FINE = 1e-2  # rad: a step that is not worth taking
_WINDOW = 5  # iterations in which there must be progress
_PROGRESS = 0.8  # of the distance that may be left after so many
_WORTH = 0.999  # of the cost that may be left after so many


class Descent(NamedTuple):
    """Where a batch came to rest.

    Attributes:
        q: (b, n) the cheapest configuration on the way of each start at which the hard constraints hold, or where
            there is none the nearest to that, rad.
        feasible: (b,) whether they hold there.
        distance: (b,) the norm of the scaled hard residuals there.
        cost: (b,) there.
        iterations: (b,) taken.
    """

    q: Array
    feasible: NDArray[np.bool_]
    distance: Array
    cost: Array
    iterations: Indices


def descend(
    stack: Stack,
    q: Array,
    tool: Array,
    which: Indices,
    *,
    lower: Array,
    upper: Array,
    every: bool = True,
    iterations: int = 60,
) -> Descent:
    """Lead starts to configurations of least cost at which the hard constraints hold.

    A start that makes no progress goes on without the cost until it is feasible, and rests if that does not help. One
    that by its own forecast cannot become cheaper than what another start of its problem has found rests too.

    Args:
        stack: the problems.
        q: (b, n) the starts, rad.
        tool: (b, 4, 4) the symmetry of the tool for each.
        which: (b,) the case of each.
        lower, upper: (n,) limits, rad, never left.
        every: lead each start to a feasible configuration, even one that does not promise to become the cheapest.
        iterations: at most so many.
    """
    b, n = q.shape
    best = Descent(
        q=np.minimum(np.maximum(q, lower), upper),
        feasible=np.zeros(b, dtype=bool),
        distance=np.full(b, np.inf),
        cost=np.full(b, np.inf),
        iterations=np.zeros(b, dtype=np.intp),
    )
    moving = Moving(
        start=np.arange(b),
        case=np.array(which),
        q=best.q.copy(),
        dual=np.zeros((b, stack.hard_rows)),
        inertia=np.zeros(b),
        radius=np.full(b, LONGEST),
        care=np.ones(b),
        step=np.zeros((b, n)),
        figures=np.empty((b, 4)),
        progress=np.full((b, 2), np.inf),
    )
    here = stack.starts(tool, which)
    cheapest = np.full(stack.owner.max() + 1, np.inf)
    count = b
    for iteration in range(1, iterations + 1):
        residual, jacobian = here.evaluate(moving.q[:count], moving.start[:count])
        steps(count, moving, residual, jacobian, stack.terms, lower, upper)
        count = _judge(count, iteration, every, moving, stack.owner, stack.constants, cheapest, lower, upper, best)
        if not count:
            break
    return best


@compiled
def _judge(
    count: int,
    iteration: int,
    every: bool,
    moving: Moving,
    owner: Indices,
    constants: Array,
    cheapest: Array,
    lower: Array,
    upper: Array,
    best: Descent,
) -> int:
    """Keep what is best so far, move the starts that do not rest, and return how many these are.

    `cheapest` is the least cost found so far for each problem; `owner` and `constants` are the stack's.
    """
    for k in range(count):
        start, problem = moving.start[k], owner[moving.case[k]]
        miss, distance = moving.figures[k, 0], moving.figures[k, 1]
        cost = moving.figures[k, 2] + constants[moving.case[k]]
        holds, before = miss <= 1.0, best.feasible[start]
        if (holds and (cost < best.cost[start] or not before)) or (
            not holds and not before and distance < best.distance[start]
        ):
            best.q[start] = moving.q[k]
            best.cost[start], best.distance[start] = cost, distance
        best.feasible[start] = before or holds
        best.iterations[start] = iteration
        if holds:
            cheapest[problem] = min(cheapest[problem], cost)
    kept = 0
    for k in range(count):
        start, case = moving.start[k], moving.case[k]
        holds, feasible = moving.figures[k, 0] <= 1.0, best.feasible[start]
        forecast = moving.figures[k, 3] + constants[case]
        resting = (forecast > cheapest[owner[case]] and (feasible or not every)) or (
            holds and np.max(np.abs(moving.step[k])) < _FINE
        )
        if holds:
            moving.care[k] = 1.0
        if iteration % _WINDOW == 0:
            if feasible:
                slow = best.cost[start] > _WORTH * moving.progress[k, 1]
            else:
                slow = moving.figures[k, 1] > _PROGRESS * moving.progress[k, 0]
            resting = resting or (slow and (feasible or moving.care[k] == 0.0))
            if slow:
                moving.dual[k] = 0.0
                moving.care[k] = 0.0
            moving.progress[k, 0] = moving.figures[k, 1]
            moving.progress[k, 1] = best.cost[start] if feasible else np.inf
        if not resting:
            for i in range(len(lower)):
                moving.q[kept, i] = min(max(moving.q[k, i] + moving.step[k, i], lower[i]), upper[i])
            moving.start[kept], moving.case[kept] = start, case
            moving.dual[kept], moving.step[kept], moving.progress[kept] = (
                moving.dual[k],
                moving.step[k],
                moving.progress[k],
            )
            moving.inertia[kept], moving.radius[kept], moving.care[kept] = (
                moving.inertia[k],
                moving.radius[k],
                moving.care[k],
            )
            kept += 1
    return kept
