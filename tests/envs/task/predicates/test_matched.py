import pytest

from envs.task.predicates import Matched
from envs.task.refs import PlaceRef

INTO, ONTO = PlaceRef(object="bowl", place="interior"), PlaceRef(object="cabinet", place="top")
GOAL = Matched(objects=("block", "block_2"), places=(INTO, ONTO))
IN_BOWL, ON_TOP, AWAY = (0.4, 0, 0.02), (0, 0, 0.4), (1.5, 0, 0)


def state_with(make_state, first, second):
    return make_state(poses={"cabinet": (0, 0, 0), "bowl": (0.4, 0, 0), "block": first, "block_2": second})


@pytest.mark.parametrize(("first", "second"), [(IN_BOWL, ON_TOP), (ON_TOP, IN_BOWL)])
def test_either_may_be_in_either(measure, make_state, first, second):
    assert measure(GOAL, state_with(make_state, first, second)).holds


@pytest.mark.parametrize(("first", "second"), [(IN_BOWL, IN_BOWL), (ON_TOP, AWAY), (AWAY, AWAY)])
def test_two_in_one_place_or_one_in_none_is_no_pairing(measure, make_state, first, second):
    found = measure(GOAL, state_with(make_state, first, second))
    assert not found.holds
    assert found.margin < 0


def test_the_text_counts_those_that_are_right(measure, make_state):
    found = measure(GOAL, state_with(make_state, ON_TOP, AWAY))
    assert found.text.startswith("1 of 2 are where they belong; block_2's centre is")


def test_with_fewer_places_every_place_has_one(measure, make_state):
    goal = Matched(objects=("block", "block_2", "ball"), places=(INTO,))
    assert measure(goal, state_with(make_state, AWAY, IN_BOWL)).holds
    assert not measure(goal, state_with(make_state, AWAY, AWAY)).holds
