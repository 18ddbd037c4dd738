"""One object stands on another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np

from envs.assets.model import PlaceName, Surface
from envs.frozen import Frozen, Name
from envs.task.measurement import Measurement
from envs.task.refs import PlaceRef
from kpam.transforms import apply, inverse

if TYPE_CHECKING:
    from envs.task.scene_model import SceneModel
    from envs.worlds.state import WorldState


FREE_GAP = 0.005  # metres that may lie between bottom and surface where the engine reports no contact
CONTACT_GAP = 0.01  # the same where it does
MAX_TILT = 0.5  # radians beyond which a surface holds nothing up


class On(Frozen):
    """An object rests on a support: touches it and lies over its surface (any of its surfaces if none is named)."""

    kind: Literal["on"] = "on"
    object: Name
    support: Name
    surface: PlaceName | None = None

    def measure(self, state: WorldState, start: WorldState, scene: SceneModel) -> Measurement:
        """Return the distance in metres that is missing to rest on the nearest allowed surface."""
        surfaces = scene.asset(self.support).surfaces
        if self.surface is not None:
            surfaces = (scene.asset(self.support).surface(self.surface),)
        if not surfaces:
            return Measurement(False, -1.0, "m", f"{self.support} has no surface to stand on")
        return max((self._over(item, state, scene) for item in surfaces), key=lambda found: found.margin)

    def _over(self, surface: Surface, state: WorldState, scene: SceneModel) -> Measurement:
        T, _ = scene.place(state, PlaceRef(object=self.support, place=surface.name))
        local = apply(inverse(T), scene.centre(state, self.object))
        edge = float((np.asarray(surface.size) / 2 - np.abs(local[:2])).min())
        gap = scene.extent(state, self.object, T[:3, 2])[0] - float(T[:3, 2] @ T[:3, 3])
        where = f"{self.support}'s {surface.name}"
        tilt = float(np.arccos(np.clip(T[2, 2], -1.0, 1.0)))
        if tilt > MAX_TILT:
            return Measurement(False, MAX_TILT - tilt, "rad", f"{where} is tilted by {np.degrees(tilt):.0f} degrees")
        if edge < 0:
            return Measurement(False, edge, "m", f"{self.object}'s centre is {-edge * 1000:.0f} mm beside {where}")
        touches = self.support in scene.touching(state, self.object)
        allowed = CONTACT_GAP if touches else FREE_GAP
        if abs(gap) > allowed:
            side = "above" if gap > 0 else "below"
            return Measurement(False, -abs(gap), "m", f"{self.object} is {abs(gap) * 1000:.0f} mm {side} {where}")
        if scene.held(state, self.object):
            return Measurement(False, -FREE_GAP, "m", f"{self.object} is on {where} but still held by the gripper")
        return Measurement(True, edge, "m", f"{self.object} stands on {where}")
