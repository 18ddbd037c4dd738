"""An object is near a point or another object."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np
from pydantic import Field

from envs.frozen import Frozen, Name
from envs.task.measurement import Measurement
from envs.task.refs import AnyPoint, ObjectRef, PointRef

if TYPE_CHECKING:
    from envs.task.scene_model import SceneModel
    from envs.worlds.state import WorldState


class Near(Frozen):
    """An object's centre lies within `distance` metres of a point or of another object's centre."""

    kind: Literal["near"] = "near"
    object: Name
    target: ObjectRef | AnyPoint = Field(union_mode="left_to_right")
    distance: float = Field(gt=0)

    def measure(self, state: WorldState, start: WorldState, scene: SceneModel) -> Measurement:
        """Return by how many metres the object is within the distance, or beyond it."""
        if isinstance(self.target, ObjectRef):
            target, name = scene.centre(state, self.target.object), self.target.object
        else:
            target = scene.point(state, self.target)
            name = f"{self.target.object}'s {self.target.point}" if isinstance(self.target, PointRef) else "its target"
        distance = float(np.linalg.norm(scene.centre(state, self.object) - target))
        margin = self.distance - distance
        text = f"{self.object} is {distance * 1000:.0f} mm from {name} (within {self.distance * 1000:.0f} mm wanted)"
        return Measurement(margin >= 0, margin, "m", text)
