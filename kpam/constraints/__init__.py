"""Keypoint constraints, one kind to a file."""

from __future__ import annotations

from kpam.constraints.axis_antiparallel import AxisAntiparallel
from kpam.constraints.axis_at_angle import AxisAtAngle
from kpam.constraints.axis_orthogonal import AxisOrthogonal
from kpam.constraints.axis_parallel import AxisParallel
from kpam.constraints.base import Constraint
from kpam.constraints.clearance import Clearance
from kpam.constraints.distance import Distance
from kpam.constraints.hand_motion import HandMotion
from kpam.constraints.hand_workspace import HandWorkspace
from kpam.constraints.height import Height
from kpam.constraints.joint_change import JointChange
from kpam.constraints.joint_limits import JointLimits
from kpam.constraints.manipulability import Manipulability
from kpam.constraints.point_in_box import PointInBox
from kpam.constraints.point_to_line import PointToLine
from kpam.constraints.point_to_plane import PointToPlane
from kpam.constraints.point_to_point import PointToPoint
from kpam.constraints.posture import Posture

CONSTRAINTS: dict[str, type[Constraint]] = {
    "point_to_point": PointToPoint,
    "point_to_line": PointToLine,
    "point_to_plane": PointToPlane,
    "point_in_box": PointInBox,
    "height": Height,
    "distance": Distance,
    "axis_parallel": AxisParallel,
    "axis_antiparallel": AxisAntiparallel,
    "axis_orthogonal": AxisOrthogonal,
    "axis_at_angle": AxisAtAngle,
    "hand_workspace": HandWorkspace,
    "joint_limits": JointLimits,
    "posture": Posture,
    "manipulability": Manipulability,
    "clearance": Clearance,
    "joint_change": JointChange,
    "hand_motion": HandMotion,
}

__all__ = [
    "CONSTRAINTS",
    "AxisAntiparallel",
    "AxisAtAngle",
    "AxisOrthogonal",
    "AxisParallel",
    "Clearance",
    "Constraint",
    "Distance",
    "HandMotion",
    "HandWorkspace",
    "Height",
    "JointChange",
    "JointLimits",
    "Manipulability",
    "PointInBox",
    "PointToLine",
    "PointToPlane",
    "PointToPoint",
    "Posture",
]
