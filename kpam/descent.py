"""Batched descent: residuals into their tolerances, and the cost as far down as these and the limits allow."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from kpam.stack import Indices, Stack
from kpam.steps import LONGEST, steps
from kpam.transforms import Array

_HOLDS = 0.99  # of a tolerance, within which a constraint holds
_FINE = 1e-2  # rad: a step that is not worth taking
_WINDOW = 7  # iterations in which there must be progress
_PROGRESS = 0.95  # of the distance that may be left after so many
_WORTH = 0.999  # of the cost that may be left after so many


@dataclass(frozen=True)
class Descent:
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
    b = len(q)
    best = Descent(
        q=np.clip(q, lower, upper),
        feasible=np.zeros(b, dtype=bool),
        distance=np.full(b, np.inf),
        cost=np.full(b, np.inf),
        iterations=np.zeros(b, dtype=np.intp),
    )
    cheapest = np.full(stack.owner.max() + 1, np.inf)
    moving = _Moving.all(best.q, stack.rows)
    for iteration in range(1, iterations + 1):
        row, case = moving.row, which[moving.row]
        problem = stack.owner[case]
        residuals = stack.evaluate(moving.q, tool[row], case)
        if iteration == 1:
            moving.inertia = stack.inertia(residuals, case)
        step, miss, distance, cost, gain = steps(
            moving.q,
            residuals,
            stack.terms,
            case,
            moving.inertia,
            moving.care,
            moving.dual,
            moving.radius,
            moving.last,
            lower,
            upper,
        )
        cost += stack.constants[case]
        holds = miss <= _HOLDS
        nearer = ~holds & ~best.feasible[row] & (distance < best.distance[row])
        better = nearer | (holds & ((cost < best.cost[row]) | ~best.feasible[row]))
        best.q[row[better]] = moving.q[better]
        best.cost[row[better]], best.distance[row[better]] = cost[better], distance[better]
        best.feasible[row[holds]] = True
        best.iterations[row] = iteration
        np.minimum.at(cheapest, problem[holds], cost[holds])

        feasible = best.feasible[row]
        resting = holds & (np.abs(step).max(axis=1) < _FINE)
        resting |= (cost - 2.0 * np.maximum(gain, 0.0) > cheapest[problem]) & (feasible | (not every))
        moving.care[holds] = 1.0
        if iteration % _WINDOW == 0:
            slow = np.where(feasible, best.cost[row] > _WORTH * moving.cost, distance > _PROGRESS * moving.distance)
            resting |= slow & (feasible | (moving.care == 0.0))
            moving.dual[slow], moving.care[slow] = 0.0, 0.0
            moving.distance, moving.cost = distance, np.where(feasible, best.cost[row], np.inf)
        if resting.all():
            break
        moving.q = np.clip(moving.q + step, lower, upper)
        if resting.any():
            moving.keep(~resting)
    return best


@dataclass
class _Moving:
    """The starts that still move, and what is remembered of each; the arguments of `steps` say of what."""

    row: Indices
    q: Array
    dual: Array
    inertia: Array
    radius: Array
    last: Array
    care: Array
    distance: Array
    cost: Array

    @classmethod
    def all(cls, q: Array, rows: int) -> _Moving:
        """Return all of a batch, at rest at q (b, n), with so many rows of hard residuals."""
        b = len(q)
        far = np.full(b, np.inf)
        return cls(
            row=np.arange(b),
            q=q.copy(),
            dual=np.zeros((b, rows)),
            inertia=np.ones(b),
            radius=np.full(b, LONGEST),
            last=np.zeros_like(q),
            care=np.ones(b),
            distance=far,
            cost=far,
        )

    def keep(self, these: NDArray[np.bool_]) -> None:
        """Forget the others."""
        for field in fields(self):
            setattr(self, field.name, getattr(self, field.name)[these])
