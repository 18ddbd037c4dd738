"""A stage of a task: from a keypoint problem and the motions around it to trajectories that an arm can run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from kpam.errors import MotionError
from kpam.motion.collision import CollisionModel
from kpam.motion.frames import Frames, Step, backwards, in_base, say
from kpam.motion.free import plan_free
from kpam.motion.motions import hand_path
from kpam.motion.timing import time_path
from kpam.motion.track import track
from kpam.problem import KeypointProblem, KeypointSolution
from kpam.robot import Arm
from kpam.solver import solve_all
from kpam.transforms import Array

LegName = Literal["free", "approach", "contact", "retreat"]
_NEAR_LIMIT = 5e-3  # rad
_ORDER = ("approach", "contact", "retreat", "free")  # in which the legs of a candidate are planned


@dataclass(frozen=True, eq=False)
class MotionPlan:
    """What the hand does around the configuration that a keypoint problem asks for.

    Attributes:
        approach: steps that end at the keypoints.
        contact: steps that begin at the keypoints.
        retreat: steps that begin where the contact ends.
        width: opening between the fingers on the way to the keypoints, metres.
        contact_width: the same in contact; 0.02 holds a bar, 0.08 pushes with open fingers.
        retreat_width: the same in retreat.
        touching: obstacles that the hand, and what it holds, may touch from the approach on: whole objects or
            `object/link`.
        moving: obstacles that go with the hand in contact: a door's link, or the object that is picked.
        releases: whether the hand lets go, before it retreats, of what it holds.
        free_speed: share of the arm's velocity limits to use on the free way; accelerations scale with its square.
        contact_speed: the same for the other legs.

    Raises:
        MotionError: a width is negative, a speed is not within (0, 1], or one of them is no number.
    """

    approach: tuple[Step, ...] = ()
    contact: tuple[Step, ...] = ()
    retreat: tuple[Step, ...] = ()
    width: float = 0.08
    contact_width: float = 0.02
    retreat_width: float = 0.08
    touching: tuple[str, ...] = ()
    moving: tuple[str, ...] = ()
    releases: bool = True
    free_speed: float = 0.8
    contact_speed: float = 0.4

    def __post_init__(self) -> None:
        for name in ("width", "contact_width", "retreat_width"):
            if not 0 <= getattr(self, name) < np.inf:
                raise MotionError(f"{name} of {getattr(self, name)} m; give 0 or more")
        for name in ("free_speed", "contact_speed"):
            if not 0 < getattr(self, name) <= 1:
                raise MotionError(f"{name} of {getattr(self, name)}; give a share of the limits in (0, 1]")


@dataclass(frozen=True, eq=False)
class Leg:
    """One part of a stage's way: its path (k, n), and the trajectory (m, n) along it, at rest at both ends; rad."""

    name: LegName
    path: Array
    trajectory: Array


@dataclass(frozen=True)
class Blocked:
    """What is in the way: no configuration at all, or a leg that leaves the arm's reach or that something blocks."""

    kind: Literal["infeasible", "out_of_reach", "collision"]
    leg: LegName | None
    text: str


@dataclass(frozen=True, eq=False)
class StagePath:
    """A stage's way, or why there is none.

    Attributes:
        solution: the keypoint solution that the way goes through; the one that came furthest when there is no way.
        legs: those of free, approach, contact and retreat that the plan has, in this order; none when there is no way.
        rate: samples of the trajectories a second.
        blocked: what was in the way of the candidate that came furthest; None when there is a way.
    """

    solution: KeypointSolution
    legs: tuple[Leg, ...]
    rate: float
    blocked: Blocked | None = None

    @property
    def found(self) -> bool:
        """Whether there is a way."""
        return self.blocked is None

    @property
    def key_frames(self) -> dict[str, Array]:
        """The configurations (n,) at which legs end, by the leg's name; the arm stands still there."""
        return {leg.name: leg.path[-1] for leg in self.legs}

    @property
    def duration(self) -> float:
        """Seconds that all legs take."""
        return sum(len(leg.trajectory) - 1 for leg in self.legs) / self.rate

    def explain(self) -> str:
        """Return a sentence: how long each leg takes, or what is in the way."""
        if self.blocked is not None:
            return self.blocked.text
        return ", ".join(f"{leg.name} {(len(leg.trajectory) - 1) / self.rate:.2f} s" for leg in self.legs)


def plan_stage(
    problem: KeypointProblem,
    plan: MotionPlan,
    arm: Arm,
    collision: CollisionModel,
    *,
    frames: Frames | None = None,
    seed: int = 0,
    starts: int = 8,
    candidates: int = 8,
    rate: float = 20.0,
    iterations: int = 1500,
) -> StagePath:
    """Solve a keypoint problem and plan the way through its solution.

    Solutions are tried from the cheapest on, until one is found from which every leg can be done: the approach tracked
    backwards from it, the contact and the retreat on from it, all of them free of collisions, and a free way to where
    the approach begins. It starts from the problem's `q_start`; a stage is planned anew from the state it begins in.

    Args:
        problem: what must hold in contact, and where the arm is.
        plan: the motions.
        arm: the arm.
        collision: what it may not touch, with what it holds.
        frames: the object and the joint that steps may refer to, as they are when the contact begins.
        seed: fixes the solver's starts and the random trees of the free way.
        starts: of the solver, for each symmetry.
        candidates: the most solutions that are tried.
        rate: samples of the trajectories a second.
        iterations: how often the trees of the free way are extended before giving up.

    Raises:
        MotionError: a step is malformed or names a frame that is not there, or `plan.moving` an unknown obstacle.
        KpamError: the problem is malformed; as for `solve_all`.
    """
    planner = _Planner(problem, plan, arm, collision, frames or Frames(), seed, rate, iterations)
    solutions = solve_all(problem, arm, seed=seed, starts=starts)
    if not solutions[0].feasible:
        return StagePath(solutions[0], (), rate, Blocked("infeasible", None, solutions[0].explain()))
    ways: list[StagePath] = []
    for solution in solutions[: max(1, candidates)]:
        ways.append(planner.through(solution))
        if ways[-1].found:
            return ways[-1]
    return max(ways, key=_came)


def _came(way: StagePath) -> int:
    """Return how many legs of a blocked way could be planned."""
    return _ORDER.index(way.blocked.leg) if way.blocked is not None and way.blocked.leg is not None else len(_ORDER)


class _NoWayError(Exception):
    """Ends the planning of one candidate; never leaves this file."""

    def __init__(self, blocked: Blocked) -> None:
        super().__init__(blocked.text)
        self.blocked = blocked


@dataclass(frozen=True)
class _Planner:
    """Plans the legs of a stage; the attributes are the arguments of `plan_stage`."""

    problem: KeypointProblem
    plan: MotionPlan
    arm: Arm
    collision: CollisionModel
    frames: Frames
    seed: int
    rate: float
    iterations: int

    def through(self, solution: KeypointSolution) -> StagePath:
        """Return the way through one solution."""
        try:
            paths = self._paths(solution)
        except _NoWayError as no_way:
            return StagePath(solution, (), self.rate, no_way.blocked)
        speeds = dict.fromkeys(paths, self.plan.contact_speed) | {"free": self.plan.free_speed}
        timed = [
            Leg(name, path, time_path(self.arm, path, rate=self.rate, speed=speeds[name]))
            for name, path in paths.items()
            if len(path) > 1
        ]
        return StagePath(solution, tuple(timed), self.rate)

    def _paths(self, solution: KeypointSolution) -> dict[LegName, Array]:
        """Return each leg's path (k, n); raises _NoWayError."""
        plan, scene, q = self.plan, self.collision, solution.q
        T_hand_tool = self.problem.symmetries[solution.symmetry]
        approach = self._tracked("approach", q, T_hand_tool)[::-1]
        self._clear("approach", approach, scene, plan.width, plan.touching)
        held = scene.grasping(plan.moving, q, width=plan.contact_width)
        contact = self._tracked("contact", q, T_hand_tool)
        if plan.contact:
            self._clear("contact", contact, held, plan.contact_width, plan.touching)
        left, may_touch = held, plan.touching
        if plan.releases:
            left = held.letting_go(contact[-1])
            may_touch = (*may_touch, *(shape.name for shape in held.attached))
        retreat = self._tracked("retreat", contact[-1], T_hand_tool)
        if plan.retreat:
            self._clear("retreat", retreat, left, plan.retreat_width, may_touch)
        free = plan_free(
            self.arm,
            scene,
            self.problem.q_start,
            approach[0],
            seed=self.seed,
            iterations=self.iterations,
            width=plan.width,
            ignore=() if plan.approach else plan.touching,
        )
        if not free.found:
            raise _NoWayError(Blocked("collision", "free", f"no free way to the approach: {free.blocked_by}"))
        return {"free": free.path, "approach": approach, "contact": contact, "retreat": retreat}

    def _tracked(self, leg: LegName, q: Array, T_hand_tool: Array) -> Array:
        """Return the path (k, n) of a leg's steps from a configuration; that of the approach leads backwards."""
        path, T_base_hand = np.array([q]), self.arm.forward(q)
        steps = {"approach": self.plan.approach[::-1], "contact": self.plan.contact, "retreat": self.plan.retreat}[leg]
        for step in steps:
            motion = in_base(step, T_base_hand @ T_hand_tool, self.frames)
            poses = hand_path(T_base_hand, backwards(motion) if leg == "approach" else motion)
            tracked = track(self.arm, path[-1], poses)
            if not tracked.reached:
                text = f"{leg}: {say(step)} leaves the arm's reach after {tracked.failed_at} of {len(poses)} poses"
                raise _NoWayError(Blocked("out_of_reach", leg, f"{text}; {_reason(self.arm, tracked.path[-1])}"))
            path, T_base_hand = np.concatenate([path, tracked.path[1:]]), poses[-1]
        return path

    def _clear(self, leg: LegName, path: Array, scene: CollisionModel, width: float, touching: Sequence[str]) -> None:
        hit = scene.first_hit(path, width=width, ignore=touching)
        if hit is not None:
            share = 100 * hit.index / max(1, len(path) - 1)
            raise _NoWayError(Blocked("collision", leg, f"{leg}: {hit.text}, at {share:.0f} % of the way"))


def _reason(arm: Arm, q: Array) -> str:
    """Return what keeps an arm from going on."""
    at_limit = [
        f"{name} is at its {'lower' if value < middle else 'upper'} limit"
        for name, value, middle, low, high in zip(arm.joints, q, arm.middle, arm.lower, arm.upper, strict=True)
        if min(value - low, high - value) < _NEAR_LIMIT
    ]
    return " and ".join(at_limit) or "no joint is at its limit; the arm is stretched out or singular there"
