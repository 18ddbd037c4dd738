"""Robots by name."""

from __future__ import annotations

from envs.errors import UnknownNameError
from envs.robots import panda, spatula, suction_cup
from envs.robots.robot import Robot

ROBOTS: dict[str, Robot] = {
    "panda": Robot("panda", "gripper", panda.GRIPPER, panda.urdf_path, panda.link_meshes),
    "panda_suction": Robot(
        "panda_suction", "suction", panda.SUCTION, suction_cup.FITTING.urdf, suction_cup.FITTING.meshes
    ),
    "panda_spatula": Robot("panda_spatula", "spatula", spatula.SPATULA, spatula.FITTING.urdf, spatula.FITTING.meshes),
}


def robot(name: str) -> Robot:
    """Return a robot by name; raises UnknownNameError."""
    if name not in ROBOTS:
        raise UnknownNameError("robot", name, ROBOTS)
    return ROBOTS[name]
