"""From the contact motions that a task names to steps that kPAM follows, as the scene stands now."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from envs.execution.runner import Runner
from envs.robots import panda
from envs.task.refs import AxisRef, PartRef, PointRef
from envs.task.stages import ContactMotion, FollowMotion, TranslateMotion
from kpam.motion.frames import AlongJoint, Joint, Step, Straight, Turn
from kpam.motion.motions import Bar

APPROACH = panda.TOOL_AXES["approach"]


def inwards(distance: float) -> tuple[Step, ...]:
    """Return the step straight ahead by metres; none for no distance."""
    return (Straight(APPROACH, distance),) if distance > 0 else ()


def outwards(distance: float) -> tuple[Step, ...]:
    """Return the step straight back by metres; none for no distance."""
    return (Straight(-APPROACH, distance),) if distance > 0 else ()


def steps(
    runner: Runner, motions: Sequence[ContactMotion], *, turning: float | None = 1.0, spare: float = 0.0
) -> tuple[Step, ...]:
    """Return contact motions as steps.

    Args:
        runner: the episode.
        motions: the motions, in order.
        turning: the share of a followed part's turn by which the hand turns with it; None as it suits the arm.
        spare: the share of its range by which a joint is followed past its target.
    """
    scene, state, found = runner.session.scene_model, runner.state, list[Step]()
    standing: dict[PartRef, float] = {}
    for motion in motions:
        if isinstance(motion, FollowMotion):
            of = (motion.part.object, motion.part.part)
            joint, line = scene.part_joint(*of), scene.joint_line(state, *of)
            value = standing.get(motion.part, scene.joint_value(state, *of))
            wanted = joint.value_at(motion.to)
            ahead = np.sign(wanted - value) * spare
            standing[motion.part] = joint.value_at(float(np.clip(motion.to + ahead, 0.0, 1.0)))
            amount = standing[motion.part] - value
            found.append(AlongJoint(amount, turning, Joint(line.kind, line.point, line.axis)))
        elif isinstance(motion, TranslateMotion):
            found.append(Straight(scene.axis(state, motion.direction), motion.distance, "world"))
        else:
            about = runner.robot.working_point
            found.append(Turn(scene.axis(state, motion.axis), motion.angle, about, "world", "tool"))
    return tuple(found)


def bar(runner: Runner, part: PartRef) -> Bar:
    """Return where the handle of a part is, about which a hand that holds it may turn."""
    scene = runner.session.scene_model
    handle = scene.asset(part.object).part(part.part).handle
    axis = scene.axis(runner.state, AxisRef(object=part.object, axis=f"{handle}.axis"))
    return Bar(scene.point(runner.state, PointRef(object=part.object, point=f"{handle}.centre")), axis)
