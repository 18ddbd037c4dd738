"""Where descents start: at the problem's own configuration, in the middle, and at the likeliest of many."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from kpam.kinematics import Kinematics, Mechanism
from kpam.rows import Indices
from kpam.stack import Stack
from kpam.transforms import Array

POOL = 256
"""How many configurations starts are taken from, at least; those that promise most."""


@dataclass(frozen=True)
class Starts:
    """A batch of starts.

    Attributes:
        q: (b, n) rad.
        tool: (b, 4, 4) the symmetry of the tool, T_hand_tool.
        which: (b,) the case of the stack.
        symmetry: (b,) the number of the symmetry in its problem.
        number: (b,) of the start among those of its case and symmetry.
    """

    q: Array
    tool: Array
    which: Indices
    symmetry: Indices
    number: Indices


@lru_cache(maxsize=16)
def pool(arm: Mechanism, seed: int, number: int, size: int) -> Kinematics:
    """Return `size` configurations within an arm's limits: always the same for a seed and `number`, so kept."""
    return Kinematics.of(
        arm, np.random.default_rng((seed, number)).uniform(arm.lower, arm.upper, (size, len(arm.lower)))
    )


def choose(stack: Stack, among: Kinematics, count: int, *, known: bool) -> Starts:
    """Return `count` starts for each case of a stack and each symmetry of its problem.

    The first two are the problem's own start and the middle of the joint ranges, if these are `known` to be wanted;
    the others those of many that are nearest to the constraints for the least cost. A symmetry is left out where the
    constraints cannot tell it from one before: where they are as far from every one of the many.
    """
    arm = stack.arm
    q: list[Array] = []
    tool: list[Array] = []
    labels: list[tuple[int, int, int]] = []
    for which, case in enumerate(stack.cases):
        problem = case.problem
        first = np.array([problem.q_start, 0.5 * (arm.lower + arm.upper)])[: count if known else 0]
        seen: list[Array] = []
        for number, given in enumerate(problem.symmetries):
            symmetry = np.asarray(given, dtype=float)
            distances = stack.distances(among, symmetry, which)
            if any(np.allclose(distances, others, rtol=0.0, atol=1e-9) for others in seen):
                continue
            seen.append(distances)
            nearest = np.argsort(distances, kind="stable")[: count - len(first)]
            q += [first, among.q[nearest]]
            tool += [symmetry] * count
            labels += [(which, number, start) for start in range(count)]
    columns = np.array(labels, dtype=np.intp).T
    return Starts(np.concatenate(q), np.array(tool), columns[0], columns[1], columns[2])
