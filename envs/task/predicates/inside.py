"""One object lies inside a volume of another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np

from envs.frozen import Frozen, Name
from envs.task.measurement import Measurement
from envs.task.refs import PlaceRef
from kpam.transforms import apply, inverse

if TYPE_CHECKING:
    from envs.task.scene_model import SceneModel
    from envs.worlds.state import WorldState


MARGIN = 0.002  # metres by which the centre must be clear of the faces


class Inside(Frozen):
    """An object's centre lies inside a volume of another object."""

    kind: Literal["inside"] = "inside"
    object: Name
    place: PlaceRef

    def measure(self, state: WorldState, start: WorldState, scene: SceneModel) -> Measurement:
        """Return by how much the object's centre is inside the volume's nearest face, or outside it."""
        T, size = scene.place(state, self.place)
        local = apply(inverse(T), scene.centre(state, self.object))
        room = size / 2 - MARGIN - np.abs(local)
        margin = float(room.min()) if (room >= 0).all() else -float(np.linalg.norm(np.minimum(room, 0.0)))
        where = f"{self.place.object}'s {self.place.place}"
        if margin >= 0:
            return Measurement(True, margin, "m", f"{self.object} is inside {where}")
        return Measurement(False, margin, "m", f"{self.object}'s centre is {-margin * 1000:.0f} mm outside {where}")
