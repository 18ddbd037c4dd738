"""Pick: hold an object, by one of its grasps or on a suction cup, and lift it."""

from __future__ import annotations

import numpy as np

from envs.execution.actions.suck import suck
from envs.execution.holding import across, in_hand, standing_pose, tied_to
from envs.execution.planning import plan_way
from envs.execution.runner import Held, Runner
from envs.execution.steps import inwards
from envs.failures import FailureKind
from envs.robots import panda
from envs.task.stages import Pick
from kpam.constraints import AxisParallel, PointToPoint
from kpam.constraints.base import Constraint
from kpam.motion.frames import verb
from kpam.motion.plan import MotionPlan
from kpam.transforms import about_axis, apply, rotate

APPROACH = 0.10
"""Metres of straight way in."""
SPEED = 0.6
"""Share of the arm's velocity limits on the way in and up."""
SPINS = (0.0, 0.25 * np.pi, 0.5 * np.pi, 0.75 * np.pi)
"""Angles about its approach at which a grasp is tried that is the same at any angle, so that there is some choice."""
HELD_DRIFT = 0.02
"""Metres that a held object may slide in the hand during the lift."""


def pick(runner: Runner, action: Pick) -> None:
    """Carry out a Pick; raises StageError."""
    runner.begin()
    if runner.held is not None:
        raise runner.fail(
            FailureKind.GRASP_MISSED, f"cannot pick {action.object!r}: the hand still holds {runner.held.object!r}"
        )
    if runner.robot.sucks:
        suck(runner, action)
        return
    if not runner.robot.has_fingers:
        raise runner.fail(
            FailureKind.INFEASIBLE, f"cannot pick {action.object!r} with a {runner.robot.end}; push or sweep it"
        )
    runner.grip(panda.MAX_WIDTH)
    lift = (verb("up", action.lift),) if action.lift > 0 else ()
    plan = MotionPlan(
        approach=inwards(APPROACH),
        contact=lift,
        alternatives=((),),  # better to try than to give up: the lift is judged by what it does
        touching=(action.object,),
        moving=(action.object,),
        releases=False,
        contact_speed=SPEED,
    )
    tied = bool(tied_to(runner, action.object))
    runner.enter(plan_way(runner, _grasps(runner, action.object), plan, in_order=tied))
    runner.grip(0.0)
    runner.mark(f"{runner.stage}: grasp {action.object}")
    if not runner.session.scene_model.held(runner.state, action.object):
        raise runner.fail(
            FailureKind.GRASP_MISSED,
            f"the fingers closed to {runner.state.robot.width * 1000:.0f} mm without holding {action.object!r}",
        )
    held = Held(action.object, in_hand(runner, action.object))
    runner.follow(lift, speed=SPEED)
    moved = float(np.linalg.norm(in_hand(runner, action.object)[:3, 3] - held.T_hand_object[:3, 3]))
    if not runner.touches(action.object) or moved > HELD_DRIFT:
        raise runner.fail(
            FailureKind.SLIPPED, f"{action.object!r} slid {moved * 100:.1f} cm in the hand while it was lifted"
        )
    runner.held = Held(action.object, in_hand(runner, action.object))
    runner.mark(f"{runner.stage}: holding {action.object}")


def _grasps(runner: Runner, name: str) -> list[list[Constraint]]:
    """Return each grasp of an object as constraints on the hand, one at any angle as it is and at some angles.

    A bead is held across its rope first, so that the fingers do not shift the beads beside it.
    """
    model = runner.session.scene_model.objects[name]
    if not model.grasps:
        raise runner.fail(FailureKind.INFEASIBLE, f"{model.id} has no grasp; it cannot be picked")
    grasp_point, axes = panda.TOOL_POINTS["grasp"], panda.TOOL_AXES
    options: list[list[Constraint]] = []
    for grasp in model.grasps:
        whole = grasp.link == model.root.name
        T = standing_pose(runner, name) if whole else runner.state.objects[name].links[grasp.link]
        approach, closing = rotate(T, grasp.approach), rotate(T, grasp.closing)
        held: list[Constraint] = [
            PointToPoint(f"{grasp.name}: grasp point", grasp_point, apply(T, grasp.centre), 1e-3),
            AxisParallel(f"{grasp.name}: approach", axes["approach"], approach, 0.01),
        ]
        beside = across(runner, name)
        if grasp.free_spin and beside is not None:
            options.append([*held, AxisParallel(f"{grasp.name}: across", axes["fingers"], beside, 0.1)])
            options.append([*held, AxisParallel(f"{grasp.name}: across", axes["fingers"], -beside, 0.1)])
        if grasp.free_spin:
            options.append(held)
        for angle in SPINS if grasp.free_spin else SPINS[:1]:
            turned = rotate(about_axis(approach, angle), closing)
            options.append([*held, AxisParallel(f"{grasp.name}: closing", axes["fingers"], turned, 0.01)])
    return options
