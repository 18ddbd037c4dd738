"""Most of many objects lie beyond a line."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Literal

import numpy as np
from pydantic import Field

from envs.frozen import Frozen, Name
from envs.task.measurement import Measurement
from envs.task.refs import LineRef
from kpam.transforms import Array, unit

if TYPE_CHECKING:
    from envs.task.scene_model import SceneModel
    from envs.worlds.state import WorldState

ABOVE = 0.06  # metres over the line up to which a centre counts as lying beyond it
SHORTEST = 0.01  # metres below which two points are no line


class Beyond(Frozen):
    """The centres of at least a share of some objects lie beyond a line, between its ends as seen across it.

    Beyond is on the side on which the middle of all of them was not at the start. Distances are level.
    """

    kind: Literal["beyond"] = "beyond"
    objects: tuple[Name, ...] = Field(min_length=1)
    line: LineRef
    share: float = Field(default=0.9, gt=0, le=1)
    distance: float = Field(default=0.02, ge=0, description="metres from the line")

    def measure(self, state: WorldState, start: WorldState, scene: SceneModel) -> Measurement:
        """Return the share that is there beyond what is asked, or that is missing."""
        first, last = (scene.point(state, point) for point in (self.line.start, self.line.end))
        length = float(np.linalg.norm((last - first)[:2]))
        if length < SHORTEST:
            return Measurement(False, length - SHORTEST, "m", f"the line is {length * 1000:.0f} mm long")
        along, across = self.axes(state, start, scene)
        centres = np.array([scene.centre(state, name) for name in self.objects])
        off = centres[:, :2] - first[:2]
        past, aside = off @ across, off @ along
        there = (past >= self.distance) & (aside >= 0) & (aside <= length) & (centres[:, 2] <= first[2] + ABOVE)
        count, wanted = int(there.sum()), math.ceil(self.share * len(self.objects) - 1e-9)
        text = f"{count} of {len(self.objects)} objects are {self.distance * 1000:.0f} mm or more beyond the line"
        text += f" (at least {wanted} wanted)"
        missing = [name for name, found in zip(self.objects, there.tolist(), strict=True) if not found]
        if count < wanted:
            text += f"; not there: {', '.join(missing[:4])}" + (", ..." if len(missing) > 4 else "")
        return Measurement(count >= wanted, (count - wanted) / len(self.objects), "fraction", text)

    def axes(self, state: WorldState, start: WorldState, scene: SceneModel) -> tuple[Array, Array]:
        """Return the unit directions (2,) from the line's first point to its last and across it, to beyond it."""
        first, last = (scene.point(state, point)[:2] for point in (self.line.start, self.line.end))
        along = unit(last - first)
        across = np.array([-along[1], along[0]])
        before = np.mean([scene.centre(start, name)[:2] for name in self.objects], axis=0)
        return along, across if float((before - first) @ across) < 0 else -across
