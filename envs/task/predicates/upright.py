"""An object stands upright."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Literal

import numpy as np
from pydantic import Field

from envs.frozen import Frozen, Name
from envs.task.measurement import Measurement

if TYPE_CHECKING:
    from envs.task.scene_model import SceneModel
    from envs.worlds.state import WorldState


class Upright(Frozen):
    """An object's z axis points up within a tolerance in radians."""

    kind: Literal["upright"] = "upright"
    object: Name
    tolerance: float = Field(default=math.radians(15), gt=0)

    def measure(self, state: WorldState, start: WorldState, scene: SceneModel) -> Measurement:
        """Return by how many radians the object is within the tilt allowed, or beyond it."""
        up = float(np.clip(scene.pose(state, self.object)[2, 2], -1.0, 1.0))
        tilt = math.acos(up)
        margin = self.tolerance - tilt
        allowed = f"at most {math.degrees(self.tolerance):.0f} wanted"
        text = f"{self.object} leans by {math.degrees(tilt):.0f} degrees ({allowed})"
        return Measurement(margin >= 0, margin, "rad", text)
