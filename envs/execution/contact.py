"""Motions in contact as joint paths, and how far the hand turns with a part that it holds."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from envs.execution.reach import NoWay, collisions, first_hit
from envs.execution.runner import Runner
from envs.failures import FailureKind
from envs.robots import panda
from envs.task.refs import AxisRef, PartRef
from envs.task.stages import ContactMotion, FollowMotion, TranslateMotion
from kpam.motion.motions import FollowJoint, Motion, Rotate, Translate, hand_path, retreat_path
from kpam.motion.track import TrackResult, track
from kpam.transforms import Array, about_axis, apply, inverse, rotate

Turning = float | None
"""The share of a part's turn by which the hand turns with it; None lets the hand turn as the arm likes."""
TURNING: tuple[Turning, ...] = (1.0, 0.5, 0.0, None)
"""The shares that are tried, best first: less than 1 lets the handle's bar turn between the fingers."""
HOLDING = 0.02
"""Metres between the fingers while they hold a bar."""
ROOM = 0.04
"""Metres between the fingers at which they do not touch the bar that they hold, to see what else of a part they do."""


class Surroundings:
    """What a hand that holds a moving part may hit: what stands around, and the part itself on its way."""

    def __init__(self, runner: Runner, motion: FollowMotion, *, retreat: float) -> None:
        part = motion.part
        link = f"{part.object}/{runner.session.scene_model.asset(part.object).part(part.part).link}"
        self.arm, self.retreat = runner.arm, retreat
        self._fixed = collisions(runner, without=[link])
        meant = _motion(runner, runner.q, motion, 0.0)
        displacements = hand_path(np.eye(4), meant)
        self._moved = [
            (share, collisions(runner, moved={link: displacements[round(share * (len(displacements) - 1))]}))
            for share in (0.5, 1.0)
        ]

    def hit(self, tracked: TrackResult) -> str | None:
        """Return what is hit along the tracked motion, or when the hand lets go and leaves after it."""
        struck = first_hit(self._fixed, tracked.path, HOLDING, ())
        if struck is not None:
            return struck
        for share, model in self._moved:
            row = tracked.rows[round(share * (len(tracked.rows) - 1))]
            struck = model.what_collides(tracked.path[row], width=ROOM)
            if struck is not None:
                return struck
        q = tracked.path[-1]
        away = track(self.arm, q, retreat_path(self.arm.forward(q), self.retreat)).path if self.retreat > 0 else [q]
        return first_hit(self._moved[-1][1], np.asarray(away), panda.MAX_WIDTH, ())


def contact_path(
    runner: Runner,
    q: Array,
    *,
    motions: Sequence[ContactMotion],
    turning: Turning,
    around: Surroundings | None = None,
) -> Array | NoWay:
    """Return the joint path (k, 7) of all contact motions from a configuration, or why there is none.

    `around` tells what is in the way while the hand holds a part that moves.
    """
    path = np.array([q])
    for motion in motions:
        tracked, steps = track_motion(runner, path[-1], motion, turning=turning)
        if not tracked.reached:
            reason = f"{say(motion)} leaves the arm's reach after {tracked.failed_at} of {steps} steps"
            return NoWay(FailureKind.OUT_OF_REACH, reason)
        path = np.vstack([path, tracked.path])
        struck = around.hit(tracked) if around is not None and isinstance(motion, FollowMotion) else None
        if struck is not None:
            return NoWay(FailureKind.PATH_BLOCKED, f"{say(motion)} brings the arm against something: {struck}")
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
