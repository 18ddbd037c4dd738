"""What an object's symmetries allow: the same constraints about the object turned, each of which would do as well."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from kpam.constraints.base import Constraint
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
        steps: how many poses stand for a body of revolution.
    """
    turned = [constraints(body.at(displaced @ body.pose)) for displaced in body.symmetries(steps)]
    lists = [(*kept, *added) for added in turned for kept in problem.lists]
    return replace(problem, constraints=lists[0], alternatives=tuple(lists[1:]))
