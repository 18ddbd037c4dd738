import pytest

from envs.task.predicates import Beyond
from envs.task.refs import LineRef, WorldPoint

MANY = ("block", "ball", "can")
LINE = LineRef(start=WorldPoint(position=(0.5, -0.2, 0)), end=WorldPoint(position=(0.5, 0.2, 0)))


def lying(make_state, *xs, y=0.0, z=0.0):
    return make_state(poses={name: (x, y, z) for name, x in zip(MANY, xs, strict=True)})


@pytest.mark.parametrize(("before", "after"), [((0.4, 0.41, 0.42), 0.55), ((0.6, 0.61, 0.62), 0.45)])
def test_beyond_is_where_they_did_not_start(measure, make_state, before, after):
    start = lying(make_state, *before)
    goal = Beyond(objects=MANY, line=LINE)
    assert not measure(goal, start).holds
    assert measure(goal, lying(make_state, after, after, after), start).holds
    assert not measure(goal, lying(make_state, *before), start).holds


def test_either_end_of_the_line_may_be_named_first(measure, make_state):
    start, end = lying(make_state, 0.4, 0.4, 0.4), lying(make_state, 0.55, 0.55, 0.55)
    assert measure(Beyond(objects=MANY, line=LineRef(start=LINE.end, end=LINE.start)), end, start).holds


def test_the_side_is_that_of_most_where_they_start_on_both(measure, make_state):
    start = lying(make_state, 0.40, 0.41, 0.53)
    assert measure(Beyond(objects=MANY, line=LINE), lying(make_state, 0.55, 0.56, 0.53), start).holds


@pytest.mark.parametrize(("share", "holds"), [(0.6, True), (0.9, False)])
def test_it_takes_the_share_that_is_asked_and_names_what_is_missing(measure, make_state, share, holds):
    start, end = lying(make_state, 0.4, 0.4, 0.4), lying(make_state, 0.55, 0.55, 0.45)
    found = measure(Beyond(objects=MANY, line=LINE, share=share), end, start)
    assert found.holds is holds
    assert "2 of 3" in found.text
    assert ("not there: can" in found.text) is not holds


def test_what_lies_on_the_line_is_not_beyond_it(measure, make_state):
    start, end = lying(make_state, 0.4, 0.4, 0.4), lying(make_state, 0.51, 0.51, 0.51)
    assert not measure(Beyond(objects=MANY, line=LINE), end, start).holds
    assert measure(Beyond(objects=MANY, line=LINE, distance=0.005), end, start).holds


@pytest.mark.parametrize(("y", "z"), [(0.25, 0.0), (-0.25, 0.0), (0.0, 0.2)])
def test_past_its_ends_or_high_above_it_is_not_beyond_it(measure, make_state, y, z):
    start, end = lying(make_state, 0.4, 0.4, 0.4), lying(make_state, 0.55, 0.55, 0.55, y=y, z=z)
    assert not measure(Beyond(objects=MANY, line=LINE), end, start).holds


def test_two_points_in_one_place_are_no_line(measure, make_state):
    found = measure(Beyond(objects=MANY, line=LineRef(start=LINE.start, end=LINE.start)), lying(make_state, 1, 1, 1))
    assert not found.holds
    assert "0 mm long" in found.text
