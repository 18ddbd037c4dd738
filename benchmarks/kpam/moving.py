"""The motion half: whole stages of the recorded problems, and free ways, to generated ones and round furniture."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from time import process_time
from typing import Any

import numpy as np

from benchmarks.kpam.case import STARTS, Case
from benchmarks.kpam.furnished import Way
from benchmarks.kpam.solving import Pair, percentile
from kpam.motion.collision import CollisionModel
from kpam.motion.frames import AlongJoint, Frames, Joint, Step, Straight, verb
from kpam.motion.free import plan_free
from kpam.motion.motions import Translate, hand_path
from kpam.motion.plan import Leg, MotionPlan
from kpam.motion.stage import plan_stage
from kpam.motion.track import track
from kpam.robot import Arm
from kpam.transforms import Array

BACK = 0.1
"""Metres from contact, backwards or up, at which a free way ends."""
CLOSELY = 0.002
"""Radians of any joint between configurations at which a way is looked at again."""
RETREAT = 0.08
"""Metres by which the tool leaves, backwards along its approach axis, after the recorded motions."""
_AXES = {"translate_x": 0, "translate_y": 1, "translate_z": 2}
_UP = np.array([0.0, 0.0, 1.0])


def motion_plan(record: dict[str, Any]) -> tuple[MotionPlan, Frames]:
    """Return the motions of one of GenSim2's problems: the way in is what undoes the pre-actuation motions."""
    pre, post = record["pre_actuation_motions"], record["post_actuation_motions"]
    back = [_step(motion) for motion in pre]
    approach = tuple(Straight(step.direction, -step.distance, step.frame) for step in reversed(back))
    T = np.array(record["object_pose_base"])
    axis = "xyz".find(record["object_axis"] or "x")
    frames = Frames(object=T, joint=Joint("revolute", T[:3, 3], T[:3, axis]))
    return MotionPlan(approach, contact=tuple(map(_contact, post)), retreat=(Straight(-_UP, RETREAT),)), frames


def _contact(motion: str | Sequence[Any]) -> Step:
    if not isinstance(motion, str) and motion[0] == "rotate":
        return AlongJoint(float(motion[1]))
    return _step(motion)


def _step(motion: str | Sequence[Any]) -> Straight:
    if isinstance(motion, str):
        return verb(motion.removeprefix("move-"))
    return Straight(np.eye(3)[_AXES[motion[0]]], float(motion[1]))


def stages(cases: Sequence[Case], arm: Arm, *, tick: Callable[[], None]) -> dict[str, Any]:
    """Return the CPU time of whole stages: solve, approach, contact, retreat and their trajectories.

    The data file has no shapes, so that nothing is in the way but the arm itself.
    """
    collision = CollisionModel(arm, [], floor=None)
    times: list[float] = []
    blocked: dict[str, str] = {}
    beyond: list[str] = []
    for k, case in enumerate([cases[0], *cases]):  # the first one twice: numba compiles
        plan, frames = motion_plan(dict(case.record))
        begin = process_time()
        way = plan_stage(case.problem, plan, arm, collision, frames=frames, starts=STARTS)
        if k:
            times.append(1e3 * (process_time() - begin))
            tick()
            if not way.found:
                blocked[case.name] = way.explain()
            if not all(within_limits(arm, leg, way.rate) for leg in way.legs):
                beyond.append(case.name)
    recorded = [ms for case in cases for ms in case.record["drake"]["trajectory_cpu_ms"]]
    return {
        "stages": len(times),
        "stage_ms_median": percentile(times, 50),
        "stage_ms_p95": percentile(times, 95),
        "stage_found": len(times) - len(blocked),
        "stage_beyond_limits": beyond,
        "stage_blocked": blocked,
        "stage_drake_recorded_trajectory_ms_median": percentile(recorded, 50),
    }


def within_limits(arm: Arm, leg: Leg, rate: float) -> bool:
    """Say whether a trajectory keeps the limits of position, velocity and acceleration, by differences of samples."""
    q = leg.trajectory
    velocity = np.diff(q, axis=0) * rate
    rest = np.zeros((1, q.shape[1]))
    acceleration = np.diff(np.vstack([rest, velocity, rest]), axis=0) * rate
    return bool(
        np.all(q >= arm.lower - 1e-9)
        and np.all(q <= arm.upper + 1e-9)
        and np.all(np.abs(velocity) <= 1.001 * arm.velocity_limits)
        and np.all(np.abs(acceleration) <= 1.001 * arm.acceleration_limits)
    )


def free_ways(pairs: Sequence[Pair], arm: Arm, *, tick: Callable[[], None]) -> dict[str, Any]:
    """Return the CPU time of free ways from home to a little before contact, among what stands there.

    Goals that touch something are left out: no planner could reach them.
    """
    times: list[float] = []
    blocked: list[str] = []
    left_out = 0
    round_about: list[float] = []
    for pair in pairs:
        case, q = pair.case, pair.ours.q
        if q is None or not case.scene:
            continue
        scene = CollisionModel(arm, case.scene, attached=case.held)
        goal = _before(arm, q, case)
        if goal is None or not scene.clear(goal):
            left_out += 1
            continue
        begin = process_time()
        way = plan_free(arm, scene, np.asarray(case.problem.q_start), goal)
        times.append(1e3 * (process_time() - begin))
        if len(way.path) != 2:
            round_about.append(times[-1])
        if not way.found:
            blocked.append(f"{case.name}: {way.blocked_by}")
        tick()
    return {
        "free_ways": len(times),
        "free_ms_median": percentile(times, 50),
        "free_ms_p95": percentile(times, 95),
        "free_found": len(times) - len(blocked),
        "free_round_about": len(round_about),
        "free_round_about_ms_median": percentile(round_about, 50),
        "free_blocked": blocked,
        "free_left_out": left_out,
    }


def round_about(ways: Sequence[Way], arm: Arm, *, tick: Callable[[], None]) -> dict[str, Any]:
    """Return the CPU time of ways that are mostly not straight, and whether they are free when looked at closely."""
    times: list[float] = []
    blocked: list[str] = []
    touching: list[str] = []
    straight = 0
    for way in ways:
        begin = process_time()
        found = plan_free(arm, way.scene, way.start, way.goal)
        times.append(1e3 * (process_time() - begin))
        straight += len(found.path) == 2
        if not found.found:
            blocked.append(f"{way.name}: {found.blocked_by}")
        elif (hit := way.scene.first_hit(found.path, spacing=CLOSELY)) is not None:
            touching.append(f"{way.name}: {hit.text}")
        tick()
    return {
        "round_ways": len(times),
        "round_ms_median": percentile(times, 50),
        "round_ms_p95": percentile(times, 95),
        "round_found": len(times) - len(blocked),
        "round_straight": straight,
        "round_blocked": blocked,
        "round_touching": touching,
    }


def _before(arm: Arm, q: Array, case: Case) -> Array | None:
    """Return the configuration a little backwards from contact, or upwards with something in the hand."""
    T = arm.forward(q)
    direction = _UP if case.held else -T[:3, 2]
    tracked = track(arm, q, hand_path(T, Translate(direction, BACK)))
    return tracked.path[-1] if tracked.reached else None
