"""An object is at a pose."""

from __future__ import annotations

import math
from typing import Literal

from pydantic import Field

from envs.frozen import Frozen, Name
from envs.pose import Pose


class AtPose(Frozen):
    """An object's root frame is at a pose, in the world or, with `relative`, seen from where it started."""

    kind: Literal["at_pose"] = "at_pose"
    object: Name
    pose: Pose
    position_tolerance: float = Field(default=0.01, gt=0, description="metres")
    angle_tolerance: float | None = Field(default=math.radians(15), gt=0, description="radians; None ignores rotation")
    relative: bool = False
