"""Objects of which any will do are in or on places of which any will do, one to a place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np
from pydantic import Field
from scipy.optimize import linear_sum_assignment

from envs.assets.model import Surface
from envs.frozen import Frozen, Name
from envs.task.measurement import Measurement
from envs.task.predicates.inside import Inside
from envs.task.predicates.on import On
from envs.task.refs import PlaceRef

if TYPE_CHECKING:
    from envs.task.scene_model import SceneModel
    from envs.worlds.state import WorldState


class Matched(Frozen):
    """Every object is inside or on one of the places, no two in the same; with fewer places, every place has one."""

    kind: Literal["matched"] = "matched"
    objects: tuple[Name, ...] = Field(min_length=1, max_length=32)
    places: tuple[PlaceRef, ...] = Field(min_length=1, max_length=32)

    def measure(self, state: WorldState, start: WorldState, scene: SceneModel) -> Measurement:
        """Return what the pair says that is missed by most where objects and places are paired as best they can be."""
        found = [
            [self._pair(name, place, scene).measure(state, start, scene) for place in self.places]
            for name in self.objects
        ]
        # A pair that is missed costs more than any distance, so that as many as possible hold.
        cost = np.array([[0.0 if item.holds else 1e3 + item.error for item in row] for row in found])
        pairs = [found[i][j] for i, j in zip(*linear_sum_assignment(cost), strict=True)]
        missed = [item for item in pairs if not item.holds]
        if missed:
            worst = max(missed, key=lambda item: item.error)
            text = f"{len(pairs) - len(missed)} of {len(pairs)} are where they belong; " + worst.text
            return Measurement(False, worst.margin, worst.unit, text)
        tightest = min(pairs, key=lambda item: item.margin)
        return Measurement(True, tightest.margin, tightest.unit, "; ".join(item.text for item in pairs))

    def _pair(self, name: str, place: PlaceRef, scene: SceneModel) -> Inside | On:
        if isinstance(scene.find_place(place), Surface):
            return On.model_construct(object=name, support=place.object, surface=place.place)
        return Inside.model_construct(object=name, place=place)
