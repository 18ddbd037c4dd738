"""Place: put the held object down in or on something, upright and turned as it should be, and let go."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from envs.execution.actions.spots import UP, Spot, spots
from envs.execution.holding import holds, in_hand, rests, standing_pose, tied_to
from envs.execution.planning import plan_way
from envs.execution.runner import Held, Runner, StageError
from envs.execution.steps import outwards
from envs.failures import FailureKind
from envs.robots import panda
from envs.task.stages import Place
from envs.worlds.world import CONTROL_HZ
from kpam.constraints import AxisParallel, PointToPoint
from kpam.constraints.base import Constraint
from kpam.motion.following import follow
from kpam.motion.frames import Frames, Straight, Turn, verb
from kpam.motion.plan import MotionPlan, StagePath
from kpam.motion.timing import time_path
from kpam.transforms import Array, about_axis, apply, inverse, rotate

APPROACH = 0.12
RETREAT = 0.10
CLEARANCE = 0.006
"""Metres between the object and what it is set on before it is lowered."""
BELOW = 0.002
"""Metres by which it is lowered further than that while it meets nothing."""
SPEED, LOWERING_SPEED = 0.6, 0.16
"""Shares of the arm's velocity limits: on the way in and out, and while the object is lowered."""
OPENINGS = (0.02, 0.008)
"""Metres by which the fingers open to let go, no further than they can: there may be walls beside them."""
SPINS = (0.25 * np.pi, 0.5 * np.pi, 0.75 * np.pi, np.pi, -0.75 * np.pi, -0.5 * np.pi, -0.25 * np.pi)
"""Angles by which an object that may stand at any is turned from how it is held, where no way is found as it is."""
OFF, TURNED = 5e-4, 5e-3
"""Metres and radians beyond which the hand corrects where the object is before it is lowered."""


@dataclass(frozen=True)
class Option:
    """Constraints on the hand that put the object on a spot, its x axis (3,) as wanted where that matters."""

    spot: Spot
    heading: Array | None
    constraints: list[Constraint]


def place(runner: Runner, action: Place) -> None:
    """Carry out a Place; raises StageError."""
    runner.begin()
    held, name = runner.held, action.object
    if held is None or held.object != name:
        holding = "nothing" if held is None else repr(held.object)
        raise runner.fail(FailureKind.GRASP_MISSED, f"cannot place {name!r}: the hand holds {holding}; pick it first")
    runner.held = Held(name, in_hand(runner, name))
    if tied_to(runner, name):
        opening = OPENINGS[0] if runner.robot.has_fingers else panda.MAX_WIDTH
        released = min(runner.state.robot.width + opening, panda.MAX_WIDTH)
        _drag(runner, name, spots(runner, action)[0])
    else:
        options = list(_options(runner, action))
        way, released = _way(runner, name, options)
        runner.enter(way)
        _check_held(runner, name)
        _correct(runner, name, options[way.solution.alternative])
    _lower(runner, name)
    runner.mark(f"{runner.stage}: about to release {name}")
    _check_held(runner, name)
    runner.grip(released)
    runner.held = None
    runner.follow(outwards(RETREAT), speed=SPEED)
    runner.mark(f"{runner.stage}: {name} released")


def _drag(runner: Runner, name: str, spot: Spot) -> None:
    """Draw a bead straight to over its spot, as high as it is held: the rest of its rope trails behind on the table."""
    for _ in range(2):
        off = spot.point - _bottom(runner, standing_pose(runner, name), name)
        off[2] = 0.0
        distance = float(np.linalg.norm(off))
        if distance > OFF:
            runner.follow((Straight(off / distance, distance, "world"),))
        _check_held(runner, name)
    above = float(_bottom(runner, standing_pose(runner, name), name)[2] - spot.point[2]) - CLEARANCE
    if above > 0:
        runner.follow((verb("down", above),))


def _options(runner: Runner, action: Place) -> Iterator[Option]:
    """Yield what will do, best first.

    A wanted angle is met by every turn under which the object is the same, the shortest first. An object that may
    stand at any angle is put as it suits the arm, and turned to some where that leads nowhere.
    """
    name, scene, found = action.object, runner.session.scene_model, spots(runner, action)
    T_world_object = standing_pose(runner, name)
    T_hand_object = inverse(runner.state.robot.T_world_hand) @ T_world_object
    bottom, up = _bottom(runner, T_hand_object, name), rotate(T_hand_object, UP)
    x, now = (rotate(T, (1.0, 0.0, 0.0)) for T in (T_hand_object, T_world_object))
    symmetry = scene.asset(name).yaw_symmetry
    level = not np.isclose(abs(now[2]), 1.0)

    def option(spot: Spot, heading: Array | None) -> Option:
        constraints: list[Constraint] = [
            PointToPoint(f"bottom of {name} {spot.label}", bottom, spot.point + CLEARANCE * UP, 1e-3),
            AxisParallel(f"{name} upright", up, UP, 0.01),
        ]
        if heading is not None:
            constraints.append(AxisParallel(f"{name} turned as wanted {spot.label}", x, heading, 0.005))
        return Option(spot, heading, constraints)

    if action.yaw is not None and symmetry > 0:
        turns = [action.yaw + 2 * np.pi * k / symmetry for k in range(symmetry)]
        for spot in found:
            headings = [rotate(about_axis(UP, turn), spot.forward) for turn in turns]
            for heading in sorted(headings, key=lambda heading: -float(now @ heading)):
                yield option(spot, heading)
        return
    for number, spot in enumerate(found):
        yield option(spot, None)
        if number == 0 and level:
            for spin in SPINS:
                yield option(spot, rotate(about_axis(UP, spin), (now[0], now[1], 0.0)))


def _way(runner: Runner, name: str, options: list[Option]) -> tuple[StagePath, float]:
    """Return a way to a spot and the opening at which the hand lets go there; raises StageError."""
    lists = [item.constraints for item in options]
    width = runner.state.robot.width
    openings = [min(width + opening, panda.MAX_WIDTH) for opening in OPENINGS]
    if not runner.robot.has_fingers:
        openings = [panda.MAX_WIDTH]
    for released in openings[:-1]:
        try:
            return plan_way(runner, lists, _plan(runner, name, released), in_order=True), released
        except StageError as error:
            if error.failure.kind != FailureKind.PATH_BLOCKED:
                raise
    return plan_way(runner, lists, _plan(runner, name, openings[-1]), in_order=True), openings[-1]


def _plan(runner: Runner, name: str, released: float) -> MotionPlan:
    return MotionPlan(
        approach=(verb("down", APPROACH),),
        retreat=outwards(RETREAT),
        width=runner.state.robot.width,
        retreat_width=released,
        touching=(name,),
        contact_speed=SPEED,
    )


def _correct(runner: Runner, name: str, option: Option) -> None:
    """Move the object level and turn it upright to where it should be over its spot, by what is missing still."""
    T = standing_pose(runner, name)
    middle = _bottom(runner, T, name)
    off = option.spot.point - middle
    off[2] = 0.0
    steps: list[Straight | Turn] = []
    if option.heading is not None:
        x = rotate(T, (1.0, 0.0, 0.0))
        angle = float(np.arctan2(np.cross(x, option.heading)[2], x @ option.heading))
        if abs(angle) > TURNED:
            steps.append(Turn(UP, angle, middle, "world"))
    if np.linalg.norm(off) > OFF:
        steps.append(Straight(off / np.linalg.norm(off), float(np.linalg.norm(off)), "world"))
    if steps:
        runner.follow(steps)


def _lower(runner: Runner, name: str) -> None:
    """Lower the object until it rests on something, or nothing is met where that should be."""
    way = follow(runner.arm, runner.q, (verb("down", CLEARANCE + BELOW),), Frames())
    for q in time_path(runner.arm, way.path, rate=float(CONTROL_HZ), speed=LOWERING_SPEED)[1:]:
        if rests(runner, name):
            return
        runner.act(q, runner.width)


def _check_held(runner: Runner, name: str) -> None:
    if not holds(runner, name):
        raise runner.fail(FailureKind.SLIPPED, f"{name!r} was lost on the way to where it should go")


def _bottom(runner: Runner, T: Array, name: str) -> Array:
    """Return the middle of the object's underside where the object is at T."""
    model = runner.session.scene_model.objects[name]
    x, y, z = model.centre
    return apply(T, (x, y, z - model.size[2] / 2))
