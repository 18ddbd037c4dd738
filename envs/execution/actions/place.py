"""Place: put the held object down in or on something, upright, and let go."""

from __future__ import annotations

import numpy as np

from envs.assets.model import Volume
from envs.execution.reach import plan_approach
from envs.execution.runner import CONTACT_SPEED, FREE_SPEED, Runner
from envs.failures import FailureKind
from envs.robots import panda
from envs.task.refs import PlaceRef
from envs.task.stages import Place
from kpam.constraints import AxisParallel, PointToPoint
from kpam.constraints.base import Constraint
from kpam.motion.motions import Translate, hand_path
from kpam.motion.track import track
from kpam.transforms import Array, apply, rotate

APPROACH = 0.12
RETREAT = 0.10
CLEARANCE = 0.006
"""Metres between the object and what it is set on when the fingers open."""
DROP_HEIGHTS = (0.0, 0.03, 0.06, 0.10)
"""Extra metres above a volume's floor that are tried in turn, for where the hand does not fit in deeper."""
UP = np.array([0.0, 0.0, 1.0])


def place(runner: Runner, action: Place) -> None:
    """Carry out a Place; raises StageError."""
    held = runner.held
    if held is None or held.object != action.object:
        holding = "nothing" if held is None else repr(held.object)
        raise runner.fail(
            FailureKind.GRASP_MISSED, f"cannot place {action.object!r}: the hand holds {holding}; pick it first"
        )
    target, inside = _target(runner, action)
    bottom = _bottom_in_hand(runner, held.T_hand_object, action.object)
    up_in_hand = rotate(held.T_hand_object, UP)
    alternatives: list[list[Constraint]] = []
    for height in DROP_HEIGHTS if inside else (0.0,):
        goal = target + (height + CLEARANCE) * UP
        alternatives.append(
            [
                PointToPoint(f"bottom of {action.object} {height * 100:.0f} cm above the target", bottom, goal, 1e-3),
                AxisParallel(f"{action.object} upright", up_in_hand, UP, 0.01),
            ]
        )
    approach = plan_approach(
        runner,
        alternatives,
        direction=-UP,
        distance=APPROACH,
        width=runner.width,
        touching=[action.object],
        in_order=True,
    )
    runner.follow(approach.free, speed=FREE_SPEED)
    runner.follow(approach.straight, speed=CONTACT_SPEED)
    runner.mark(f"{runner.stage}: about to release {action.object}")
    if not runner.touches(action.object):
        raise runner.fail(FailureKind.SLIPPED, f"{action.object!r} was lost on the way to where it should go")
    runner.grip(panda.MAX_WIDTH)
    runner.held = None
    back = hand_path(runner.T_base_hand, Translate(-runner.T_base_hand[:3, 2], RETREAT))
    away = track(runner.arm, runner.q, back)
    runner.follow(away.path, speed=CONTACT_SPEED)
    runner.mark(f"{runner.stage}: {action.object} released")


def _target(runner: Runner, action: Place) -> tuple[Array, bool]:
    """Return the point where the object's bottom shall go, in the world, and whether that is inside something."""
    scene, state = runner.session.scene_model, runner.state
    offset = np.array([*action.offset, 0.0])
    if not isinstance(action.target, PlaceRef):
        return scene.point(state, action.target) + offset, False
    T_world_floor, _ = scene.floor(state, action.target)
    return apply(T_world_floor, offset), isinstance(scene.find_place(action.target), Volume)


def _bottom_in_hand(runner: Runner, T_hand_object: Array, name: str) -> Array:
    """Return the middle of the object's underside in the hand's frame."""
    model = runner.session.scene_model.objects[name]
    x, y, z = model.centre
    return apply(T_hand_object, (x, y, z - model.size[2] / 2))
