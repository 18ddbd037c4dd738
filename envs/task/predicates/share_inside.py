"""Most of many objects lie in a place."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Literal

import numpy as np
from pydantic import Field

from envs.assets.model import Surface
from envs.frozen import Frozen, Name
from envs.task.measurement import Measurement
from envs.task.refs import PlaceRef
from kpam.transforms import apply, inverse

if TYPE_CHECKING:
    from envs.task.scene_model import SceneModel
    from envs.worlds.state import WorldState

ABOVE = 0.06  # metres over a surface up to which a centre counts as lying on it
BELOW = 0.005  # the same below it


class ShareInside(Frozen):
    """The centres of at least a share of some objects lie inside a volume, or over a surface and close to it."""

    kind: Literal["share_inside"] = "share_inside"
    objects: tuple[Name, ...] = Field(min_length=1)
    place: PlaceRef
    share: float = Field(default=0.9, gt=0, le=1)

    def measure(self, state: WorldState, start: WorldState, scene: SceneModel) -> Measurement:
        """Return the share that is there beyond what is asked, or that is missing."""
        T, size = scene.place(state, self.place)
        centres = np.array([scene.centre(state, name) for name in self.objects])
        local = apply(inverse(T), centres)
        if isinstance(scene.find_place(self.place), Surface):
            low, high = np.array([*-size[:2] / 2, -BELOW]), np.array([*size[:2] / 2, ABOVE])
        else:
            low, high = -size / 2, size / 2
        there = np.all((local >= low) & (local <= high), axis=1).tolist()
        count, wanted = sum(there), math.ceil(self.share * len(self.objects) - 1e-9)
        where = f"{self.place.object}'s {self.place.place}"
        missing = [name for name, found in zip(self.objects, there, strict=True) if not found]
        text = f"{count} of {len(self.objects)} objects are in {where} (at least {wanted} wanted)"
        if count < wanted:
            text += f"; not there: {', '.join(missing[:4])}" + (", ..." if len(missing) > 4 else "")
        return Measurement(count >= wanted, (count - wanted) / len(self.objects), "fraction", text)
