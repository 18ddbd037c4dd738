"""Actuate: bring the hand to keypoints, take hold, move in contact, let go, retreat."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import numpy as np

from envs.execution.reach import plan_approach
from envs.execution.resolve import constraint
from envs.execution.runner import CONTACT_SPEED, FREE_SPEED, Runner, StageError
from envs.failures import FailureKind
from envs.robots import panda
from envs.task.refs import AxisRef, PartRef, PointRef
from envs.task.stages import Actuate, ContactMotion, FollowMotion, HandConstraint, TranslateMotion
from kpam.motion.motions import FollowJoint, Motion, Rotate, Translate, hand_path
from kpam.motion.track import TrackResult, track
from kpam.transforms import Array, apply, inverse, rotate

FOLLOW_TRIES = 3
"""How often a joint that lags behind the hand is followed on from where it is."""
FOLLOW_SHORT = 0.03
"""Share of the joint's range that counts as there."""
SPARE = 0.02
"""Share of the joint's range by which the hand goes past a target, for the give of the arm."""
TIGHT_ANGLE = 0.01
"""Radians of slack that are tried before a constraint's own tolerance."""
GRASPED_WIDTH = 0.002
"""Metres between the fingers below which nothing can be between them."""


def actuate(runner: Runner, action: Actuate) -> None:
    """Carry out an Actuate; raises StageError."""
    scene, state = runner.session.scene_model, runner.state
    width = panda.MAX_WIDTH if action.gripper == "close" else 0.0
    exact = [constraint(_tightened(spec), state, scene) for spec in action.constraints]
    loose = [constraint(spec, state, scene) for spec in action.constraints]
    touching = sorted(_objects(action))

    def contact(pivot: bool) -> Callable[[Array], Array | str]:
        return lambda q: _contact_path(runner, q, action.then, pivot=pivot)

    if abs(runner.width - width) > 1e-4:
        runner.grip(width)
    plan = partial(
        plan_approach,
        runner,
        [exact, loose],
        distance=action.approach,
        width=width,
        touching=touching,
        in_order=True,
    )
    pivot = False
    try:
        approach = plan(follow=contact(pivot=False))
    except StageError as error:
        pivots = any(isinstance(motion, FollowMotion) for motion in action.then)
        if error.failure.kind != FailureKind.OUT_OF_REACH or action.gripper != "close" or not pivots:
            raise
        pivot = True
        approach = plan(follow=contact(pivot=True))
    runner.follow(approach.free, speed=FREE_SPEED)
    runner.follow(approach.straight, speed=CONTACT_SPEED)
    runner.mark(f"{runner.stage}: at the keypoints")
    if action.gripper == "close":
        runner.grip(0.0)
        _check_grip(runner, touching)
    for motion in action.then:
        if isinstance(motion, FollowMotion):
            _follow_joint(runner, motion, gripping=action.gripper == "close", pivot=pivot)
        else:
            _move(runner, motion)
    runner.mark(f"{runner.stage}: after contact")
    if action.gripper == "close":
        runner.grip(panda.MAX_WIDTH)
    _retreat(runner, action.retreat)


def _contact_path(runner: Runner, q: Array, motions: Sequence[ContactMotion], *, pivot: bool) -> Array | str:
    """Return the joint path (k, 7) of all contact motions from a configuration, or why there is none."""
    path = np.array([q])
    for motion in motions:
        tracked, steps = _track_motion(runner, path[-1], motion, pivot=pivot)
        if not tracked.reached:
            return f"{_say(motion)} leaves the arm's reach after {tracked.failed_at} of {steps} steps"
        path = np.vstack([path, tracked.path])
    return path


def _tightened(spec: HandConstraint) -> HandConstraint:
    """Return a constraint without the slack that it allows, which is used only where the arm needs it."""
    return spec.model_copy(update={"tolerance": min(spec.tolerance, TIGHT_ANGLE)}) if spec.kind == "at_angle" else spec


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


def _follow_joint(runner: Runner, motion: FollowMotion, *, gripping: bool, pivot: bool) -> None:
    """Follow a joint, and go on from where it is while it lags behind the hand."""
    sign = np.sign(motion.to - _fraction(runner, motion.part))
    for _ in range(FOLLOW_TRIES):
        tracked, _ = _track_motion(runner, runner.q, motion, spare=SPARE, pivot=pivot)
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
    tracked, _ = _track_motion(runner, runner.q, motion)
    if not tracked.reached:
        raise runner.fail(FailureKind.OUT_OF_REACH, f"{_say(motion)} leaves the arm's reach")
    runner.follow(tracked.path, speed=CONTACT_SPEED)


def _track_motion(
    runner: Runner, q: Array, motion: ContactMotion, *, spare: float = 0.0, pivot: bool = False
) -> tuple[TrackResult, int]:
    """Track a contact motion from a configuration, as the scene stands now; also how many poses it has.

    A followed joint is taken `spare` of its range past its target. With `pivot` the hand may turn about the handle's
    bar at the grasp point, for arcs round which the arm cannot carry the hand rigidly.
    """
    path = hand_path(runner.arm.forward(q), _motion(runner, q, motion, spare))
    if pivot and isinstance(motion, FollowMotion):
        bar = _bar_in_hand(runner, q, motion.part)
        return track(runner.arm, q, path, free_axis=bar, point=panda.TOOL_POINTS["grasp"]), len(path)
    return track(runner.arm, q, path), len(path)


def _motion(runner: Runner, q: Array, motion: ContactMotion, spare: float) -> Motion:
    """Return kPAM's form of a contact motion, as the scene stands now."""
    scene, state = runner.session.scene_model, runner.state
    if isinstance(motion, FollowMotion):
        joint = scene.part_joint(motion.part.object, motion.part.part)
        ahead = np.sign(motion.to - _fraction(runner, motion.part)) * spare
        goal = float(np.clip(motion.to + ahead, 0.0, 1.0))
        amount = joint.value_at(goal) - scene.joint_value(state, motion.part.object, motion.part.part)
        line = scene.joint_line(state, motion.part.object, motion.part.part)
        return FollowJoint(line.kind, line.point, line.axis, amount)
    if isinstance(motion, TranslateMotion):
        return Translate(scene.axis(state, motion.direction), motion.distance)
    point = apply(runner.arm.forward(q), panda.TOOL_POINTS["grasp"])
    return Rotate(scene.axis(state, motion.axis), motion.angle, point)


def _bar_in_hand(runner: Runner, q: Array, part: PartRef) -> Array:
    """Return the axis of a part's handle in the hand's frame."""
    scene = runner.session.scene_model
    handle = scene.asset(part.object).part(part.part).handle
    axis = scene.axis(runner.state, AxisRef(object=part.object, axis=f"{handle}.axis"))
    return rotate(inverse(runner.arm.forward(q)), axis)


def _retreat(runner: Runner, distance: float) -> None:
    """Leave backwards along the hand's approach axis, as far as the arm can."""
    if distance <= 0:
        return
    T = runner.T_base_hand
    tracked = track(runner.arm, runner.q, hand_path(T, Translate(-T[:3, 2], distance)))
    runner.follow(tracked.path, speed=CONTACT_SPEED)


def _say(motion: ContactMotion) -> str:
    if isinstance(motion, FollowMotion):
        return f"following {motion.part.object}.{motion.part.part} to {motion.to:.2f} of its range"
    if isinstance(motion, TranslateMotion):
        return f"moving {motion.distance * 100:.0f} cm"
    return f"turning by {motion.angle:.2f} rad"
