"""Berths: where in a place several things stand beside each other, and beside what stands there already."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from envs.assets.model import AssetModel, Volume
from envs.execution.actions.spots import ground
from envs.task.footprint import Footprint
from envs.task.refs import PlaceRef
from kpam.transforms import Array

if TYPE_CHECKING:
    from envs.execution.runner import Runner

GAPS = (0.040, 0.030, 0.022, 0.016, 0.011, 0.007, 0.004)
"""Metres between things, and between them and the place's sides: the widest with which all of them fit."""
ANY_ANGLE = 5
"""So many of the gaps, the widest, with which things are first given room enough to stand at any angle."""
WITHIN = 0.012
"""Metres by which the middle of what reaches over the sides of a surface is within them."""
HAND = 0.025
"""Metres about what is yet to be taken away that are kept free for a hand."""
FLAT = 0.004
"""Metres up to which something that is fixed is stood upon."""
SLACK = 1e-6
"""Metres: what touches a bound is within it."""


@dataclass(frozen=True)
class Berth:
    """Metres from the middle of a place's floor along its axes, and the angle from its x axis, None for any."""

    offset: tuple[float, float]
    yaw: float | None


def berths(
    runner: Runner,
    names: Sequence[str],
    place: PlaceRef,
    turns: Mapping[str, float] | None = None,
    leaving: Sequence[str] = (),
) -> dict[str, Berth]:
    """Return berths in a place for as many objects as have room on its floor, all of them wherever that is possible.

    The same objects, less those that lie in their berths by now, get the same berths as before or about those.

    Args:
        runner: the episode.
        names: the objects; those of them that lie there already keep nothing free for themselves.
        place: a volume or a surface.
        turns: the angles in radians from the place's x axis at which objects are to be; they suit themselves otherwise.
        leaving: objects that will be taken away from there, for which a hand is to have room.
    """
    scene = runner.session.scene_model
    size = scene.floor(runner.state, place)[1]
    taken = standing_in(runner, place, without=(*names, *leaving))
    taken += [box.grown(HAND) for box in standing_in(runner, place, among=leaving)]
    fixed = turns or {}
    order = sorted(names, key=lambda name: -float(np.prod(scene.asset(name).size[:2])))
    best: dict[str, Berth] = {}
    for gap, reach, loose in _ways(size, isinstance(scene.find_place(place), Volume)):
        found: dict[str, Berth] = {}
        boxes = list(taken)
        for name in order:
            berth = _lowest(_postures(scene.asset(name), fixed.get(name), loose), boxes, reach, gap)
            if berth is not None:
                found[name] = berth[0]
                boxes.append(berth[1])
        if len(found) == len(names):
            return found
        best = max(best, found, key=len)
    return best


def upper_berth(runner: Runner, name: str, place: PlaceRef) -> Berth | None:
    """Return the berth on top of what stands in a volume, along that, where the object's middle stays within."""
    scene, asset = runner.session.scene_model, runner.session.scene_model.asset(name)
    bottom = float(scene.floor(runner.state, place)[0][2, 3])
    room = float(bottom + scene.place(runner.state, place)[1][2]) - asset.size[2] / 2 - FLAT
    half = np.asarray(asset.size[:2]) / 2
    found: list[tuple[float, float, Berth]] = []
    standing = standing_in(runner, place, without=(name,))
    for box in standing:
        under = [other for other in standing if other is not box and other.overlaps(box)]
        if box.high > room or any(other.high > box.high for other in under):
            continue
        quarter = math.pi / 2 * ((half[0] < half[1]) != (box.half[0] < box.half[1]))
        berth = Berth((float(box.centre[0]), float(box.centre[1])), box.yaw + quarter)
        found.append((box.high, -float(np.prod(box.half)), berth))
    return min(found, key=lambda item: item[:2])[2] if found else None


def standing_in(
    runner: Runner, place: PlaceRef, *, without: Sequence[str] = (), among: Sequence[str] | None = None
) -> list[Footprint]:
    """Return the boxes round what stands in a place, in the frame of its floor, less some objects or of some alone."""
    scene, state = runner.session.scene_model, runner.state
    T, size = scene.floor(state, place)
    yaw, z = float(np.arctan2(T[1, 0], T[0, 0])), float(T[2, 3])
    depth = float(scene.place(state, place)[1][2])
    floor = Footprint(np.zeros(2), size / 2, 0.0, z, z + max(depth, FLAT))
    found = []
    for name, asset in scene.objects.items():
        if name == place.object or name in without or (asset.fixed_base and asset.size[2] < FLAT):
            continue
        if among is not None and name not in among:
            continue
        box = ground(scene, state, name)
        local = Footprint(T[:2, :2].T @ (box.centre - T[:2, 3]), box.half, box.yaw - yaw, box.low, box.high)
        if local.high > z + FLAT and local.low < floor.high and local.overlaps(floor):
            found.append(local)
    return found


def _ways(size: Array, walled: bool) -> Iterator[tuple[float, tuple[Array, float], bool]]:
    """Yield gaps, how far things may reach, and whether they are given room to stand at any angle, best first.

    How far is (2,) metres from the middle, then 1.0 for the sides of things and 0.0 for their middles.
    """
    for gap in GAPS[:ANY_ANGLE]:
        yield gap, (size / 2 - gap, 1.0), True
    for gap in GAPS:
        yield gap, (size / 2 - gap, 1.0), False
    if not walled:
        for gap in GAPS:
            yield gap, (size / 2 - WITHIN, 0.0), False


def _postures(asset: AssetModel, turn: float | None, loose: bool) -> list[tuple[float | None, Array]]:
    """Return angles at which an object may stand, each with half the edges (2,) of the room that it then takes up."""
    half = np.asarray(asset.size[:2]) / 2
    if turn is None and asset.yaw_symmetry == 0:
        return [(None, half)]
    if turn is None and loose:
        return [(None, np.full(2, float(np.linalg.norm(half))))]
    angles = (0.0, math.pi / 2) if turn is None else (turn,)
    return [(angle, np.abs(_turn(angle)) @ half) for angle in angles]


def _lowest(
    postures: list[tuple[float | None, Array]], boxes: list[Footprint], reach: tuple[Array, float], gap: float
) -> tuple[Berth, Footprint] | None:
    """Return the free berth whose far edges are nearest to the low ends of the floor, and the box of what is there."""
    limit, sides = reach
    best: tuple[tuple[float, float], float | None, Array, Array] | None = None
    for angle, half in postures:
        most = limit - sides * half
        if (most < -SLACK).any():
            continue
        points = _corners(boxes, half + gap, most)
        for point in points[_clear(points, half + gap, boxes)]:
            key = (round(float(point[0] + half[0]), 4), round(float(point[1] + half[1]), 4))
            if best is None or key < best[0]:
                best = key, angle, point, half
    if best is None:
        return None
    _, angle, (x, y), half = best
    return Berth((float(x), float(y)), angle), Footprint(np.array([x, y]), half, 0.0, 0.0, 0.0)


def _corners(boxes: list[Footprint], apart: Array, most: Array) -> Array:
    """Return the points (n, 2) within bounds at which something meets the bounds or a box in both directions."""
    along: list[Array] = []
    for axis in (0, 1):
        values = [-most[axis], most[axis]]
        for box in boxes:
            reach = float(np.abs(_turn(box.yaw)[axis]) @ box.half) + float(apart[axis])
            values += [box.centre[axis] - reach - SLACK, box.centre[axis] + reach + SLACK]
        kept = np.asarray(values, dtype=float)
        along.append(np.unique(kept[np.abs(kept) <= most[axis] + SLACK]))
    x, y = np.meshgrid(*along)
    return np.column_stack([x.ravel(), y.ravel()])


def _clear(points: Array, half: Array, boxes: list[Footprint]) -> NDArray[np.bool_]:
    """Return at which points (n, 2) a level box of half edges (2,) overlaps none of some boxes."""
    free = np.ones(len(points), dtype=bool)
    for box in boxes:
        turn, between = _turn(box.yaw), points - box.centre
        apart = np.abs(between) > half + np.abs(turn) @ box.half
        apart_theirs = np.abs(between @ turn) > box.half + np.abs(turn.T) @ half
        free &= apart.any(axis=1) | apart_theirs.any(axis=1)
    return free


def _turn(yaw: float) -> Array:
    c, s = np.cos(yaw), np.sin(yaw)
    return np.array([[c, -s], [s, c]])
