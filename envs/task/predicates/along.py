"""Objects lie in a row along a line, as a rope does that was pulled straight."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np
from pydantic import Field

from envs.frozen import Frozen, Name
from envs.task.measurement import Measurement
from envs.task.refs import AnyPoint

if TYPE_CHECKING:
    from envs.task.scene_model import SceneModel
    from envs.worlds.state import WorldState

RAISED = 0.02  # metres over the line's own height up to which the underside of what lies along it may be


class Along(Frozen):
    """Objects lie within a distance of the segment between two points, in their order from one end to the other.

    Either end may come first. Distances are level; what is held high over the line does not lie along it.
    """

    kind: Literal["along"] = "along"
    objects: tuple[Name, ...] = Field(min_length=2)
    start: AnyPoint
    end: AnyPoint
    distance: float = Field(default=0.02, gt=0, description="metres")

    def measure(self, state: WorldState, start: WorldState, scene: SceneModel) -> Measurement:
        """Return by how many metres the object that is furthest off is within the distance, or beyond it."""
        first, last = scene.point(state, self.start), scene.point(state, self.end)
        way = (last - first)[:2]
        length = float(np.linalg.norm(way))
        if length < self.distance:
            return Measurement(False, length - self.distance, "m", f"the line is {length * 1000:.0f} mm long")
        way = way / length
        centres = np.array([scene.centre(state, name) for name in self.objects])
        from_start = centres[:, :2] - first[:2]
        share = np.clip(from_start @ way, 0.0, length)
        off = np.linalg.norm(from_start - share[:, None] * way, axis=1)
        bottoms = np.array([scene.bottom(state, name) for name in self.objects])
        high = bottoms - first[2] - share / length * (last[2] - first[2])
        worst, highest = int(off.argmax()), int(high.argmax())
        margin = self.distance - float(off[worst])
        text = f"{self.objects[worst]} is {off[worst] * 1000:.0f} mm from the line"
        text += f" (within {self.distance * 1000:.0f} mm wanted)"
        if margin < 0:
            return Measurement(False, margin, "m", text)
        if high[highest] > RAISED:
            above = f"{self.objects[highest]} is {high[highest] * 1000:.0f} mm above the line"
            return Measurement(False, RAISED - float(high[highest]), "m", above)
        along = from_start @ way
        steps = np.diff(along) * (1.0 if along[-1] >= along[0] else -1.0)
        back = int(steps.argmin())
        if steps[back] < 0:
            order = (
                f"{self.objects[back + 1]} lies {-steps[back] * 1000:.0f} mm before {self.objects[back]} on the line"
            )
            return Measurement(False, float(steps[back]), "m", order)
        return Measurement(True, margin, "m", f"all {len(self.objects)} lie along the line; {text}")
