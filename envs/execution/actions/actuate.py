"""Actuate: bring the hand to keypoints, take hold, move in contact, let go, retreat."""

from __future__ import annotations

import numpy as np

from envs.execution.leaning import leaning
from envs.execution.planning import plan_way
from envs.execution.resolve import constraint
from envs.execution.runner import Runner
from envs.execution.steps import bar, inwards, outwards, steps
from envs.failures import FailureKind
from envs.robots import panda
from envs.task.refs import AxisRef, PartRef, PointRef
from envs.task.stages import Actuate, FollowMotion
from kpam.motion.frames import Frames
from kpam.motion.plan import MotionPlan

TURNING = (1.0, 0.5, 0.0, None)
"""The shares of a part's turn by which the hand turns with it, best first: less than 1 lets the handle's bar turn
between the fingers, None lets the hand turn about it as the arm likes."""
HOLDING = 0.02
"""Metres between the fingers while they hold a bar."""
RETREAT_LEAST = 0.1
"""Share of its way back that the hand must be able to go; it goes as far as nothing is in the way."""
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
    runner.begin()
    scene, state = runner.session.scene_model, runner.state
    gripping = action.gripper == "close"
    touching = sorted(_objects(action))
    parts = [motion.part for motion in action.then if isinstance(motion, FollowMotion)] if gripping else []
    held = bar(runner, parts[0]) if parts else None
    moving = tuple(f"{part.object}/{scene.asset(part.object).part(part.part).link}" for part in parts[:1])
    width = panda.MAX_WIDTH if gripping else 0.0
    if abs(runner.width - width) > 1e-4:
        runner.grip(width)
    ways = TURNING if parts else TURNING[:1]
    contact, *others = (steps(runner, action.then, turning=turning) for turning in ways)
    plan = MotionPlan(
        approach=inwards(action.approach),
        contact=contact,
        alternatives=tuple(others),
        retreat=outwards(action.retreat),
        width=width,
        contact_width=HOLDING if gripping else width,
        retreat_width=width,
        touching=moving or tuple(touching),
        pushing=() if parts else tuple(scene.objects),
        moving=(*moving, *(name for part in parts[:1] for name in _loaded(runner, part))),
        retreat_least=RETREAT_LEAST,
    )
    lists = [[constraint(spec, state, scene, runner.robot) for spec in specs] for specs in leaning(action.constraints)]
    way = plan_way(runner, lists, plan, frames=Frames(bar=held), in_order=True)
    runner.enter(way)
    runner.mark(f"{runner.stage}: at the keypoints")
    if gripping:
        runner.grip(0.0)
        _check_grip(runner, touching)
    for motion in action.then:
        if isinstance(motion, FollowMotion):
            _follow_joint(runner, motion, gripping=gripping, turning=ways[way.contact])
        else:
            followed = runner.follow(steps(runner, [motion]))
            if followed.missed is not None:
                raise runner.fail(FailureKind.OUT_OF_REACH, followed.missed)
    runner.mark(f"{runner.stage}: after contact")
    if gripping:
        runner.grip(panda.MAX_WIDTH)
    for leg in way.legs:
        if leg.name == "retreat":
            begin, end = runner.arm.forward(leg.path[[0, -1]])[:, :3, 3]
            runner.follow(outwards(float(np.linalg.norm(end - begin))))


def _objects(action: Actuate) -> set[str]:
    """Return the objects that the hand is meant to touch."""
    named = {spec.target.object for spec in action.constraints if isinstance(spec.target, PointRef | AxisRef)}
    return named | {motion.part.object for motion in action.then if isinstance(motion, FollowMotion)}


def _loaded(runner: Runner, part: PartRef) -> list[str]:
    """Return the free objects that lie in or on a part and go with it: those that touch it, or what does."""
    scene = runner.session.scene_model
    reached: list[tuple[str, str] | str] = [(part.object, scene.asset(part.object).part(part.part).link)]
    for at in reached:
        for contact in runner.state.contacts:
            for one, other in ((contact.first, contact.second), (contact.second, contact.first)):
                free = other[0] in scene.objects and not scene.objects[other[0]].fixed_base
                if at in (one, one[0]) and free and other[0] not in (part.object, *reached):
                    reached.append(other[0])
    return [name for name in reached if isinstance(name, str)]


def _check_grip(runner: Runner, objects: list[str]) -> None:
    opening = runner.state.robot.width
    held = any(runner.session.scene_model.held(runner.state, name) for name in objects)
    named = " or ".join(objects) or "anything"
    if not runner.robot.has_fingers and not held:
        raise runner.fail(FailureKind.GRASP_MISSED, f"the {runner.robot.end} does not hold {named}")
    if runner.robot.has_fingers and (opening < GRASPED_WIDTH or not held):
        raise runner.fail(
            FailureKind.GRASP_MISSED, f"the fingers closed to {opening * 1000:.0f} mm without holding {named}"
        )


def _fraction(runner: Runner, part: PartRef) -> float:
    return runner.session.scene_model.joint_fraction(runner.state, part.object, part.part)


def _follow_joint(runner: Runner, motion: FollowMotion, *, gripping: bool, turning: float | None) -> None:
    """Follow a joint, and go on from where it is while it lags behind the hand."""
    sign = np.sign(motion.to - _fraction(runner, motion.part))
    for _ in range(FOLLOW_TRIES):
        held = bar(runner, motion.part) if gripping else None
        followed = runner.follow(steps(runner, [motion], turning=turning, spare=SPARE), held)
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
        if followed.missed is not None:
            return
