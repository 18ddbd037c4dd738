"""Actuate: bring the hand to keypoints, take hold, move in contact, let go, retreat."""

from __future__ import annotations

from functools import partial

import numpy as np

from envs.execution.contact import TURNING, Surroundings, Turning, contact_path, say, track_motion
from envs.execution.leaning import leaning
from envs.execution.reach import plan_approach
from envs.execution.resolve import constraint
from envs.execution.runner import CONTACT_SPEED, FREE_SPEED, Runner
from envs.failures import FailureKind
from envs.robots import panda
from envs.task.refs import AxisRef, PartRef, PointRef
from envs.task.stages import Actuate, ContactMotion, FollowMotion
from kpam.motion.motions import retreat_path
from kpam.motion.track import track

FOLLOW_TRIES = 3
"""How often a joint that lags behind the hand is followed on from where it is."""
FOLLOW_SHORT = 0.03
"""Share of the joint's range that counts as there."""
SPARE = 0.02
"""Share of the joint's range by which the hand goes past a target, for the give of the arm."""
GRASPED_WIDTH = 0.002
"""Metres between the fingers below which nothing can be between them."""


def actuate(runner: Runner, action: Actuate) -> None:
    """Carry out an Actuate; raises StageError."""
    scene, state = runner.session.scene_model, runner.state
    width = panda.MAX_WIDTH if action.gripper == "close" else 0.0
    touching = sorted(_objects(action))
    gripping = action.gripper == "close"
    followed = [motion for motion in action.then if isinstance(motion, FollowMotion)]
    ways = TURNING if gripping and followed else TURNING[:1]
    if abs(runner.width - width) > 1e-4:
        runner.grip(width)
    around = Surroundings(runner, followed[0], retreat=action.retreat) if gripping and len(followed) == 1 else None
    approach = plan_approach(
        runner,
        [[constraint(spec, state, scene) for spec in specs] for specs in leaning(action.constraints)],
        distance=action.approach,
        width=width,
        touching=touching,
        follows=[partial(contact_path, runner, motions=action.then, turning=way, around=around) for way in ways],
        in_order=True,
    )
    turning = ways[approach.follow]
    runner.follow(approach.free, speed=FREE_SPEED)
    runner.follow(approach.straight, speed=CONTACT_SPEED)
    runner.mark(f"{runner.stage}: at the keypoints")
    if gripping:
        runner.grip(0.0)
        _check_grip(runner, touching)
    for motion in action.then:
        if isinstance(motion, FollowMotion):
            _follow_joint(runner, motion, gripping=gripping, turning=turning)
        else:
            _move(runner, motion)
    runner.mark(f"{runner.stage}: after contact")
    if gripping:
        runner.grip(panda.MAX_WIDTH)
    _retreat(runner, action.retreat)


def _objects(action: Actuate) -> set[str]:
    """Return the objects that the hand is meant to touch."""
    named = {spec.target.object for spec in action.constraints if isinstance(spec.target, PointRef | AxisRef)}
    return named | {motion.part.object for motion in action.then if isinstance(motion, FollowMotion)}


def _check_grip(runner: Runner, objects: list[str]) -> None:
    opening = runner.state.robot.width
    held = any(runner.session.scene_model.held(runner.state, name) for name in objects)
    if opening < GRASPED_WIDTH or not held:
        raise runner.fail(
            FailureKind.GRASP_MISSED,
            f"the fingers closed to {opening * 1000:.0f} mm without holding {' or '.join(objects) or 'anything'}",
        )


def _fraction(runner: Runner, part: PartRef) -> float:
    return runner.session.scene_model.joint_fraction(runner.state, part.object, part.part)


def _follow_joint(runner: Runner, motion: FollowMotion, *, gripping: bool, turning: Turning) -> None:
    """Follow a joint, and go on from where it is while it lags behind the hand."""
    sign = np.sign(motion.to - _fraction(runner, motion.part))
    for _ in range(FOLLOW_TRIES):
        tracked, _ = track_motion(runner, runner.q, motion, spare=SPARE, turning=turning)
        runner.follow(tracked.path, speed=CONTACT_SPEED)
        fraction = _fraction(runner, motion.part)
        missing = sign * (motion.to - fraction)
        if missing <= FOLLOW_SHORT:
            return
        if gripping and not runner.touches(motion.part.object):
            raise runner.fail(
                FailureKind.SLIPPED,
                f"the hand let {motion.part.object}.{motion.part.part} go at {fraction:.2f} of its range, "
                f"on the way to {motion.to:.2f}",
            )
        if not tracked.reached:
            return


def _move(runner: Runner, motion: ContactMotion) -> None:
    tracked, _ = track_motion(runner, runner.q, motion)
    if not tracked.reached:
        raise runner.fail(FailureKind.OUT_OF_REACH, f"{say(motion)} leaves the arm's reach")
    runner.follow(tracked.path, speed=CONTACT_SPEED)


def _retreat(runner: Runner, distance: float) -> None:
    """Leave backwards along the hand's approach axis, as far as the arm can."""
    if distance <= 0:
        return
    tracked = track(runner.arm, runner.q, retreat_path(runner.T_base_hand, distance))
    runner.follow(tracked.path, speed=CONTACT_SPEED)
