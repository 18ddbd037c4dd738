import pytest

from envs.task.predicates import ShareInside
from envs.task.refs import PlaceRef

BOWL = PlaceRef(object="bowl", place="interior")
TOP = PlaceRef(object="cabinet", place="top")
MANY = ("block", "block_2", "ball", "can")


def state_with(make_state, inside):
    spots = {name: (0.4, 0.01, 0.01) if name in inside else (1.5, 0.0, 0.0) for name in MANY}
    return make_state(poses=spots | {"bowl": (0.4, 0, 0)})


@pytest.mark.parametrize(("count", "share", "holds"), [(4, 1, True), (3, 1, False), (3, 0.75, True), (2, 0.75, False)])
def test_it_takes_the_share_that_is_asked(measure, make_state, count, share, holds):
    found = measure(ShareInside(objects=MANY, place=BOWL, share=share), state_with(make_state, MANY[:count]))
    assert found.holds is holds
    assert found.margin == pytest.approx((count - 4 * share) / 4)
    assert f"{count} of 4" in found.text


def test_those_that_are_missing_are_named(measure, make_state):
    found = measure(ShareInside(objects=MANY, place=BOWL, share=1), state_with(make_state, MANY[:3]))
    assert "not there: can" in found.text


@pytest.mark.parametrize(("height", "holds"), [(0.4, True), (0.42, True), (0.5, False), (0.2, False)])
def test_over_a_surface_and_close_to_it_counts(measure, make_state, height, holds):
    state = make_state(poses={"cabinet": (0, 0, 0), "block": (0.1, 0.1, height)})
    assert measure(ShareInside(objects=("block",), place=TOP), state).holds is holds


def test_beside_a_surface_does_not_count(measure, make_state):
    state = make_state(poses={"cabinet": (0, 0, 0), "block": (0.16, 0, 0.4)})
    assert not measure(ShareInside(objects=("block",), place=TOP), state).holds
