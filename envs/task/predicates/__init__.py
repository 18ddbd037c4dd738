"""Predicates on one state, one to a file; the registry below is the whole list."""

from __future__ import annotations

from envs.task.predicates.aligned import Aligned
from envs.task.predicates.along import Along
from envs.task.predicates.at_pose import AtPose
from envs.task.predicates.beyond import Beyond
from envs.task.predicates.cornered import Cornered
from envs.task.predicates.grasped import Grasped
from envs.task.predicates.inside import Inside
from envs.task.predicates.joint_fraction import JointFraction
from envs.task.predicates.lifted import Lifted
from envs.task.predicates.matched import Matched
from envs.task.predicates.near import Near
from envs.task.predicates.on import On
from envs.task.predicates.over import Over
from envs.task.predicates.share_inside import ShareInside
from envs.task.predicates.upright import Upright

PREDICATES = {
    "aligned": Aligned,
    "along": Along,
    "at_pose": AtPose,
    "beyond": Beyond,
    "cornered": Cornered,
    "grasped": Grasped,
    "inside": Inside,
    "joint_fraction": JointFraction,
    "lifted": Lifted,
    "matched": Matched,
    "near": Near,
    "on": On,
    "over": Over,
    "share_inside": ShareInside,
    "upright": Upright,
}
