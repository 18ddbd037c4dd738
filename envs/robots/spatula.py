"""A spatula on the flange: a short handle and a flat blade, to push and sweep with."""

from __future__ import annotations

import numpy as np

from envs.assets.model import Box, Cylinder
from envs.pose import Pose
from envs.robots import panda
from envs.robots.fitted import HAND, Fitting, solid
from kpam.keypoints import Tool, Turns

BLADE_LINK = "panda_blade"
THICKNESS, WIDTH, HEIGHT = 0.008, 0.11, 0.06
"""The blade's edges in metres along x, y and z of the hand: its faces look along the `side` axis."""
EDGE = 0.14
"""How far along the hand's z axis the blade's lower edge is, metres."""

_HANDLE_END = EDGE - HEIGHT
_STEEL, _BLADE, _PLATE = (0.62, 0.65, 0.69), (0.88, 0.62, 0.20), (0.30, 0.32, 0.36)


def _rod(radius: float, low: float, high: float, colour: tuple[float, float, float]) -> Cylinder:
    middle = Pose(position=(0.0, 0.0, (low + high) / 2))
    return Cylinder(radius=radius, length=high - low, pose=middle, colour=colour)


FITTING = Fitting(
    robot="panda_spatula",
    holder=solid(HAND, (_rod(0.0315, 0.0, 0.012, _PLATE), _rod(0.012, 0.012, _HANDLE_END, _STEEL)), mass=0.40),
    end=solid(
        BLADE_LINK,
        (
            Box(
                size=(THICKNESS, WIDTH, HEIGHT),
                pose=Pose(position=(0.0, 0.0, HEIGHT / 2)),
                colour=_BLADE,
            ),
        ),
        mass=0.12,
    ),
    at=_HANDLE_END,
)

SPATULA = Tool(
    "spatula",
    {"blade": np.array([0.0, 0.0, EDGE]), "flange": np.zeros(3)},
    {**panda.TOOL_AXES},
    turns=(Turns(panda.TOOL_AXES["approach"], 2),),
)
"""`blade` is the middle of the blade's lower edge. `fingers` runs along the blade's width, as the gripper's fingers
close along it, and `side` out of its face: that is where it pushes. Turned by half a turn it is the same spatula."""
