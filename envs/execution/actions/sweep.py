"""Sweep: bring small things into a place or over a line, stroke by stroke, each chosen from where they are then."""

from __future__ import annotations

import math

import numpy as np

from envs.execution.actions.packing import packing
from envs.execution.actions.spots import ground
from envs.execution.actions.strokes import Stroke, advance, begin, leave, pusher
from envs.execution.actions.sweeping import Table, strokes
from envs.execution.runner import Runner, StageError
from envs.failures import FailureKind
from envs.task.measurement import Measurement
from envs.task.predicates import Beyond, ShareInside
from envs.task.refs import LineRef, PlaceRef
from envs.task.stages import Sweep
from kpam.transforms import Array

STROKES = 24
"""The most strokes before giving up."""
CHOICES = 12
"""Strokes of which the first is made that the arm can make."""
APART = 0.02
"""Metres between where strokes along one way begin: one nearer to one that the arm cannot make is not tried."""
FULL = 0.85
"""Share of a place's area that what is swept may cover."""
CROWDED = 0.55
"""Share of it beyond which things get into each other's way there, which is worked out for each stroke then."""
DEPTH = 0.25
"""Metres of the ground beyond a line to which things are swept."""
FLAT = 0.004
"""Metres up to which something that is fixed is swept over."""


def sweep(runner: Runner, action: Sweep) -> None:
    """Carry out a Sweep; raises StageError."""
    runner.begin()
    tool = pusher(runner, "sweep")
    wanted = _wanted(action)
    crowded = _covered(runner, action) > CROWDED
    for _ in range(STROKES):
        here = _measured(runner, wanted)
        if here.holds:
            break
        lies = table(runner, action)
        found = packing(lies, tool) if crowded else [item.stroke for item in strokes(lies, tool)]
        if not found:
            raise runner.fail(FailureKind.GOAL_MISSED, f"no stroke brings more of them in: {here.text}")
        _make_one(runner, action, found)
    here = _measured(runner, wanted)
    if not here.holds:
        raise runner.fail(FailureKind.GOAL_MISSED, f"after {STROKES} strokes: {here.text}")
    runner.mark(f"{runner.stage}: swept there")


def _wanted(action: Sweep) -> ShareInside | Beyond:
    """Return what holds once all is swept."""
    if isinstance(action.target, LineRef):
        return Beyond(objects=action.objects, line=action.target, share=action.share, distance=action.distance)
    return ShareInside(objects=action.objects, place=action.target, share=action.share)


def _measured(runner: Runner, wanted: ShareInside | Beyond) -> Measurement:
    return wanted.measure(runner.state, runner.session.start, runner.session.scene_model)


def _ground(runner: Runner, action: Sweep) -> tuple[Array, Array]:
    """Return the ground to sweep to: its axes as columns, then its middle (2, 3), and its edges (2,)."""
    scene, state, wanted = runner.session.scene_model, runner.state, _wanted(action)
    if isinstance(wanted, ShareInside):
        T, size = scene.place(state, wanted.place)
        return np.column_stack([T[:2, :2], T[:2, 3]]), size[:2]
    along, across = wanted.axes(state, runner.session.start, scene)
    first, last = (scene.point(state, point)[:2] for point in (wanted.line.start, wanted.line.end))
    middle = (first + last) / 2 + (wanted.distance + DEPTH / 2) * across
    return np.column_stack([across, along, middle]), np.array([DEPTH, float(np.linalg.norm(last - first))])


def table(runner: Runner, action: Sweep) -> Table:
    """Return what lies on the table now."""
    scene, state = runner.session.scene_model, runner.state
    T, size = _ground(runner, action)
    swept, place = set(action.objects), getattr(action.target, "object", None)
    centres = np.array([scene.centre(state, name)[:2] for name in action.objects])
    radius = max(min(scene.asset(name).size[:2]) for name in action.objects) / 2
    boxes = [
        ground(scene, state, name)
        for name, asset in scene.objects.items()
        if name not in swept and name != place and not (asset.fixed_base and asset.size[2] < FLAT)
    ]
    others = np.array([box.centre for box in boxes]).reshape(-1, 2)
    reaches = np.array([float(np.linalg.norm(box.half)) for box in boxes])
    return Table(centres, radius, others, reaches, T, size)


def _covered(runner: Runner, action: Sweep) -> float:
    """Return the share of the place that things cover, side by side; raises StageError where they do not fit."""
    scene, wanted = runner.session.scene_model, math.ceil(action.share * len(action.objects) - 1e-9)
    size = _ground(runner, action)[1]
    where, instead = "the ground beyond the line", ""
    if isinstance(action.target, PlaceRef):
        where = f"{action.target.object}'s {action.target.place}"
        if any(point.name == "end.left" for point in scene.asset(action.target.object).points):
            instead = ", or over the line, with sweep(pile, line) for the goal pile.beyond(line)"
    widest = max(float(min(scene.asset(name).size[:2])) for name in action.objects)
    if size.min() < widest:
        raise runner.fail(
            FailureKind.INFEASIBLE,
            f"{where} is {size.min() * 1000:.0f} mm wide, less than what is to be swept there ({widest * 1000:.0f} mm);"
            f" sweep into a larger place{instead}",
        )
    areas = sorted(float(np.prod(scene.asset(name).size[:2])) for name in action.objects)
    covered = sum(areas[:wanted]) / float(size[0] * size[1])
    if covered > FULL:
        raise runner.fail(
            FailureKind.INFEASIBLE,
            f"{wanted} of them cover {covered:.0%} of {where}"
            f" (at most {FULL:.0%} can be swept full); use fewer or smaller things, a larger place or a smaller share"
            f"{instead}",
        )
    return covered


def _make_one(runner: Runner, action: Sweep, found: list[Stroke]) -> None:
    """Make the first of some strokes that the arm can make; raises StageError."""
    scene, blocked = runner.session.scene_model, list[tuple[Stroke, StageError]]()
    level = min(scene.bottom(runner.state, name) for name in action.objects)
    for stroke in found:
        if len(blocked) == CHOICES:
            break
        if any(_alike(stroke, other) for other, _ in blocked):
            continue
        try:
            begin(runner, stroke, max(level, 0.0), action.objects)
        except StageError as error:
            blocked.append((stroke, error))
            continue
        advance(runner, stroke)
        leave(runner, stroke)
        return
    raise blocked[0][1]


def _alike(first: Stroke, second: Stroke) -> bool:
    """Return whether two strokes go the same way from nearly the same point, so that what bars one bars the other."""
    same_way = float(first.direction @ second.direction) > 1 - 1e-6
    return same_way and float(np.linalg.norm(first.start - second.start)) < APART
