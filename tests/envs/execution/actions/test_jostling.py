"""Where things come to lie that a blade pushes into each other, on a table of points."""

import numpy as np

from envs.execution.actions.jostling import STEP, jostled
from envs.execution.actions.strokes import PUSHERS

BLADE, RADIUS = PUSHERS["spatula"], 0.01
FORWARD = np.array([[1.0, 0.0]])


def after(things, way, ways=FORWARD, start=(0.0, 0.0)):
    """Return where things (n, 2) lie after a stroke of a length from a start."""
    steps = round(way / (STEP * RADIUS))
    return jostled(np.asarray(things, float), RADIUS, BLADE, np.array([start], float), ways, steps)[-1, 0]


def test_what_the_blade_meets_goes_along_before_it():
    (thing,) = after([(0.05, 0.02)], 0.10)
    np.testing.assert_allclose(thing, (0.10 + BLADE.half_thickness + RADIUS, 0.02), atol=1e-9)


def test_what_lies_beside_the_course_or_behind_it_stays():
    things = [(0.05, 0.2), (-0.05, 0.0), (0.3, 0.0)]
    np.testing.assert_allclose(after(things, 0.10), things, atol=1e-9)


def test_what_is_met_pushes_what_lies_before_it():
    near, far = after([(0.03, 0.0), (0.06, 0.0)], 0.10)
    assert near[0] > 0.10
    assert far[0] > near[0] + 2 * RADIUS


def test_things_close_together_are_not_driven_apart_before_they_are_met():
    things = [(0.3 + 0.019 * i, 0.019 * j) for i in range(4) for j in range(4)]
    np.testing.assert_allclose(after(things, 0.05), things, atol=1e-9)


def test_strokes_are_worked_out_each_by_itself_whatever_way_they_go():
    things = np.array([(0.05, 0.02), (0.02, 0.05)])
    ways, starts = np.array([[1.0, 0.0], [0.0, 1.0]]), np.zeros((2, 2))
    both = jostled(things, RADIUS, BLADE, starts, ways, 20)
    for k in range(2):
        alone = jostled(things, RADIUS, BLADE, starts[k : k + 1], ways[k : k + 1], 20)
        np.testing.assert_allclose(both[:, k], alone[:, 0], atol=1e-12)
    np.testing.assert_allclose(both[-1, 0][:, ::-1][::-1], both[-1, 1], atol=1e-9)
