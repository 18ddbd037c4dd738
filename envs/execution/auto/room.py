"""What stands where something is to go, and where on the table there is room."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np

from envs.execution.actions.spots import ground
from envs.execution.holding import tied_to
from kpam.transforms import Array

if TYPE_CHECKING:
    from envs.execution.runner import Runner
    from envs.task.footprint import Footprint

REACH = (0.30, 0.70)
"""Metres from the base's axis within which things are put on the table."""
SIDE = 0.40
"""Metres to either side within which they are."""
BESIDE = 0.03
"""Metres that are kept from what stands around where there is a choice."""
PITCH = 0.03
"""Metres between the points of the table that are considered."""
HAND = 0.06
"""Metres beside an object within which something may keep a hand from it."""


def blocking(runner: Runner, name: str, point: Array) -> list[str]:
    """Return the free objects that stand where an object's underside is to come to a point (3,)."""
    scene = runner.session.scene_model
    asset = scene.asset(name)
    radius, top = min(asset.size[:2]) / 2, point[2] + asset.size[2]
    return [
        other
        for other, box in _standing(runner, name)
        if not scene.asset(other).fixed_base
        and box.distance(point[:2]) < 0.8 * radius
        and box.high > point[2] + 0.004
        and box.low < top - 0.004
    ]


def beside(runner: Runner, name: str) -> list[str]:
    """Return the free objects that stand so close to an object that a hand may not fit between, the nearest first."""
    scene = runner.session.scene_model
    box, tied = ground(scene, runner.state, name), tied_to(runner, name)
    near = [
        (float(np.linalg.norm(other.centre - box.centre)), item)
        for item, other in _standing(runner, name)
        if item not in tied and not scene.asset(item).fixed_base and box.grown(HAND).overlaps(other)
    ]
    return [item for _, item in sorted(near)]


def free_table(runner: Runner, name: str, near: Array, avoid: Sequence[Footprint] = ()) -> Iterator[Array]:
    """Yield points (3,) of the table within reach where an object has room, the nearest to a point first.

    What is to stand there soon is not known: the ground to `avoid` is kept clear for it.
    """
    radius = float(np.hypot(*runner.session.scene_model.asset(name).size[:2])) / 2 + BESIDE
    boxes = [box for _, box in _standing(runner, name)]
    xs, ys = np.arange(REACH[0], REACH[1], PITCH), np.arange(-SIDE, SIDE + PITCH / 2, PITCH)
    points = np.array([(x, y) for x in xs for y in ys if REACH[0] <= np.hypot(x, y) <= REACH[1]])
    for point in points[np.argsort(np.linalg.norm(points - near[:2], axis=1), kind="stable")]:
        if all(box.distance(point) > radius for box in (*boxes, *avoid)):
            yield np.array([point[0], point[1], 0.0])


def _standing(runner: Runner, name: str) -> list[tuple[str, Footprint]]:
    scene = runner.session.scene_model
    return [(other, ground(scene, runner.state, other)) for other in scene.objects if other != name]
