"""An object is pushed into a corner that is marked on the table."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Literal

import numpy as np
from pydantic import Field

from envs.frozen import Frozen, Name
from envs.task.measurement import Measurement
from envs.task.refs import PointRef
from kpam.transforms import apply, inverse

if TYPE_CHECKING:
    from envs.task.scene_model import SceneModel
    from envs.worlds.state import WorldState

SIGNS = np.array([[x, y, z] for x in (-0.5, 0.5) for y in (-0.5, 0.5) for z in (-0.5, 0.5)])


class Cornered(Frozen):
    """An object's box lies in a corner, its sides along the corner's x and y and towards their positive ends.

    The corner is a point of an object; x and y are those of the link that it is on.
    """

    kind: Literal["cornered"] = "cornered"
    object: Name
    corner: PointRef
    distance: float = Field(default=0.015, gt=0, description="metres between the box's sides and the corner's")
    tolerance: float = Field(default=math.radians(15), gt=0, description="radians, up to quarter turns")

    def measure(self, state: WorldState, start: WorldState, scene: SceneModel) -> Measurement:
        """Return by how many metres the box is within the distance of both sides, or beyond it."""
        asset, name = scene.asset(self.object), f"{self.corner.object}'s {self.corner.point}"
        T = scene.link_pose(state, self.corner.object, scene.asset(self.corner.object).point(self.corner.point).link)
        T = T.copy()
        T[:3, 3] = scene.point(state, self.corner)
        T_corner_object = inverse(T) @ scene.pose(state, self.object)
        x = T_corner_object[:3, 0] if abs(T_corner_object[2, 0]) < 0.7 else T_corner_object[:3, 1]
        off = abs(math.remainder(math.atan2(x[1], x[0]), math.pi / 2))
        if off > self.tolerance:
            text = f"{self.object} is turned {math.degrees(off):.0f} degrees from {name}"
            return Measurement(False, self.tolerance - off, "rad", text)
        low = apply(T_corner_object, np.asarray(asset.centre) + SIGNS * np.asarray(asset.size)).min(axis=0)
        gap = float(np.abs(low[:2]).max())
        text = f"{self.object}'s corner is {abs(low[0]) * 1000:.0f} and {abs(low[1]) * 1000:.0f} mm from {name}"
        text += f" along x and y (within {self.distance * 1000:.0f} mm wanted)"
        return Measurement(gap <= self.distance, self.distance - gap, "m", text)
