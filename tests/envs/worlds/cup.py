"""A robot moved by hand in a world: straight joint motions to where its tool point is to be, looking down."""

from __future__ import annotations

from functools import cache

import numpy as np

from envs.robots import panda, robot
from envs.worlds.state import WorldState
from envs.worlds.world import World
from kpam.constraints import AxisParallel, PointToPoint
from kpam.problem import KeypointProblem
from kpam.solver import solve
from kpam.transforms import Array, inverse

OPEN, SUCK = panda.MAX_WIDTH, 0.0
X, Y = 0.45, 0.05
"""Where the cup comes down."""
EDGE = 0.04


@cache
def posture(name: str, point: str, x: float, y: float, z: float) -> Array:
    """Return joint angles (7,) at which a robot's tool point is at a position and looks down."""
    this = robot(name)
    constraints = (
        PointToPoint("there", this.tool.point(point), np.array([x, y, z]), 1e-4),
        AxisParallel("down", this.tool.axis("approach"), np.array([0.0, 0.0, -1.0]), 1e-3),
    )
    found = solve(KeypointProblem(constraints, panda.HOME[:7], symmetries=this.tool.symmetries()), this.arm())
    assert found.feasible, found.explain()
    return found.q


def move(world: World, q: Array, width: float, steps: int = 120) -> None:
    """Move in so many physics steps to joint angles (7,), the opening at a width from the first."""
    begin = world.state(contacts=False).robot.targets
    goal = np.concatenate([q, [width / 2, width / 2]])
    for k in range(1, steps + 1):
        targets = begin + (goal - begin) * k / steps
        targets[7:] = width / 2
        world.set_targets(targets)
        world.step(1)


def at_cup(x: float, y: float, z: float) -> Array:
    """Return the posture at which the suction cup's lip is at a position."""
    return posture("panda_suction", "cup", x, y, z)


def take(world: World, top: float = EDGE) -> None:
    """Come down on what is so high at (X, Y), and suck."""
    move(world, at_cup(X, Y, top + 0.06), OPEN)
    move(world, at_cup(X, Y, top + 0.001), OPEN)
    move(world, world.state().robot.targets[:7], SUCK, 30)


def in_hand(state: WorldState, name: str = "b") -> Array:
    """Return T_hand_object."""
    return inverse(state.robot.T_world_hand) @ state.objects[name].pose
