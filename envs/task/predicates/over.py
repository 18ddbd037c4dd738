"""An object rests on several others at once, as a pyramid's upper blocks do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np
from pydantic import Field

from envs.frozen import Frozen, Name
from envs.task.measurement import Measurement
from envs.task.predicates.on import CONTACT_GAP, FREE_GAP

if TYPE_CHECKING:
    from envs.task.scene_model import SceneModel
    from envs.worlds.state import WorldState


class Over(Frozen):
    """An object lies on the tops of two or more others, reaches over each of them, and the robot has let go."""

    kind: Literal["over"] = "over"
    object: Name
    supports: tuple[Name, ...] = Field(min_length=2, max_length=8)

    def measure(self, state: WorldState, start: WorldState, scene: SceneModel) -> Measurement:
        """Return the distance in metres that is missing to rest on the support that is missed by most."""
        bottom, touched = scene.bottom(state, self.object), scene.touching(state, self.object)
        margins: dict[str, tuple[float, str]] = {}
        for name in self.supports:
            gap = bottom - scene.extent(state, name)[1]
            beside = -self._overlap(state, scene, name)
            allowed = CONTACT_GAP if name in touched else FREE_GAP
            if beside > 0:
                margins[name] = -beside, f"{self.object} is {beside * 1000:.0f} mm beside {name}"
            elif abs(gap) > allowed:
                side = "above" if gap > 0 else "below"
                margins[name] = -abs(gap), f"{self.object} is {abs(gap) * 1000:.0f} mm {side} {name}'s top"
            else:
                margins[name] = -beside, f"{self.object} reaches {-beside * 1000:.0f} mm over {name}"
        margin, text = min(margins.values())
        if margin < 0:
            return Measurement(False, margin, "m", text)
        if scene.held(state, self.object):
            return Measurement(False, -FREE_GAP, "m", f"{self.object} lies on {len(self.supports)} but is still held")
        return Measurement(True, margin, "m", "; ".join(text for _, text in margins.values()))

    def _overlap(self, state: WorldState, scene: SceneModel, support: str) -> float:
        """Return how far the two reach over each other along the level line between them, metres; below 0 the gap."""
        between = scene.centre(state, support) - scene.centre(state, self.object)
        between[2] = 0.0
        distance = float(np.linalg.norm(between))
        if distance < 1e-6:
            return 0.0
        way = between / distance
        return scene.extent(state, self.object, way)[1] - scene.extent(state, support, way)[0]
