"""Physics that has lost its footing: values that are no numbers, speeds that nothing on a table has."""

from __future__ import annotations

import math
from itertools import chain

import numpy as np

from envs.worlds.state import WorldState

SPEED_LIMIT = 100.0
"""Metres a second of a link, and metres or radians a second of a joint, beyond which physics has exploded."""
_COMPONENT = SPEED_LIMIT / math.sqrt(3)
"""No vector of such components is longer than the limit, so most states are cleared by one comparison."""


def explosion(state: WorldState) -> str | None:
    """Return what exploded, with the figure, or None while every value is finite and every speed below the limit."""
    links = list(chain.from_iterable(item.links.values() for item in state.objects.values()))
    speeds = list(chain.from_iterable(item.velocities.values() for item in state.objects.values()))
    rates = [rate for item in state.objects.values() for rate in item.joint_velocities.values()]
    values = math.fsum(value for item in state.objects.values() for value in item.joints.values())
    moving = np.concatenate([state.robot.velocities, np.array(rates), *speeds])
    places = np.concatenate([state.robot.positions, *(T[:3, 3] for T in links)])
    # NaN is in no order, so it is only by being below that a value passes.
    if np.abs(moving).max() < _COMPONENT and math.isfinite(float(places.sum())) and math.isfinite(values):
        return None
    return _named(state)


def _named(state: WorldState) -> str | None:
    """Look at one thing after another; fast turning alone is no explosion."""
    robot = state.robot
    if not (np.isfinite(robot.positions).all() and np.isfinite(robot.velocities).all()):
        return "the robot's joints have values that are no numbers"
    if np.abs(robot.velocities).max() > SPEED_LIMIT:
        return f"a joint of the robot moves at {np.abs(robot.velocities).max():.3g} a second"
    for name, item in state.objects.items():
        for link, velocity in item.velocities.items():
            speed = float(np.linalg.norm(velocity[:3]))
            if not (np.isfinite(velocity).all() and np.isfinite(item.links[link]).all()):
                return f"{name}'s {link} has a pose or a speed that is no number"
            if speed > SPEED_LIMIT:
                return f"{name}'s {link} moves at {speed:.3g} m/s"
        for joint, rate in item.joint_velocities.items():
            if not (math.isfinite(rate) and math.isfinite(item.joints[joint])):
                return f"{name}'s joint {joint} has a value that is no number"
            if abs(rate) > SPEED_LIMIT:
                return f"{name}'s joint {joint} moves at {abs(rate):.3g} a second"
    return None
