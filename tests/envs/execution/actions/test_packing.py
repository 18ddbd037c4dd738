"""Strokes into a place that is nearly full, on a table of points."""

import math

import numpy as np

from envs.execution.actions.jostling import STEP, jostled
from envs.execution.actions.packing import packing
from envs.execution.actions.strokes import PUSHERS
from envs.execution.actions.sweeping import Table, strokes

BLADE, RADIUS = PUSHERS["spatula"], 0.0092
NOTHING = np.empty((0, 2))
PLACE = np.array([[1.0, 0.0, 0.5], [0.0, 1.0, 0.0]])
FULL = [(0.447 + 0.0212 * i, -0.053 + 0.0212 * j) for i in range(6) for j in range(5)]
"""Things that leave room in the place for some more, at the side where y is more."""


def table(things, others=NOTHING, reaches=()):
    return Table(
        np.asarray(things, float), RADIUS, np.asarray(others, float), np.asarray(reaches), PLACE, np.full(2, 0.12)
    )


def there(lies, stroke):
    """Return how many things are in the place after a stroke."""
    steps = math.ceil(stroke.length / (STEP * RADIUS) - 1e-6)
    after = jostled(lies.things, RADIUS, BLADE, stroke.start[None], stroke.direction[None], steps)
    return int(lies.within(after[-1, 0]).sum())


def test_what_is_missing_in_a_full_place_is_brought_in_and_nothing_pushed_out():
    lies = table([*FULL, (0.48, 0.075), (0.52, 0.078)])
    assert there(lies, packing(lies, BLADE)[0]) == len(lies.things)
    assert there(lies, strokes(lies, BLADE)[0].stroke) < len(lies.things)


def test_some_strokes_go_along_the_sides_of_a_place_that_is_turned():
    turned = np.array([[math.cos(0.3), -math.sin(0.3), 0.5], [math.sin(0.3), math.cos(0.3), 0.0]])
    things = turned[:, :2] @ np.array([[0.0, 0.10], [0.02, 0.10]]).T + turned[:, 2:]
    lies = Table(things.T, RADIUS, NOTHING, np.empty(0), turned, np.full(2, 0.12))
    ways = [stroke.direction for stroke in packing(lies, BLADE)]
    assert max(float(-turned[:, 1] @ way) for way in ways) > 1 - 1e-9


def test_nothing_is_swept_once_all_lies_within():
    assert packing(table(FULL), BLADE) == []


def test_what_is_not_named_is_not_touched():
    wall = [(0.5, 0.12)]
    for stroke in packing(table([*FULL, (0.5, 0.08)], wall, [0.03]), BLADE):
        ends = stroke.start + np.outer(np.linspace(0, stroke.length, 50), stroke.direction)
        assert np.linalg.norm(ends - wall[0], axis=1).min() > 0.03
