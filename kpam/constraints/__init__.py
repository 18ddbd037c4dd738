"""Keypoint constraints, one kind to a file."""

from __future__ import annotations

from kpam.constraints.axis_at_angle import AxisAtAngle
from kpam.constraints.axis_orthogonal import AxisOrthogonal
from kpam.constraints.axis_parallel import AxisParallel
from kpam.constraints.base import Constraint
from kpam.constraints.point_to_plane import PointToPlane
from kpam.constraints.point_to_point import PointToPoint

CONSTRAINTS: dict[str, type[Constraint]] = {
    "point_to_point": PointToPoint,
    "point_to_plane": PointToPlane,
    "axis_parallel": AxisParallel,
    "axis_orthogonal": AxisOrthogonal,
    "axis_at_angle": AxisAtAngle,
}

__all__ = [
    "CONSTRAINTS",
    "AxisAtAngle",
    "AxisOrthogonal",
    "AxisParallel",
    "Constraint",
    "PointToPlane",
    "PointToPoint",
]
