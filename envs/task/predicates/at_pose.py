"""An object is at a pose."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Literal

import numpy as np
from pydantic import Field

from envs.frozen import Frozen, Name
from envs.pose import Pose
from envs.task.measurement import Measurement
from kpam.transforms import inverse, rotation_angle

if TYPE_CHECKING:
    from envs.task.scene_model import SceneModel
    from envs.worlds.state import WorldState


class AtPose(Frozen):
    """An object's root frame is at a pose, in the world or, with `relative`, seen from where it started."""

    kind: Literal["at_pose"] = "at_pose"
    object: Name
    pose: Pose
    position_tolerance: float = Field(default=0.01, gt=0, description="metres")
    angle_tolerance: float | None = Field(default=math.radians(15), gt=0, description="radians; None ignores rotation")
    relative: bool = False

    def measure(self, state: WorldState, start: WorldState, scene: SceneModel) -> Measurement:
        """Return the distance left beyond tolerance, or the angle where the position is right."""
        T = scene.pose(state, self.object)
        if self.relative:
            T = inverse(scene.pose(start, self.object)) @ T
        wanted = self.pose.matrix()
        distance = float(np.linalg.norm(T[:3, 3] - wanted[:3, 3]))
        angle = rotation_angle(T[:3, :3], wanted[:3, :3])
        text = f"{self.object} is {distance * 1000:.0f} mm and {math.degrees(angle):.0f} degrees from its pose"
        if distance > self.position_tolerance or self.angle_tolerance is None:
            margin = self.position_tolerance - distance
            text += f" (within {self.position_tolerance * 1000:.0f} mm wanted)"
            return Measurement(margin >= 0, margin, "m", text)
        margin = self.angle_tolerance - angle
        text += f" (within {math.degrees(self.angle_tolerance):.0f} degrees wanted)"
        return Measurement(margin >= 0, margin, "rad", text)
