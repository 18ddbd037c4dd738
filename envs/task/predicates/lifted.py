"""An object has been lifted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from pydantic import Field

from envs.frozen import Frozen, Name
from envs.task.measurement import Measurement

if TYPE_CHECKING:
    from envs.task.scene_model import SceneModel
    from envs.worlds.state import WorldState


class Lifted(Frozen):
    """An object's centre is at least `height` metres above where it started."""

    kind: Literal["lifted"] = "lifted"
    object: Name
    height: float = Field(gt=0)

    def measure(self, state: WorldState, start: WorldState, scene: SceneModel) -> Measurement:
        """Return by how many metres the object is higher than asked, or too low."""
        rise = float(scene.centre(state, self.object)[2] - scene.centre(start, self.object)[2])
        margin = rise - self.height
        text = f"{self.object} is {rise * 1000:.0f} mm above its start (at least {self.height * 1000:.0f} mm wanted)"
        return Measurement(margin >= 0, margin, "m", text)
