"""Robots by name."""

from __future__ import annotations

from envs.errors import UnknownNameError
from envs.robots import panda
from envs.robots.robot import Robot

ROBOTS: dict[str, Robot] = {
    "panda": Robot("panda", "gripper", panda.GRIPPER, panda.urdf_path, panda.link_meshes),
}


def robot(name: str) -> Robot:
    """Return a robot by name; raises UnknownNameError."""
    if name not in ROBOTS:
        raise UnknownNameError("robot", name, ROBOTS)
    return ROBOTS[name]
