"""A robot as everything but an engine needs it: its arm, what it ends in, its files."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from envs.robots import panda
from envs.robots.panda_description import LinkMesh
from envs.task.spec import RobotName
from kpam.keypoints import Tool
from kpam.robot import Arm
from kpam.transforms import Array

End = Literal["gripper", "suction", "spatula"]


@dataclass(frozen=True)
class Robot:
    """An arm of seven joints that ends in a gripper, a suction cup or a spatula; its hand is always `panda_hand`.

    Every robot takes the same actions (8,): seven joint targets in radians and an opening in metres between 0 and
    `panda.MAX_WIDTH`. A gripper opens its fingers so far; a suction cup lets go at half of it or more and sucks below;
    a spatula does nothing with it. Where there are no fingers, positions 7 and 8 of a state are their targets.
    """

    name: RobotName
    end: End
    tool: Tool
    urdf: Callable[[], Path]
    meshes: Callable[[], tuple[LinkMesh, ...]]

    @property
    def has_fingers(self) -> bool:
        """Whether positions 7 and 8 of a state are joints of their own."""
        return self.end == "gripper"

    @property
    def sucks(self) -> bool:
        """Whether it ends in a suction cup."""
        return self.end == "suction"

    @property
    def working_point(self) -> Array:
        """Where the hand acts, (3,) in its frame: between the fingertips, the lip's middle, the blade's edge."""
        return next(iter(self.tool.points.values()))

    @property
    def home(self) -> Array:
        """The posture (9,) in which an episode begins."""
        return panda.HOME

    def arm(self) -> Arm:
        """Return the kinematics of the seven joints up to the hand, with the shapes of what it ends in."""
        return _arm(self.urdf())


@cache
def _arm(urdf: Path) -> Arm:
    return Arm.from_urdf(
        urdf,
        hand_frame=panda.HAND_FRAME,
        joints=panda.JOINT_NAMES,
        velocity_limits=panda.VELOCITY_LIMITS,
        acceleration_limits=panda.ACCELERATION_LIMITS,
    )
