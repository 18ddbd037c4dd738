"""A stage of a task: from a keypoint problem and the motions around it to trajectories that an arm can run."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from kpam.motion.collision import CollisionModel
from kpam.motion.following import Followed, follow
from kpam.motion.frames import AlongJoint, Frames, Step
from kpam.motion.free import plan_free
from kpam.motion.plan import Blocked, Leg, LegName, MotionPlan, StagePath
from kpam.motion.timing import time_path
from kpam.problem import KeypointProblem, KeypointSolution
from kpam.robot import Arm
from kpam.solver import solve_all
from kpam.transforms import Array

_ORDER = ("approach", "contact", "retreat", "free")  # in which the legs of a candidate are planned


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
    in_order: bool = False,
    rate: float = 20.0,
    iterations: int = 1500,
) -> StagePath:
    """Solve a keypoint problem and plan the way through its solution.

    Solutions are tried from the cheapest on, until one is found from which every leg can be done: the approach tracked
    backwards from it, the contact and the retreat on from it, all of them free of collisions, and a free way to where
    the approach begins. The contact's alternatives are tried where it can be done from no solution. The way starts from
    the problem's `q_start`; a stage is planned anew from the state it begins in.

    Args:
        problem: what must hold in contact, and where the arm is.
        plan: the motions.
        arm: the arm.
        collision: what it may not touch, with what it holds.
        frames: the object, joint and bar that steps may refer to, as they are when the contact begins.
        seed: fixes the solver's starts and the random trees of the free way.
        starts: of the solver, for each symmetry and list of constraints.
        candidates: the most solutions that are tried.
        in_order: the problem's lists of constraints are in order of preference. The first is solved alone, the others
            only where that leads nowhere, and their solutions tried in their order.
        rate: samples of the trajectories a second.
        iterations: how often the trees of the free way are extended before giving up.

    Raises:
        MotionError: a step is malformed or names a frame that is not there, or the plan names an unknown obstacle.
        KpamError: the problem is malformed; as for `solve_all`.
    """
    for names in (plan.touching, plan.pushing, plan.moving):
        collision.check(names)
    planner = _Planner(problem, plan, arm, collision, frames or Frames(), seed, rate, iterations)
    blocked: list[StagePath] = []
    for solutions in _solved(problem, arm, seed, starts, in_order):
        if not solutions[0].feasible:
            blocked.append(StagePath(solutions[0], (), rate, Blocked("infeasible", None, solutions[0].explain())))
            continue
        tried = [_Candidate(planner, solution) for solution in solutions[: max(1, candidates)]]
        for contact in range(1 + len(plan.alternatives)):
            for candidate in tried:
                way = candidate.way(contact)
                if way.found:
                    return way
                blocked.append(way)
    return max(blocked, key=_came)


def _solved(
    problem: KeypointProblem, arm: Arm, seed: int, starts: int, in_order: bool
) -> Iterator[Sequence[KeypointSolution]]:
    """Yield solutions, those that are to be tried before others first."""
    if not in_order or not problem.alternatives:
        yield solve_all(problem, arm, seed=seed, starts=starts)
        return
    first, second, *others = problem.lists
    yield solve_all(replace(problem, constraints=first, alternatives=()), arm, seed=seed, starts=starts)
    rest = replace(problem, constraints=second, alternatives=tuple(others))
    found = [
        replace(solution, alternative=1 + solution.alternative)
        for solution in solve_all(rest, arm, seed=seed, starts=starts)
    ]
    yield sorted(found, key=lambda solution: solution.alternative)


def _came(way: StagePath) -> tuple[int, float]:
    """Return how many legs of a blocked way could be planned, and how nearly its constraints hold.

    A leg that meets something came further than one that the arm cannot reach the end of.
    """
    if way.blocked is None or way.blocked.leg is None:
        return -1, -sum(report.violation / report.tolerance for report in way.solution.conflicts)
    return _ORDER.index(way.blocked.leg), float(way.blocked.kind == "collision")


class _NoWayError(Exception):
    """Ends the planning of one candidate; never leaves this file."""

    def __init__(self, blocked: Blocked) -> None:
        super().__init__(blocked.text)
        self.blocked = blocked


@dataclass(frozen=True)
class _Planner:
    """The arguments of `plan_stage`."""

    problem: KeypointProblem
    plan: MotionPlan
    arm: Arm
    collision: CollisionModel
    frames: Frames
    seed: int
    rate: float
    iterations: int


@dataclass(frozen=True)
class _Candidate:
    """A solution that the way may go through."""

    planner: _Planner
    solution: KeypointSolution

    def way(self, contact: int) -> StagePath:
        """Return the way with one of the contact's alternatives, or what blocks it."""
        planner, plan = self.planner, self.planner.plan
        try:
            paths = self._paths((plan.contact, *plan.alternatives)[contact])
        except _NoWayError as no_way:
            return StagePath(self.solution, (), planner.rate, no_way.blocked, contact)
        speeds = dict.fromkeys(paths, plan.contact_speed) | {"free": plan.free_speed}
        timed = [
            Leg(name, path, time_path(planner.arm, path, rate=planner.rate, speed=speeds[name]))
            for name, path in paths.items()
            if len(path) > 1
        ]
        return StagePath(self.solution, tuple(timed), planner.rate, None, contact)

    def _paths(self, steps: Sequence[Step]) -> dict[LegName, Array]:
        """Return each leg's path (k, n); raises _NoWayError."""
        planner, plan, q = self.planner, self.planner.plan, self.solution.q
        approach = self._approach
        if isinstance(approach, Blocked):
            raise _NoWayError(approach)
        contact = self._followed("contact", q, steps)
        turning = any(isinstance(step, AlongJoint) and step.turning != 1.0 for step in steps)
        held = planner.collision.grasping(plan.moving, q, loosely=turning)
        may_touch = (*plan.touching, *plan.pushing)
        if steps:
            self._cleared("contact", contact, held, plan.contact_width, may_touch)
        end = contact.path[-1]
        retreat = self._followed("retreat", end, plan.retreat, plan.retreat_least)
        if plan.retreat:
            if plan.releases:
                may_touch = (*may_touch, *(shape.name for shape in held.attached))
                held = held.letting_go(end, None if contact.T_in_hand is None else contact.T_in_hand[-1])
            elif contact.T_in_hand is not None:
                stays = np.repeat(contact.T_in_hand[-1:], len(retreat.path), axis=0)
                retreat = replace(retreat, T_in_hand=stays)
            retreat = self._cleared("retreat", retreat, held, plan.retreat_width, may_touch, plan.retreat_least)
        free = plan_free(
            planner.arm,
            planner.collision,
            planner.problem.q_start,
            approach[0],
            seed=planner.seed,
            iterations=planner.iterations,
            width=plan.width,
            ignore=() if plan.approach else plan.touching,
        )
        if not free.found:
            raise _NoWayError(Blocked("collision", "free", f"no free way to the approach: {free.blocked_by}"))
        return {"free": free.path, "approach": approach, "contact": contact.path, "retreat": retreat.path}

    @cached_property
    def _approach(self) -> Array | Blocked:
        """The path (k, n) that ends at the solution, the same for every alternative of the contact."""
        plan, scene = self.planner.plan, self.planner.collision
        try:
            back = self._followed("approach", self.solution.q, plan.approach)
            way = Followed(back.path[::-1], None)
            return self._cleared("approach", way, scene, plan.width, plan.touching).path
        except _NoWayError as no_way:
            return no_way.blocked

    def _followed(self, leg: LegName, q: Array, steps: Sequence[Step], least: float = 1.0) -> Followed:
        """Return a leg's steps from a configuration; those of the approach lead backwards. Raises _NoWayError.

        It will do to get as far as the share `least`.
        """
        arm, T_hand_tool = self.planner.arm, self.planner.problem.symmetries[self.solution.symmetry]
        way = follow(arm, q, steps, self.planner.frames, T_hand_tool=T_hand_tool, reverse=leg == "approach")
        if way.share < least:
            raise _NoWayError(Blocked("out_of_reach", leg, f"{leg}: {way.missed}"))
        return way

    def _cleared(
        self,
        leg: LegName,
        way: Followed,
        scene: CollisionModel,
        width: float,
        may_touch: Sequence[str],
        least: float = 1.0,
    ) -> Followed:
        """Return a leg up to where it hits something. Raises _NoWayError if that is before the share `least`."""
        hit = scene.first_hit(way.path, width=width, ignore=may_touch, T_in_hand=way.T_in_hand)
        if hit is None:
            return way
        pieces = max(1, len(way.path) - 1)
        if way.share * (hit.index - 1) / pieces < least:
            where = f"at {100 * hit.index / pieces:.0f} % of the way" if len(way.path) > 1 else "where contact begins"
            raise _NoWayError(Blocked("collision", leg, f"{leg}: {hit.text}, {where}"))
        return Followed(way.path[: hit.index], None)
