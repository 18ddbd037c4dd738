"""Predicates on one state, one to a file; the registry below is the whole list."""

from __future__ import annotations

from envs.task.predicates.at_pose import AtPose
from envs.task.predicates.grasped import Grasped
from envs.task.predicates.inside import Inside
from envs.task.predicates.joint_fraction import JointFraction
from envs.task.predicates.lifted import Lifted
from envs.task.predicates.near import Near
from envs.task.predicates.on import On
from envs.task.predicates.upright import Upright

PREDICATES = {
    "at_pose": AtPose,
    "grasped": Grasped,
    "inside": Inside,
    "joint_fraction": JointFraction,
    "lifted": Lifted,
    "near": Near,
    "on": On,
    "upright": Upright,
}
