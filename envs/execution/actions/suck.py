"""Pick with a suction cup: hold an object by a flat spot of its top and lift it."""

from __future__ import annotations

import numpy as np

from envs.execution.actions.tops import tops
from envs.execution.holding import holds, in_hand, tied_to
from envs.execution.planning import plan_way
from envs.execution.runner import Held, Runner
from envs.execution.steps import inwards
from envs.failures import FailureKind
from envs.robots import panda
from envs.robots.suction_cup import LIP_RADIUS
from envs.task.stages import Pick
from kpam.constraints import AxisParallel, PointToPoint
from kpam.constraints.base import Constraint
from kpam.motion.frames import verb
from kpam.motion.plan import MotionPlan

APPROACH = 0.10
"""Metres of straight way down to the object."""
SPEED = 0.6
"""Share of the arm's velocity limits on the way down and up."""
HOVER = 0.0015
"""Metres over the object's top at which the cup sucks: what stands beside it and is as high is not touched."""
PRESS = 0.004
"""Metres by which the cup goes on down where nothing hangs on it there."""
DOWN = np.array([0.0, 0.0, -1.0])
UPRIGHT, TILTED = 0.01, 0.3
"""Radians by which the cup may lean; the second where the first leads nowhere."""


def suck(runner: Runner, action: Pick) -> None:
    """Carry out a Pick with a robot that ends in a suction cup; raises StageError."""
    name = action.object
    runner.grip(panda.MAX_WIDTH)
    lift = (verb("up", action.lift),) if action.lift > 0 else ()
    plan = MotionPlan(
        approach=inwards(APPROACH),
        contact=lift,
        alternatives=((),),  # better to try than to give up: the lift is judged by what it does
        touching=(name, *sorted(tied_to(runner, name))),
        moving=(name,),
        releases=False,
        contact_speed=SPEED,
    )
    runner.enter(plan_way(runner, _spots(runner, name), plan, in_order=True))
    runner.grip(0.0)
    if not holds(runner, name):
        runner.follow((verb("down", PRESS),))
    runner.mark(f"{runner.stage}: cup on {name}")
    if not holds(runner, name):
        sucked = runner.state.robot.sucked
        instead = "nothing" if sucked is None else repr(sucked.object)
        raise runner.fail(FailureKind.GRASP_MISSED, f"the cup came down on {name!r} and holds {instead}")
    runner.held = Held(name, in_hand(runner, name))
    runner.follow(lift, speed=SPEED)
    if not holds(runner, name):
        raise runner.fail(FailureKind.SLIPPED, f"{name!r} fell off the cup while it was lifted")
    runner.mark(f"{runner.stage}: holding {name}")


def _spots(runner: Runner, name: str) -> list[list[Constraint]]:
    """Return constraints that bring the cup on each spot of an object's top, best first, then leaning a little."""
    scene, cup = runner.session.scene_model, runner.robot.tool
    found = tops(scene, runner.state, name, LIP_RADIUS)
    if not found:
        raise runner.fail(FailureKind.INFEASIBLE, f"{name!r} has no top that a cup could come down on")
    return [
        [
            PointToPoint(f"cup on {name}", cup.point("cup"), top.point - HOVER * DOWN, 1e-3),
            AxisParallel("cup looking down", cup.axis("approach"), DOWN, tilt),
        ]
        for tilt in (UPRIGHT, TILTED)
        for top in found
    ]
