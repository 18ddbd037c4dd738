"""A rope, or a row of things, laid along a line bead by bead, once what lies on the line is cleared away."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

import numpy as np

from envs.execution.actions.pick import pick
from envs.execution.actions.place import place
from envs.execution.actions.spots import ground
from envs.execution.auto.order import PARKINGS, topmost
from envs.execution.auto.parking import park, strip
from envs.execution.auto.wishes import Leaf
from envs.execution.session import HELD_SECONDS
from envs.failures import FailureKind
from envs.task.predicates import Along
from envs.task.refs import WorldPoint
from envs.task.stages import Pick, Place
from envs.worlds.world import CONTROL_HZ
from kpam.transforms import Array

if TYPE_CHECKING:
    from envs.execution.runner import Runner

LIFT = 0.02
"""Metres: a rope is not lifted higher than it must be."""
REST_STEPS = round(2 * HELD_SECONDS * CONTROL_HZ)
"""Control steps for which a row is watched before it counts as laid: what was laid down still gives way a little.
Moving more of it, for room to spare, would be a last action that the goal does not ask for."""
ROUNDS = 2
"""Times each bead is moved at most, on average."""
BESIDE = 0.01
"""Metres beside where the row is to lie within which something is in its way."""


def lay_out(runner: Runner, goal: Along, later: Sequence[Leaf] = (), kept: Collection[str] = ()) -> None:
    """Put a row of objects along a line: both ends first, then what is furthest off; raises StageError.

    What is in the way there is put aside before, off the ground that what is wished for `later` leads to; what is to be
    `kept` where it is stays.
    """
    if not goal.measure(runner.state, runner.session.start, runner.session.scene_model).holds:
        _clear(runner, goal, later, kept)
    scene, start = runner.session.scene_model, runner.session.start
    ends = [0, len(goal.objects) - 1]
    targets = _targets(runner, goal)
    for _ in range(ROUNDS * len(goal.objects)):
        here = goal.measure(runner.state, start, scene)
        if here.holds:
            runner.hold(REST_STEPS)
            if goal.measure(runner.state, start, scene).holds:
                return
        centres = np.array([scene.centre(runner.state, name) for name in goal.objects])
        off = np.linalg.norm((targets - centres)[:, :2], axis=1)
        index = ends.pop(0) if ends else int(off.argmax())
        if off[index] <= goal.distance / 2 and ends:
            continue
        name = goal.objects[index]
        pick(runner, Pick(object=name, lift=LIFT))
        x, y, z = (float(value) for value in targets[index])
        place(runner, Place(object=name, target=WorldPoint(position=(x, y, z))))
    here = goal.measure(runner.state, start, scene)
    if not here.holds:
        raise runner.fail(FailureKind.GOAL_MISSED, f"the row does not come to lie along the line: {here.text}")


def _clear(runner: Runner, goal: Along, later: Sequence[Leaf], kept: Collection[str]) -> None:
    """Put aside what lies where a row is to lie, of what is stacked the top one first; raises StageError."""
    scene, parked = runner.session.scene_model, Counter[str]()
    while True:
        tops = [topmost(runner, name) for name in _in_the_way(runner, goal, kept)]
        name = next((top for top in tops if top not in goal.objects and parked[top] < PARKINGS), None)
        if name is None:
            return
        parked[name] += 1
        width = max(scene.asset(goal.objects[0]).size[:2])
        beads = [scene.centre(runner.state, bead) for bead in goal.objects]
        ways = [strip(*ends, width) for ends in zip(beads, _targets(runner, goal), strict=True)]
        park(runner, name, (), (goal, *later), ways)


def _in_the_way(runner: Runner, goal: Along, kept: Collection[str]) -> list[str]:
    """Return the free objects that lie where a row is to lie, less those of the row and those to be kept."""
    scene, state = runner.session.scene_model, runner.state
    targets = _targets(runner, goal)
    margin = max(scene.asset(goal.objects[0]).size[:2]) / 2 + BESIDE
    row = strip(targets[0], targets[-1], 0.0).grown(margin)
    height = scene.asset(goal.objects[0]).size[2]
    without = {*goal.objects, *kept}
    others = [name for name, asset in scene.objects.items() if name not in without and not asset.fixed_base]
    boxes = {name: ground(scene, state, name) for name in others}
    return [name for name, box in boxes.items() if box.overlaps(row) and box.low < float(targets[0, 2]) + height]


def _targets(runner: Runner, goal: Along) -> Array:
    """Return where the underside of each object is to be (n, 3): the row as long as it is, amid the line.

    The end that is nearer to the line's start comes there.
    """
    scene, state = runner.session.scene_model, runner.state
    first, last = scene.point(state, goal.start), scene.point(state, goal.end)
    count, centres = len(goal.objects), np.array([scene.centre(state, name) for name in goal.objects])
    length = float(np.linalg.norm(last - first))
    pitch = _pitch(runner, goal) or length / (count - 1)
    shares = 0.5 + (np.arange(count) - (count - 1) / 2) * pitch / length
    ways = [first + share[:, None] * (last - first) for share in (shares, shares[::-1])]
    return min(ways, key=lambda way: float(np.linalg.norm((way - centres)[:, :2], axis=1).sum()))


def _pitch(runner: Runner, goal: Along) -> float | None:
    """Return how far tied neighbours are apart, metres; None where nothing ties them."""
    for tie in runner.session.spec.scene.ties:
        if {tie.first, tie.second} == set(goal.objects[:2]):
            return float(np.linalg.norm(np.subtract(tie.first_point, tie.second_point)))
    return None
