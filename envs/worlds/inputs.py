"""What every world checks of what it is given, and the figures that all of them share."""

from __future__ import annotations

import math
from collections.abc import Collection

import numpy as np

from envs.robots import panda
from envs.robots.robot import Robot
from envs.worlds.state import WorldState
from kpam.transforms import Array

GROUND_FRICTION = 1.0
TARGET_SPEEDS = (*panda.VELOCITY_LIMITS.tolist(), 0.2, 0.2)
"""At most so fast, rad/s and m/s, are the drives told that their targets move."""


def checked_targets(targets: Array) -> Array:
    """Return a copy of drive targets (9,); raises ValueError unless they are nine finite numbers."""
    values = np.array(targets, dtype=float)
    # Of nine numbers a list's sum takes a fifth of an array's.
    if values.shape != (9,) or not math.isfinite(sum(values.tolist())):
        raise ValueError(f"targets {targets!r} are not nine finite numbers: seven joint angles, two finger positions")
    return values


def check_scene(state: WorldState, objects: Collection[str], robot: Robot) -> None:
    """Raise ValueError where a state that is to be restored is of another scene or robot, or has a pose of NaN."""
    missing = set(objects) ^ set(state.objects)
    if missing:
        raise ValueError(f"the state is of another scene: {sorted(missing)} are in one of the two; restore its own")
    sucked = state.robot.sucked
    if sucked is not None and not robot.sucks:
        raise ValueError(f"the state has {sucked.object!r} at a suction cup, which {robot.name!r} has none of")
    for name, item in state.objects.items():
        if not np.isfinite(item.pose).all():
            raise ValueError(
                f"the state has {name!r} at a pose that is no number: physics exploded; restore one before"
            )
