"""Where to put the hand, and how it gets there: keypoint solutions tried in order until one can be reached."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from envs.execution.resolve import GRIPPER_SYMMETRIES, obstacle, obstacles
from envs.execution.runner import Runner, StageError
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
STARTS = 32
"""Many, and the same in every scene, so that scenes alike are solved alike: policies learn from that. In 60 openings of
drawers the arm took 35 sorts of configurations with 8 starts of the scene's own seed, 26 with these."""
SAME = 0.02
"""Radians of any joint within which two solutions are the same."""


@dataclass(frozen=True)
class NoWay:
    """Why a contact motion cannot be done from a configuration."""

    kind: FailureKind
    reason: str


Follow = Callable[[Array], "Array | NoWay"]
"""From the configuration in contact (7,) to the path of the contact motion (k, 7), or to why there is none."""


@dataclass(frozen=True)
class Approach:
    """A way in: free path to the pre-contact configuration, then straight to contact. Paths are (k, 7).

    `follow` is the index of the contact motion that can be done from there.
    """

    free: Array
    straight: Array
    solution: KeypointSolution
    follow: int = 0

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
    follows: Sequence[Follow] = (),
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
        follows: ways to do what comes after the contact, best first; each tells whether it can be done from a
            configuration, and one that can is enough. None at all when nothing comes after.
        in_order: try every way of following with the first alternative before the other alternatives, and these in
            their order; otherwise cheaper solutions come first.

    Raises:
        StageError: with the failure that the candidate met that came furthest.
    """
    search = _Search(runner, direction, distance, width, tuple(touching))
    groups = [alternatives[:1], alternatives[1:]] if in_order else [alternatives]
    for group in groups:
        candidates = search.solve(group, in_order=in_order)
        for number, follow in enumerate(follows or (_nothing,)):
            for solution in candidates:
                straight = search.way_in(solution)
                free = None if straight is None else search.usable(straight, follow)
                if straight is not None and free is not None:
                    runner.solutions.append((runner.stage, solution))
                    return Approach(free, straight, solution, number)
    raise search.failure()


def _nothing(q: Array) -> Array:
    return np.array([q])


@dataclass
class _Search:
    """Looks at candidates, and remembers why they would not do; the arguments are those of `plan_approach`."""

    runner: Runner
    direction: Array | None
    distance: float
    width: float
    touching: tuple[str, ...]
    furthest: tuple[int, FailureKind, str] = (-1, FailureKind.OUT_OF_REACH, "")
    found: list[KeypointSolution] = field(default_factory=list)
    missed: list[tuple[float, KeypointProblem, KeypointSolution]] = field(default_factory=list)
    ways_in: dict[bytes, Array | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.scene = collisions(self.runner)

    def solve(self, alternatives: Sequence[Sequence[Constraint]], *, in_order: bool) -> list[KeypointSolution]:
        """Return the feasible solutions that were not seen before, best first."""
        fresh: list[KeypointSolution] = []
        for constraints in alternatives:
            problem = KeypointProblem(tuple(constraints), self.runner.q, symmetries=GRIPPER_SYMMETRIES)
            solutions = solve_all(problem, self.runner.arm, starts=STARTS)
            feasible = [solution for solution in solutions if solution.feasible]
            if not feasible:
                self.missed.append((_miss(solutions[0]), problem, solutions[0]))
            for solution in feasible[:CANDIDATES]:
                if all(np.max(np.abs(solution.q - other.q)) > SAME for other in self.found):
                    self.found.append(solution)
                    fresh.append(solution)
        if not in_order:
            fresh.sort(key=lambda solution: solution.cost)
        return fresh

    def way_in(self, solution: KeypointSolution) -> Array | None:
        """Return the straight path (k, 7) into contact, or None where the arm or something in the way prevents it."""
        key = solution.q.tobytes()
        if key not in self.ways_in:
            self.ways_in[key] = self._way_in(solution)
        return self.ways_in[key]

    def _way_in(self, solution: KeypointSolution) -> Array | None:
        straight = np.array([solution.q])
        if self.distance > 0:
            direction = self.direction if self.direction is not None else solution.T_base_hand[:3, 2]
            back = hand_path(solution.T_base_hand, Translate(-direction, self.distance))
            tracked = track(self.runner.arm, solution.q, back)
            if not tracked.reached:
                reason = f"the straight way in over {self.distance * 100:.0f} cm leaves the arm's reach"
                return self._note(0, FailureKind.OUT_OF_REACH, reason)
            straight = tracked.path[::-1]
        hit = first_hit(self.scene, straight, self.width, self.touching)
        if hit is not None:
            return self._note(1, FailureKind.PATH_BLOCKED, f"on the way in: {hit}")
        return straight

    def usable(self, straight: Array, follow: Follow) -> Array | None:
        """Return the free path (k, 7) to where a straight way in begins, when the contact motion is possible too."""
        after = follow(straight[-1])
        if isinstance(after, NoWay):
            return self._note(2, after.kind, after.reason)
        runner = self.runner
        free = plan_free(
            runner.arm, self.scene, runner.q, straight[0], seed=runner.session.spec.seed, width=runner.width
        )
        if not free.found:
            reason = f"no free path for the arm; in the way: {free.blocked_by}"
            return self._note(3, FailureKind.PATH_BLOCKED, reason)
        return free.path

    def _note(self, step: int, kind: FailureKind, reason: str) -> None:
        """Remember why a candidate would not do, if none came as far before."""
        if step > self.furthest[0]:
            self.furthest = (step, kind, reason)

    def failure(self) -> StageError:
        """Return what stopped the candidate that came furthest, or the nearest miss where nothing was feasible."""
        runner = self.runner
        if self.found:
            return runner.fail(*self.furthest[1:])
        _, problem, solution = min(self.missed, key=lambda item: item[0])
        runner.solutions.append((runner.stage, solution))
        diagnosis = diagnose(problem, solution, runner.arm)
        return runner.fail(FailureKind(diagnosis.kind), diagnosis.text)


def _miss(solution: KeypointSolution) -> float:
    return sum(report.violation / report.tolerance for report in solution.conflicts)


def collisions(
    runner: Runner, *, without: Sequence[str] = (), moved: Mapping[str, Array] | None = None
) -> CollisionModel:
    """Return what the arm, and what it holds, may collide with now.

    Links named `object/link` may be left out, or be displaced by (4, 4) in the world.
    """
    held = runner.held
    state, scene = runner.state, runner.session.scene_model
    attached = ()
    if held is not None:
        model = scene.objects[held.object]
        attached = tuple(
            obstacle(held.object, shape, held.T_hand_object) for link in model.links for shape in link.shapes
        )
    found = [
        replace(item, T_base=moved[item.name] @ item.T_base) if moved is not None and item.name in moved else item
        for item in obstacles(state, scene, without=() if held is None else (held.object,))
        if item.name not in without
    ]
    return CollisionModel(runner.arm, found, attached=attached)


def first_hit(scene: CollisionModel, path: Array, width: float, touching: Sequence[str]) -> str | None:
    """Return what the arm hits along a path (k, 7), ignoring what the hand is meant to touch."""
    for q in path:
        hit = scene.what_collides(q, width=width, ignore=tuple(touching))
        if hit is not None:
            return hit
    return None
