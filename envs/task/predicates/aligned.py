"""An object is turned as something else is."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Annotated, Literal

import numpy as np
from pydantic import Field

from envs.frozen import Frozen, Name
from envs.task.measurement import Measurement
from envs.task.refs import AxisRef, ObjectRef, PlaceRef, WorldAxis
from kpam.transforms import Array

if TYPE_CHECKING:
    from envs.task.scene_model import SceneModel
    from envs.worlds.state import WorldState


class Aligned(Frozen):
    """An object's x axis makes an angle about the vertical with that of an object, a place or an axis.

    Turns under which the object is the same count as none, and so do those of an object that it is aligned with. An
    object that leans by more than the tolerance is not aligned.
    """

    kind: Literal["aligned"] = "aligned"
    object: Name
    to: Annotated[ObjectRef | PlaceRef | AxisRef | WorldAxis, Field(discriminator="kind")]
    angle: float = Field(default=0.0, ge=-6.3, le=6.3, description="radians from the other's x axis to the object's")
    tolerance: float = Field(default=math.radians(15), gt=0, description="radians")

    def measure(self, state: WorldState, start: WorldState, scene: SceneModel) -> Measurement:
        """Return by how many radians the object is within the angle allowed, or beyond it."""
        T = scene.pose(state, self.object)
        tilt = math.acos(float(np.clip(T[2, 2], -1.0, 1.0)))
        if tilt > self.tolerance:
            text = f"{self.object} leans by {math.degrees(tilt):.0f} degrees"
            return Measurement(False, self.tolerance - tilt, "rad", text)
        folds = [scene.asset(self.object).yaw_symmetry]
        if isinstance(self.to, ObjectRef):
            direction, name = scene.pose(state, self.to.object)[:3, 0], self.to.object
            folds.append(scene.asset(self.to.object).yaw_symmetry)
        elif isinstance(self.to, PlaceRef):
            direction, name = scene.place(state, self.to)[0][:3, 0], f"{self.to.object}'s {self.to.place}"
        else:
            direction = scene.axis(state, self.to)
            name = f"{self.to.object}'s {self.to.axis}" if isinstance(self.to, AxisRef) else "its direction"
        off = turn_left(heading(T[:3, 0]) - heading(direction) - self.angle, folds)
        margin = self.tolerance - off
        allowed = f"within {math.degrees(self.tolerance):.0f} wanted"
        text = f"{self.object} is turned {math.degrees(off):.0f} degrees from {name} ({allowed})"
        return Measurement(margin >= 0, margin, "rad", text)


def heading(direction: Array) -> float:
    """Return the angle about the vertical of a direction (3,), radians."""
    return math.atan2(direction[1], direction[0])


def turn_left(angle: float, folds: list[int]) -> float:
    """Return how far an angle is from a turn that changes nothing, radians; `folds` are symmetries, 0 any turn."""
    if 0 in folds:
        return 0.0
    step = 2 * math.pi / math.lcm(*folds)
    return abs(math.remainder(angle, step))
