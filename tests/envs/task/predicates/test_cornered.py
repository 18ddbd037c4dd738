import math

import pytest

from envs.task.predicates import Cornered
from envs.task.refs import PointRef
from kpam.transforms import about_axis, transform

CORNER = PointRef(object="cabinet", point="drawer_top.handle.centre")
GOAL = Cornered(object="block", corner=CORNER)
AT = (0.15 + 0.04, 0.0, 0.3)
"""Where the corner is when the cabinet stands at the origin."""


def state_with(make_state, x, y, degrees=0.0, cabinet=0.0):
    turn = about_axis((0, 0, 1), math.radians(cabinet))
    block = turn @ transform((AT[0] + x, AT[1] + y, 0.0)) @ about_axis((0, 0, 1), math.radians(degrees))
    return make_state(poses={"cabinet": turn, "block": block})


@pytest.mark.parametrize("cabinet", [0, 30, 150])
def test_a_box_whose_sides_lie_at_the_corner_is_in_it(measure, make_state, cabinet):
    found = measure(GOAL, state_with(make_state, 0.02, 0.02, cabinet=cabinet))
    assert found.holds
    assert found.margin == pytest.approx(0.015)


@pytest.mark.parametrize(("x", "y"), [(-0.02, 0.02), (0.02, -0.02), (0.06, 0.02), (0.02, 0.04)])
def test_on_the_other_side_of_a_line_or_away_from_it_is_not_in_it(measure, make_state, x, y):
    assert not measure(GOAL, state_with(make_state, x, y)).holds


@pytest.mark.parametrize(("degrees", "holds"), [(90, True), (180, True), (5, True), (30, False)])
def test_quarter_turns_are_as_good_as_none(measure, make_state, degrees, holds):
    assert measure(GOAL, state_with(make_state, 0.02, 0.02, degrees)).holds is holds
