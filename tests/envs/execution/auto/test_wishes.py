"""What a goal wishes for, phase by phase."""

import pytest

from envs.execution.auto.wishes import Choice, by_object, phases
from envs.task.goals import All, Always, Any, HeldFor, Not, Sequence, Unchanged
from envs.task.predicates import Lifted, Near, On
from envs.task.refs import WorldPoint

A_ON_B, C_ON_B = On(object="a", support="b"), On(object="c", support="b")
LIFTED = Lifted(object="a", height=0.1)


def test_waiting_and_joining_change_nothing():
    goal = HeldFor(goal=All(goals=(A_ON_B, All(goals=(C_ON_B,)))), seconds=0.5)
    assert phases(goal) == ((A_ON_B, C_ON_B),)


def test_a_sequence_is_one_phase_after_the_other_and_what_joins_it_is_for_the_end():
    goal = All(goals=(Sequence(goals=(LIFTED, A_ON_B)), C_ON_B))
    assert phases(goal) == ((LIFTED,), (A_ON_B, C_ON_B))


@pytest.mark.parametrize("goal", [Not(goal=A_ON_B), Always(goal=A_ON_B), Unchanged(object="a")])
def test_what_stays_as_it_is_wishes_for_nothing(goal):
    assert phases(goal) == ((),)


def test_a_choice_keeps_its_options():
    assert phases(Any(goals=(A_ON_B, C_ON_B))) == ((Choice(((A_ON_B,), (C_ON_B,))),),)


def test_what_is_wished_of_one_object_is_gathered_the_most_exact_first():
    near = Near(object="a", target=WorldPoint(position=(0.5, 0.0, 0.0)), distance=0.1)
    wishes = by_object((near, C_ON_B, A_ON_B))
    assert [wish.object for wish in wishes] == ["a", "c"]
    assert wishes[0].puts == (A_ON_B, near)
