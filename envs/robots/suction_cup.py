"""A suction cup on the flange: a tube of 10 cm along its axis and a cup of 2 cm at its end."""

from __future__ import annotations

from envs.assets.model import Cylinder
from envs.pose import Pose
from envs.robots.fitted import HAND, Fitting, solid

CUP_LINK = "panda_cup"
LIP_RADIUS = 0.015
"""Metres; narrower than a block of 4 cm, so that the cup does not reach over what stands beside it."""
TUBE_LENGTH, CUP_LENGTH = 0.10, 0.02

_STEEL, _RUBBER, _PLATE = (0.62, 0.65, 0.69), (0.16, 0.17, 0.20), (0.30, 0.32, 0.36)


def _cylinder(radius: float, low: float, high: float, colour: tuple[float, float, float]) -> Cylinder:
    middle = Pose(position=(0.0, 0.0, (low + high) / 2))
    return Cylinder(radius=radius, length=high - low, pose=middle, colour=colour)


FITTING = Fitting(
    robot="panda_suction",
    holder=solid(
        HAND, (_cylinder(0.0315, 0.0, 0.012, _PLATE), _cylinder(0.010, 0.012, TUBE_LENGTH, _STEEL)), mass=0.40
    ),
    end=solid(
        CUP_LINK,
        (_cylinder(0.012, 0.0, 0.012, _RUBBER), _cylinder(LIP_RADIUS, 0.012, CUP_LENGTH, _RUBBER)),
        mass=0.05,
    ),
    at=TUBE_LENGTH,
)
"""The end's frame lies where the tube ends; the lip's middle is `panda.SUCTION.point("cup")` in the hand's."""
