"""Where to put the hand, and how it gets there: keypoint solutions tried in order until one can be reached."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from envs.execution.resolve import GRIPPER_SYMMETRIES, obstacle, obstacles
from envs.execution.runner import Runner
from envs.failures import FailureKind
from kpam.constraints.base import Constraint
from kpam.explain import diagnose
from kpam.motion.collision import CollisionModel
from kpam.motion.free import plan_free
from kpam.motion.motions import Translate, hand_path
from kpam.motion.track import track
from kpam.problem import KeypointProblem, KeypointSolution
from kpam.solver import solve_all
from kpam.transforms import Array

CANDIDATES = 8
"""Keypoint solutions that are tried for each list of constraints before giving up."""

Follow = Callable[[Array], "Array | str"]
"""From the configuration in contact (7,) to the path of the contact motion (k, 7), or to why there is none."""


@dataclass(frozen=True)
class Approach:
    """A way in: free path to the pre-contact configuration, then straight to contact. Paths are (k, 7)."""

    free: Array
    straight: Array
    solution: KeypointSolution

    @property
    def q(self) -> Array:
        """The configuration in contact."""
        return self.straight[-1]


def plan_approach(
    runner: Runner,
    alternatives: Sequence[Sequence[Constraint]],
    *,
    direction: Array | None = None,
    distance: float,
    width: float,
    touching: Sequence[str] = (),
    follow: Follow | None = None,
    in_order: bool = False,
) -> Approach:
    """Find a configuration that satisfies one of the alternative constraint lists and can be reached and used.

    Args:
        runner: the episode.
        alternatives: lists of constraints, each of which would do.
        direction: the way in (3,), in the base frame; None goes along the hand's own approach axis.
        distance: length of the straight way in, metres.
        width: finger opening on the straight way in, metres.
        touching: objects, or `object/link`, that the hand may touch on the straight way in.
        follow: tells whether what comes after the contact can be done from a configuration.
        in_order: prefer earlier alternatives to cheaper ones.

    Raises:
        StageError: with the failure that the best candidate met.
    """
    candidates = _solutions(runner, alternatives, in_order=in_order)
    scene = _collisions(runner)
    blocked = ""
    unreachable = ""
    for solution in candidates:
        way_in = direction if direction is not None else solution.T_base_hand[:3, 2]
        back = hand_path(solution.T_base_hand, Translate(-way_in, distance)) if distance > 0 else None
        straight = np.array([solution.q])
        if back is not None:
            tracked = track(runner.arm, solution.q, back)
            if not tracked.reached:
                unreachable = unreachable or f"the straight way in over {distance * 100:.0f} cm leaves the arm's reach"
                continue
            straight = tracked.path[::-1]
        hit = _first_hit(scene, straight, width, touching)
        if hit is not None:
            blocked = blocked or hit
            continue
        if follow is not None:
            after = follow(solution.q)
            if isinstance(after, str):
                unreachable = unreachable or after
                continue
        free = plan_free(runner.arm, scene, runner.q, straight[0], seed=runner.session.spec.seed, width=runner.width)
        if free.found:
            runner.solutions.append((runner.stage, solution))
            return Approach(free.path, straight, solution)
        blocked = blocked or f"no free path for the arm; in the way: {free.blocked_by}"
    if blocked:
        raise runner.fail(FailureKind.PATH_BLOCKED, blocked)
    raise runner.fail(FailureKind.OUT_OF_REACH, unreachable)


def _solutions(
    runner: Runner, alternatives: Sequence[Sequence[Constraint]], *, in_order: bool
) -> list[KeypointSolution]:
    """Return feasible solutions, cheapest first; raises StageError with the nearest miss where there is none."""
    found: list[KeypointSolution] = []
    missed: list[tuple[float, KeypointProblem, KeypointSolution]] = []
    for constraints in alternatives:
        problem = KeypointProblem(tuple(constraints), runner.q, symmetries=GRIPPER_SYMMETRIES)
        solutions = solve_all(problem, runner.arm, seed=runner.session.spec.seed)
        feasible = [solution for solution in solutions if solution.feasible]
        found += feasible[:CANDIDATES]
        if not feasible:
            missed.append((_miss(solutions[0]), problem, solutions[0]))
    if found:
        return found if in_order else sorted(found, key=lambda solution: solution.cost)
    _, problem, solution = min(missed, key=lambda item: item[0])
    runner.solutions.append((runner.stage, solution))
    diagnosis = diagnose(problem, solution, runner.arm)
    raise runner.fail(FailureKind(diagnosis.kind), diagnosis.text)


def _miss(solution: KeypointSolution) -> float:
    return sum(report.violation / report.tolerance for report in solution.conflicts)


def _collisions(runner: Runner) -> CollisionModel:
    held = runner.held
    state, scene = runner.state, runner.session.scene_model
    attached = ()
    if held is not None:
        model = scene.objects[held.object]
        attached = tuple(
            obstacle(held.object, shape, held.T_hand_object) for link in model.links for shape in link.shapes
        )
    found = obstacles(state, scene, without=() if held is None else (held.object,))
    return CollisionModel(runner.arm, found, attached=attached)


def _first_hit(scene: CollisionModel, path: Array, width: float, touching: Sequence[str]) -> str | None:
    """Return what the arm hits on a straight way in, ignoring what it is meant to touch."""
    for q in path:
        hit = scene.what_collides(q, width=width, ignore=tuple(touching))
        if hit is not None:
            return f"on the way in: {hit}"
    return None
