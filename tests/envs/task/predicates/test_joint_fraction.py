import pytest
from pydantic import ValidationError

from envs.task.predicates import JointFraction
from envs.task.refs import PartRef

DRAWER = PartRef(object="cabinet", part="drawer_top")


def test_joint_fraction_says_how_much_is_missing(measure, make_state):
    state = make_state(joints={("cabinet", "drawer_top_joint"): 0.08})
    assert measure(JointFraction(part=DRAWER, at_least=0.4), state).margin == pytest.approx(0.0)
    missed = measure(JointFraction(part=DRAWER, at_least=0.5), state)
    assert not missed.holds
    assert missed.margin == pytest.approx(-0.1)
    assert missed.error == pytest.approx(0.1)
    assert missed.unit == "fraction"
    assert "0.40" in missed.text
    assert not measure(JointFraction(part=DRAWER, at_most=0.3), state).holds


def test_a_relative_joint_fraction_counts_from_the_start(measure, make_state):
    start = make_state(joints={("cabinet", "drawer_top_joint"): 0.1})
    now = make_state(joints={("cabinet", "drawer_top_joint"): 0.16})
    predicate = JointFraction(part=DRAWER, at_least=0.25, relative=True)
    assert not measure(predicate, start).holds
    assert measure(predicate, now, start).margin == pytest.approx(0.05)


def test_a_joint_fraction_without_bounds_is_refused():
    with pytest.raises(ValidationError, match="neither at_least nor at_most"):
        JointFraction(part=DRAWER)
    with pytest.raises(ValidationError, match="above at_most"):
        JointFraction(part=DRAWER, at_least=0.7, at_most=0.3)
