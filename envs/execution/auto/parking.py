"""What is in the way put aside, where neither the goal nor a later step wants the room."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np

from envs.execution.actions.pick import pick
from envs.execution.actions.place import place
from envs.execution.actions.push import push
from envs.execution.actions.spots import spots
from envs.execution.auto.landing import landing
from envs.execution.auto.order import supports
from envs.execution.auto.room import free_table
from envs.execution.auto.wishes import PUTS, Leaf, Wish
from envs.execution.runner import StageError
from envs.failures import FailureKind
from envs.task.footprint import Footprint, sweeps
from envs.task.predicates import Along, JointFraction
from envs.task.refs import WorldPoint
from envs.task.stages import Pick, Place, Push
from kpam.transforms import Array

if TYPE_CHECKING:
    from envs.execution.runner import Runner

PLACES, SHOVES = 6, 12
"""Places on the table that are tried for what is in the way, and for what is pushed."""
OFF = 0.04
"""Metres by which something is pushed at least."""
BARRED = (FailureKind.PATH_BLOCKED, FailureKind.OUT_OF_REACH, FailureKind.INFEASIBLE)
"""Failures that leave everything as it was: another way may be tried."""


def park(
    runner: Runner, name: str, wishes: Sequence[Wish], others: Sequence[Leaf], ways: Sequence[Footprint] = ()
) -> None:
    """Put an object on the free table, off the ground that wishes and other leaves of the goal lead to.

    The `ways` are ground that something will be drawn over: that is left free where there is other room.

    Raises StageError where there is no room, or none that the robot gets to.
    """
    points = list(islice(_free(runner, name, wishes, others, ways), PLACES))
    points = points or list(islice(_free(runner, name, wishes, others), PLACES))
    if not points:
        raise runner.fail(
            FailureKind.INFEASIBLE, f"{name!r} is in the way, and there is no free room on the table for it"
        )
    if runner.robot.end != "spatula":
        pick(runner, Pick(object=name))
    for point in points[:-1]:
        try:
            _to(runner, name, point)
        except StageError as error:
            if error.failure.kind not in BARRED:
                raise
        else:
            return
    _to(runner, name, points[-1])


def shove(runner: Runner, name: str, wishes: Sequence[Wish], others: Sequence[Leaf]) -> bool:
    """Push an object off what it stands beside, to where fingers can push it; return whether there is such a spot."""
    here = runner.session.scene_model.centre(runner.state, name)[:2]
    points = (
        point
        for point in _free(runner, name, wishes, others)
        if np.linalg.norm(np.asarray(point.position[:2]) - here) > OFF
    )
    for point in islice(points, SHOVES):
        try:
            push(runner, Push(object=name, target=point))
        except StageError as error:
            if error.failure.kind not in BARRED:
                raise
        else:
            return True
    return False


def _free(
    runner: Runner, name: str, wishes: Sequence[Wish], others: Sequence[Leaf], ways: Sequence[Footprint] = ()
) -> Iterator[WorldPoint]:
    """Yield points of the table, the nearest first, that neither stand full nor are wanted."""
    kept = [*ways, *(box for wish in wishes for box in _ground(runner, wish, name))]
    kept += [box for leaf in others for box in _leaf_ground(runner, leaf, name)]
    for x, y, z in free_table(runner, name, runner.session.scene_model.centre(runner.state, name), kept):
        yield WorldPoint(position=(float(x), float(y), float(z)))


def strip(first: Array, last: Array, margin: float) -> Footprint:
    """Return the ground within metres on either side of the way between two points (3,)."""
    way = (last - first)[:2]
    half = np.array([float(np.linalg.norm(way)) / 2, margin])
    return Footprint(((first + last) / 2)[:2], half, float(np.arctan2(way[1], way[0])), 0.0, 0.0)


def _to(runner: Runner, name: str, point: WorldPoint) -> None:
    if runner.robot.end == "spatula":
        push(runner, Push(object=name, target=point))
    else:
        place(runner, Place(object=name, target=point))


def _ground(runner: Runner, wish: Wish, name: str) -> Iterator[Footprint]:
    """Yield the ground that a wish leads to, its object at whatever angle, if that is not what is parked or upon it.

    There is none where nothing leads there as yet.
    """
    scene = runner.session.scene_model
    try:
        action = landing(runner, wish)
    except StageError:
        return
    if name in (wish.object, *supports(action)):
        return
    spot = spots(runner, action)[0]
    half = float(np.linalg.norm(scene.asset(wish.object).size[:2])) / 2
    yield Footprint(spot.point[:2], np.full(2, half), 0.0, 0.0, 0.0)


def _leaf_ground(runner: Runner, leaf: Leaf, name: str) -> Iterator[Footprint]:
    """Yield the ground that a leaf of the goal wants; places of objects are not free as it is."""
    scene, state = runner.session.scene_model, runner.state
    if isinstance(leaf, PUTS):
        yield from _ground(runner, Wish(leaf.object, (leaf,)), name)
    elif isinstance(leaf, Along):
        yield strip(scene.point(state, leaf.start), scene.point(state, leaf.end), leaf.distance)
    elif isinstance(leaf, JointFraction):
        T = scene.pose(state, leaf.part.object)
        for box in sweeps(scene.asset(leaf.part.object)):
            yield box.moved(T[:2, 3], float(np.arctan2(T[1, 0], T[0, 0])))
