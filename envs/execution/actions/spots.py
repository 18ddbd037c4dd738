"""Where a held object may be put down: the spots that a target offers as the scene stands now, best first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from envs.assets.model import Volume
from envs.task.footprint import Footprint, footprint
from envs.task.refs import OverRef, PlaceRef, PointRef
from envs.task.stages import Place
from kpam.transforms import Array, apply, unit

if TYPE_CHECKING:
    from envs.execution.runner import Runner
    from envs.task.scene_model import SceneModel
    from envs.worlds.state import WorldState

DROP_HEIGHTS = (0.0, 0.03, 0.06, 0.10)
"""Extra metres above a volume's floor that are tried in turn, for where the hand does not fit in deeper."""
SHIFTS = ((0.0, 0.0), (0.2, 0.0), (-0.2, 0.0), (0.0, 0.2), (0.0, -0.2))
"""Shares of a floor by which the target is shifted in turn, for where something is in the way in the middle."""
CORNERS = ((0.3, 0.3), (-0.3, 0.3), (0.3, -0.3), (-0.3, -0.3))
"""The same, for where there is something at every one of those."""
STANDS = 0.99
"""Cosine of the angle by which what stands may lean."""
UP = np.array([0.0, 0.0, 1.0])
FORWARD = np.array([1.0, 0.0, 0.0])


@dataclass(frozen=True)
class Spot:
    """A point (3,) of the world for the middle of an object's underside, in words, and the target's x axis (3,)."""

    point: Array
    label: str
    forward: Array


def spots(runner: Runner, action: Place) -> list[Spot]:
    """Return where an action's object may go, best first.

    A place offers its middle, then what is aside or higher up within it, unless the action names an offset. Where
    something stands already, the spot is on top of that, and comes last.
    """
    scene, state, target = runner.session.scene_model, runner.state, action.target
    shift = np.array([*action.offset, 0.0])
    if isinstance(target, OverRef):
        return [over(scene, state, target, action.offset)]
    if not isinstance(target, PlaceRef):
        forward = _level(scene.pose(state, target.object)[:3, 0]) if isinstance(target, PointRef) else FORWARD
        aside = shift[0] * forward + shift[1] * np.cross(UP, forward)
        return [Spot(scene.point(state, target) + aside, "at the target", forward)]
    T, size = scene.floor(state, target)
    forward = _level(T[:3, 0])
    others = [name for name in scene.objects if name not in (action.object, target.object)]
    standing = [ground(scene, state, name) for name in others if not scene.asset(name).fixed_base]
    free: list[Spot] = []
    taken: list[Spot] = []
    for aside in _shifts(scene, target, action):
        point = apply(T, shift + np.array([*np.multiply(aside, size), 0.0]))
        high = DROP_HEIGHTS if isinstance(scene.find_place(target), Volume) else DROP_HEIGHTS[:1]
        where = f"{target.object}'s {target.place}"
        here = [Spot(point + height * UP, f"{height * 100:.0f} cm above {where}", forward) for height in high]
        under = [item.high for item in standing if item.distance(point[:2]) == 0.0 and item.high > point[2]]
        if under:
            top = np.array([*point[:2], max(under)])
            # First on top of it: let go from higher up a thing would fall onto what is there, and over.
            taken += [Spot(top, f"on what is in {where}", forward), *here]
        else:
            free += here
    return free + taken


def over(scene: SceneModel, state: WorldState, target: OverRef, offset: tuple[float, float] = (0.0, 0.0)) -> Spot:
    """Return the spot on top of objects over the middle of their centres; its x axis runs from the first to the last.

    An offset is along that axis and the one to the left of it.
    """
    centres = np.array([scene.centre(state, name) for name in target.objects])
    height = max(scene.extent(state, name)[1] for name in target.objects)
    along = centres[-1] - centres[0]
    if np.linalg.norm(along[:2]) < 1e-3:
        along = scene.pose(state, target.objects[0])[:3, 0]
    forward = _level(along)
    x, y = centres[:, :2].mean(axis=0) + offset[0] * forward[:2] + offset[1] * np.cross(UP, forward)[:2]
    return Spot(np.array([x, y, height]), f"on {' and '.join(target.objects)}", forward)


def ground(scene: SceneModel, state: WorldState, name: str) -> Footprint:
    """Return the upright box round an object as it is now, along its own axes if it stands, else along the world's."""
    T, asset = scene.pose(state, name), scene.asset(name)
    yaw = float(np.arctan2(T[1, 0], T[0, 0]))
    low, high = scene.extent(state, name)
    if asset.joints:
        box = footprint(asset, state.objects[name].joints).moved(T[:2, 3], yaw)
        return Footprint(box.centre, box.half, box.yaw, low, high)
    if T[2, 2] > STANDS:
        return Footprint(apply(T, asset.centre)[:2], np.asarray(asset.size[:2]) / 2, yaw, low, high)
    reach = np.array([scene.extent(state, name, axis) for axis in np.eye(3)[:2]])
    return Footprint(reach.mean(axis=1), (reach[:, 1] - reach[:, 0]) / 2, 0.0, low, high)


def _shifts(scene: SceneModel, target: PlaceRef, action: Place) -> Iterator[tuple[float, float]]:
    """Yield shares of the floor by which the target may be shifted."""
    yield SHIFTS[0]
    if any(action.offset):
        return
    if isinstance(scene.find_place(target), Volume):
        yield from SHIFTS[1:]
    yield from CORNERS


def _level(axis: Array) -> Array:
    """Return an axis without its height, or the world's x axis where it points up or down."""
    flat = np.array([axis[0], axis[1], 0.0])
    return unit(flat) if np.linalg.norm(flat) > 1e-6 else FORWARD
