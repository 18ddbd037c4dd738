"""The Franka Emika Panda with its parallel gripper: names, limits, drives, and the named points of its hand."""

from __future__ import annotations

from functools import cache

import numpy as np

from envs.robots.panda_description import link_meshes, urdf_path
from envs.task.stages import ToolAxis, ToolPoint
from kpam.keypoints import Tool, Turns
from kpam.robot import Arm
from kpam.transforms import Array

__all__ = [
    "ACCELERATION_LIMITS",
    "ARM_DAMPING",
    "ARM_FORCE",
    "ARM_STIFFNESS",
    "FINGER_DAMPING",
    "FINGER_FORCE",
    "FINGER_FRICTION",
    "FINGER_LINKS",
    "FINGER_NAMES",
    "FINGER_STIFFNESS",
    "GRIPPER",
    "HAND_FRAME",
    "HOME",
    "JOINT_NAMES",
    "MAX_WIDTH",
    "SUCTION",
    "TOOL_AXES",
    "TOOL_POINTS",
    "VELOCITY_LIMITS",
    "arm",
    "link_meshes",
    "urdf_path",
]

HAND_FRAME = "panda_hand"
JOINT_NAMES = (
    "panda_joint1",
    "panda_joint2",
    "panda_joint3",
    "panda_joint4",
    "panda_joint5",
    "panda_joint6",
    "panda_joint7",
)
FINGER_NAMES = ("panda_finger_joint1", "panda_finger_joint2")
FINGER_LINKS = ("panda_leftfinger", "panda_rightfinger")
MAX_WIDTH = 0.08
"""The widest opening between the fingers, metres."""

HOME = np.array([0.0, -np.pi / 4, 0.0, -3 * np.pi / 4, 0.0, np.pi / 2, np.pi / 4, 0.04, 0.04])
"""Joint values (9,) of the ready posture: the hand looks down at x = 0.31 m, 0.48 m above the table, open."""
HOME.setflags(write=False)

# Franka's data sheet of the Panda: rad/s and rad/s^2.
VELOCITY_LIMITS = np.array([2.175, 2.175, 2.175, 2.175, 2.61, 2.61, 2.61])
ACCELERATION_LIMITS = np.array([15.0, 7.5, 10.0, 12.5, 15.0, 20.0, 20.0])
VELOCITY_LIMITS.setflags(write=False)
ACCELERATION_LIMITS.setflags(write=False)

# Position drives: stiffness in N m/rad (N/m at the fingers), damping in the same times s, limits in N m (N).
# The arm follows a minimum-jerk motion within 1 mm (1.6 mm at 1000 / 100) and still yields enough for a
# hand on a handle to follow an arc that is not quite its own. A finger 40 mm from its target pulls just its limit:
# two fingers that both pulled their limit would let what they hold drift between them.
ARM_STIFFNESS, ARM_DAMPING, ARM_FORCE = 2000.0, 140.0, 87.0
FINGER_STIFFNESS, FINGER_DAMPING, FINGER_FORCE = 1750.0, 100.0, 70.0
FINGER_FRICTION = 2.0
"""Coulomb friction of the rubber finger pads."""

# Metres in the hand's frame. The finger meshes' flat pads span 0.0944 to 0.1121 m along the approach axis; the grasp
# point is the pads' middle, as in Franka's own tool frame. The hand's body ends at 0.066 m.
TOOL_POINTS: dict[ToolPoint, Array] = {
    "grasp": np.array([0.0, 0.0, 0.1034]),
    "tip": np.array([0.0, 0.0, 0.1121]),
    "palm": np.array([0.0, 0.0, 0.066]),
}
TOOL_AXES: dict[ToolAxis, Array] = {
    "approach": np.array([0.0, 0.0, 1.0]),
    "fingers": np.array([0.0, 1.0, 0.0]),
    "side": np.array([1.0, 0.0, 0.0]),
}
GRIPPER = Tool("gripper", {**TOOL_POINTS}, {**TOOL_AXES}, turns=(Turns(TOOL_AXES["approach"], 2),))
"""The gripper's points and axes; turned by half a turn about its approach axis it is the same gripper."""

SUCTION = Tool(
    "suction",
    {"cup": np.array([0.0, 0.0, 0.12]), "flange": np.zeros(3)},
    {"approach": TOOL_AXES["approach"]},
    turns=(Turns(TOOL_AXES["approach"]),),
)
"""A suction cup on the flange in the gripper's place: a tube of 10 cm along its axis, with a cup of 2 cm at its end.

`cup` is the middle of the cup's lip as it lies on a surface, `flange` where the tube begins, `approach` the way the cup
looks; at any angle about that it is the same cup. The frame is that of `HAND_FRAME`, which lies in the flange. Its
shapes are in `envs.robots.suction_cup`.
"""


@cache
def arm() -> Arm:
    """Return the kinematics of the seven joints up to the hand."""
    return Arm.from_urdf(
        urdf_path(),
        hand_frame=HAND_FRAME,
        joints=JOINT_NAMES,
        velocity_limits=VELOCITY_LIMITS,
        acceleration_limits=ACCELERATION_LIMITS,
    )
