"""What an object's symmetries allow: the same constraints about the object turned, each of which would do as well."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from kpam.constraints.base import Constraint
from kpam.family import Family
from kpam.keypoints import Keypoints
from kpam.problem import KeypointProblem


def about(
    problem: KeypointProblem,
    body: Keypoints,
    constraints: Callable[[Keypoints], tuple[Constraint, ...]],
    *,
    steps: int = 12,
) -> KeypointProblem:
    """Return the problem with constraints on a symmetric body: it may be solved about any of its equal poses.

    A tool's symmetries need no such thing; they are `KeypointProblem.symmetries`.

    Args:
        problem: its own constraints are kept, in every alternative.
        body: the object, with its turns.
        constraints: from the body at one of its equal poses, the constraints about it.
        steps: at how many poses a body of revolution is tried first; the best of them is then turned further.
    """
    lists, turns = problem.lists, body.symmetries(steps)

    def make(coordinates: tuple[float, ...]) -> tuple[Constraint, ...]:
        turned, kept = coordinates[: len(turns.counts)], coordinates[len(turns.counts) :]
        return (*lists.make(kept), *constraints(body.at(turns.make(turned) @ body.pose)))

    every = Family(make, (*turns.counts, *lists.counts), (*turns.continuous, *lists.continuous))
    return replace(problem, constraints=every[0], alternatives=every.rest())
