"""Place: put the held object down in or on something, upright, and let go."""

from __future__ import annotations

import numpy as np

from envs.assets.model import Volume
from envs.execution.planning import plan_way
from envs.execution.runner import Runner
from envs.execution.steps import outwards
from envs.failures import FailureKind
from envs.robots import panda
from envs.task.refs import PlaceRef
from envs.task.stages import Place
from kpam.constraints import AxisParallel, PointToPoint
from kpam.constraints.base import Constraint
from kpam.motion.frames import verb
from kpam.motion.plan import MotionPlan
from kpam.transforms import Array, apply, rotate

APPROACH = 0.12
RETREAT = 0.10
CLEARANCE = 0.006
"""Metres between the object and what it is set on when the fingers open."""
OPENING = 0.02
"""Metres by which the fingers open to let go, no further than they can: there may be walls beside them."""
DROP_HEIGHTS = (0.0, 0.03, 0.06, 0.10)
"""Extra metres above a volume's floor that are tried in turn, for where the hand does not fit in deeper."""
SHIFTS = ((0.0, 0.0), (0.2, 0.0), (-0.2, 0.0), (0.0, 0.2), (0.0, -0.2))
"""Shares of a volume's floor by which the target is shifted in turn, for where the hand does not fit in the middle."""
UP = np.array([0.0, 0.0, 1.0])


def place(runner: Runner, action: Place) -> None:
    """Carry out a Place; raises StageError."""
    held = runner.held
    if held is None or held.object != action.object:
        holding = "nothing" if held is None else repr(held.object)
        raise runner.fail(
            FailureKind.GRASP_MISSED, f"cannot place {action.object!r}: the hand holds {holding}; pick it first"
        )
    bottom = _bottom_in_hand(runner, held.T_hand_object, action.object)
    up_in_hand = rotate(held.T_hand_object, UP)
    alternatives: list[list[Constraint]] = [
        [
            PointToPoint(f"bottom of {action.object} {label}", bottom, target + CLEARANCE * UP, 1e-3),
            AxisParallel(f"{action.object} upright", up_in_hand, UP, 0.01),
        ]
        for target, label in _targets(runner, action)
    ]
    released = min(runner.state.robot.width + OPENING, panda.MAX_WIDTH)
    plan = MotionPlan(
        approach=(verb("down", APPROACH),),
        retreat=outwards(RETREAT),
        width=runner.width,
        retreat_width=released,
        touching=(action.object,),
    )
    runner.enter(plan_way(runner, alternatives, plan, in_order=True))
    runner.mark(f"{runner.stage}: about to release {action.object}")
    if not runner.touches(action.object):
        raise runner.fail(FailureKind.SLIPPED, f"{action.object!r} was lost on the way to where it should go")
    runner.grip(released)
    runner.held = None
    runner.follow(outwards(RETREAT))
    runner.mark(f"{runner.stage}: {action.object} released")


def _targets(runner: Runner, action: Place) -> list[tuple[Array, str]]:
    """Return where the object's bottom may go, in the world, best first, with words for it.

    A volume offers its floor, then places higher up or aside within it, unless the action names an offset.
    """
    scene, state = runner.session.scene_model, runner.state
    offset = np.array([*action.offset, 0.0])
    if not isinstance(action.target, PlaceRef):
        return [(scene.point(state, action.target) + offset, "at the target")]
    T_world_floor, size = scene.floor(state, action.target)
    if not isinstance(scene.find_place(action.target), Volume):
        return [(apply(T_world_floor, offset), "at the target")]
    shifts = SHIFTS if not any(action.offset) else SHIFTS[:1]
    return [
        (
            apply(T_world_floor, offset + np.array([*np.multiply(shift, size), 0.0])) + height * UP,
            f"{height * 100:.0f} cm above the floor of {action.target.place}",
        )
        for shift in shifts
        for height in DROP_HEIGHTS
    ]


def _bottom_in_hand(runner: Runner, T_hand_object: Array, name: str) -> Array:
    """Return the middle of the object's underside in the hand's frame."""
    model = runner.session.scene_model.objects[name]
    x, y, z = model.centre
    return apply(T_hand_object, (x, y, z - model.size[2] / 2))
