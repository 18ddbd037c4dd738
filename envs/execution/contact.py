"""Motions in contact as joint paths, and how far the hand turns with a part that it holds."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from envs.execution.runner import Runner
from envs.robots import panda
from envs.task.refs import AxisRef, PartRef
from envs.task.stages import ContactMotion, FollowMotion, TranslateMotion
from kpam.motion.motions import FollowJoint, Motion, Rotate, Translate, hand_path
from kpam.motion.track import TrackResult, track
from kpam.transforms import Array, about_axis, apply, inverse, rotate

Turning = float | None
"""The share of a part's turn by which the hand turns with it; None lets the hand turn as the arm likes."""
TURNING: tuple[Turning, ...] = (1.0, 0.5, 0.0, None)
"""The shares that are tried, best first: less than 1 lets the handle's bar turn between the fingers."""
PATH_WIDTH = 0.02
"""Metres between the fingers while they hold a bar, for what the hand may hit."""


def contact_path(
    runner: Runner,
    q: Array,
    *,
    motions: Sequence[ContactMotion],
    turning: Turning,
    hit: Callable[[Array], str | None] | None = None,
) -> Array | str:
    """Return the joint path (k, 7) of all contact motions from a configuration, or why there is none.

    `hit` tells what is in the way while the hand holds a part that moves.
    """
    path = np.array([q])
    for motion in motions:
        tracked, steps = track_motion(runner, path[-1], motion, turning=turning)
        if not tracked.reached:
            return f"{say(motion)} leaves the arm's reach after {tracked.failed_at} of {steps} steps"
        path = np.vstack([path, tracked.path])
        struck = hit(tracked.path) if hit is not None and isinstance(motion, FollowMotion) else None
        if struck is not None:
            return f"{say(motion)} is in the way of the arm: {struck}"
    return path


def track_motion(
    runner: Runner, q: Array, motion: ContactMotion, *, spare: float = 0.0, turning: Turning = 1.0
) -> tuple[TrackResult, int]:
    """Track a contact motion from a configuration, as the scene stands now; also how many poses it has.

    A followed joint is taken `spare` of its range past its target. With `turning` other than 1 the hand turns about
    the handle's bar at the grasp point, for arcs round which the arm cannot carry the hand rigidly.
    """
    meant = _motion(runner, q, motion, spare)
    path = hand_path(runner.arm.forward(q), meant)
    if turning == 1.0 or not isinstance(motion, FollowMotion) or not isinstance(meant, FollowJoint):
        return track(runner.arm, q, path), len(path)
    bar, grasp = _bar_in_hand(runner, q, motion.part), panda.TOOL_POINTS["grasp"]
    if turning is None:
        return track(runner.arm, q, path, free_axis=bar, point=grasp), len(path)
    if meant.kind == "revolute":
        along = float(rotate(path[0], bar) @ meant.axis)
        back = (turning - 1.0) * meant.amount * along * np.linspace(0.0, 1.0, len(path))
        path = np.array([T @ about_axis(bar, angle, grasp) for T, angle in zip(path, back, strict=True)])
    return track(runner.arm, q, path), len(path)


def _motion(runner: Runner, q: Array, motion: ContactMotion, spare: float) -> Motion:
    """Return kPAM's form of a contact motion, as the scene stands now."""
    scene, state = runner.session.scene_model, runner.state
    if isinstance(motion, FollowMotion):
        joint = scene.part_joint(motion.part.object, motion.part.part)
        fraction = scene.joint_fraction(state, motion.part.object, motion.part.part)
        ahead = np.sign(motion.to - fraction) * spare
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


def say(motion: ContactMotion) -> str:
    """Return a contact motion in words."""
    if isinstance(motion, FollowMotion):
        return f"following {motion.part.object}.{motion.part.part} to {motion.to:.2f} of its range"
    if isinstance(motion, TranslateMotion):
        return f"moving {motion.distance * 100:.0f} cm"
    return f"turning by {motion.angle:.2f} rad"
