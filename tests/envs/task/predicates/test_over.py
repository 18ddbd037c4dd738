import pytest

from envs.task.predicates import Over

GOAL = Over(object="can", supports=("block", "block_2"))


def state_with(make_state, can, gap=0.05, contacts=()):
    return make_state(poses={"block": (0.4, 0, 0), "block_2": (0.4, gap, 0), "can": can}, contacts=contacts)


def test_what_bridges_two_lies_over_both(measure, make_state):
    found = measure(GOAL, state_with(make_state, (0.4, 0.025, 0.041)))
    assert found.holds
    assert found.margin == pytest.approx(0.025)


@pytest.mark.parametrize("can", [(0.4, 0.025, 0.1), (0.4, 0.025, 0.0), (0.4, -0.03, 0.041)])
def test_higher_lower_or_on_one_only_is_not_over(measure, make_state, can):
    assert not measure(GOAL, state_with(make_state, can)).holds


def test_the_one_that_it_does_not_reach_is_named(measure, make_state):
    found = measure(GOAL, state_with(make_state, (0.4, -0.03, 0.041)))
    assert found.text == "can is 30 mm beside block_2"


def test_over_does_not_hold_while_the_gripper_holds(measure, make_state, pinched):
    assert not measure(GOAL, state_with(make_state, (0.4, 0.025, 0.041), contacts=pinched("can"))).holds
