"""Between the samples of a symmetry that allows any angle, and of alternatives that it makes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from kpam.descent import descend
from kpam.ends import End, rested
from kpam.family import FINE, Family
from kpam.kinematics import Mechanism
from kpam.problem import KeypointProblem
from kpam.stack import Case, Stack, alike
from kpam.starts import Starts
from kpam.transforms import Array

_FROM = 3  # ends, the best ones, around which is searched
_APART = 0.3  # rad of some joint, by which these differ
_FINER = 4  # how much finer each round is than the one before; in the first a step is this part of a sample's
_COARSE = 64  # steps down to which every round is made
_WORTH = 0.9999  # of the cost, or distance, that a finer one may leave if it is not to be the last


def between(problem: KeypointProblem, arm: Mechanism, ends: Sequence[End], lower: Array, upper: Array) -> list[End]:
    """Return the ends of descents from the best of `ends`, with the tool or an object turned a little further.

    In each round two steps to either side are tried, and the best of them is where the next, finer round begins: down
    to 1e-4 rad, or to where it makes no difference. Nothing where nothing lies between the samples.

    Args:
        problem: what was solved.
        arm: its arm.
        ends: where the descents from its samples came to rest.
        lower, upper: (n,) limits, rad, never left.
    """
    families = [family for family in (problem.lists, problem.symmetries) if isinstance(family, Family)]
    if not any(any(family.continuous) for family in families):
        return []
    leaders: list[End] = []
    found: list[End] = []
    step = FINE // _FINER
    for end in sorted(ends, key=lambda end: end.rank):
        if len(leaders) < _FROM and all(np.max(np.abs(end.q - other.q)) > _APART for other in leaders):
            leaders.append(end)
    # a symmetry of the tool that makes no difference is not among the starts
    turning = len({end.symmetry for end in ends}) > 1
    while step and leaders:
        tried = [
            (Case.at(problem, number, alternative), leader, symmetry)
            for number, leader in enumerate(leaders)
            for alternative, symmetry in _around(problem, leader, step, turning=turning)
        ]
        better = leaders.copy()
        for case, end in _descended(problem, arm, tried, lower, upper):
            better[case.owner] = min(better[case.owner], end, key=lambda end: end.rank)
        found += [new for new, old in zip(better, leaders, strict=True) if new is not old]
        step //= _FINER
        leaders = [new for new, old in zip(better, leaders, strict=True) if step > _COARSE or _gained(old, new)]
    return found


def _around(problem: KeypointProblem, end: End, step: int, *, turning: bool) -> list[tuple[int, int]]:
    """Return alternative and symmetry of what is a few steps from an end, along one coordinate at a time."""
    alternatives = [(near, end.symmetry) for near in problem.lists.near(end.alternative, step)]
    if not turning or not isinstance(problem.symmetries, Family):
        return alternatives
    return [*alternatives, *((end.alternative, near) for near in problem.symmetries.near(end.symmetry, step))]


def _gained(old: End, new: End) -> bool:
    """Say whether an end is so much better than the one before that it may get better still."""
    return new.rank < (old.rank[0], _WORTH * old.rank[1])


def _descended(
    problem: KeypointProblem,
    arm: Mechanism,
    tried: Sequence[tuple[Case, End, int]],
    lower: Array,
    upper: Array,
) -> Iterator[tuple[Case, End]]:
    """Go through the ends of descents from other ends, each to a case and with a symmetry, and its case."""
    of = {id(case): (end, symmetry) for case, end, symmetry in tried}
    for cases in alike([case for case, _, _ in tried]):
        origins, symmetries = zip(*(of[id(case)] for case in cases), strict=True)
        batch = Starts(
            q=np.array([end.q for end in origins]),
            tool=np.array([problem.symmetries[symmetry] for symmetry in symmetries], dtype=float),
            which=np.arange(len(cases)),
            symmetry=np.array(symmetries),
            number=np.array([end.start for end in origins]),
        )
        rest = descend(Stack(cases, arm), batch.q, batch.tool, batch.which, lower=lower, upper=upper, every=False)
        yield from rested(cases, batch, rest)
