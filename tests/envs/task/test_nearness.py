"""Nearly true means that a small movement brings a goal about, not that a figure is small."""

import pytest

from envs.task.goals import All, Always, Any, HeldFor, Never, Not, Sequence, Unchanged
from envs.task.nearness import JOINT, SHIFT, nearly_true
from envs.task.predicates import JointFraction, Lifted, Near
from envs.task.refs import PartRef, WorldPoint

DRAWER = PartRef(object="cabinet", part="drawer_top")


@pytest.fixture
def start(make_state):
    return make_state(0.0, {"block": (0.4, 0.0, 0.0)}, {("cabinet", "drawer_top_joint"): 0.2 * 0.5})


def at_least(fraction):
    return JointFraction(part=DRAWER, at_least=fraction)


def lifted(height):
    return Lifted(object="block", height=height)


def near(distance, x=0.6):
    return Near(object="block", target=WorldPoint(position=(x, 0.0, 0.02)), distance=distance)


@pytest.mark.parametrize(
    ("goal", "is_near"),
    [
        (lifted(0.9 * SHIFT), True),
        (lifted(1.2 * SHIFT), False),
        (at_least(0.5 + 0.9 * JOINT), True),
        (at_least(0.5 + 1.2 * JOINT), False),
        (JointFraction(part=DRAWER, at_most=0.5 - 0.9 * JOINT), True),
        (near(0.19), True),
        (near(0.15), False),
        (Not(goal=near(0.205)), True),
        (Not(goal=near(0.3)), False),
        (Never(goal=near(0.205)), True),
        (Always(goal=near(0.3)), True),
        (HeldFor(goal=near(0.3), seconds=5.0), True),
        (HeldFor(goal=lifted(0.1), seconds=5.0), False),
        (All(goals=(near(0.3), lifted(0.9 * SHIFT))), True),
        (All(goals=(lifted(0.1), lifted(0.9 * SHIFT))), False),
        (Any(goals=(lifted(0.1), lifted(0.9 * SHIFT))), True),
        (Sequence(goals=(at_least(0.9), JointFraction(part=DRAWER, at_most=0.6))), False),
        (Not(goal=Unchanged(object="block", position=0.9 * SHIFT)), True),
        (Not(goal=Unchanged(object="block", position=0.05)), False),
    ],
)
def test_a_goal_is_nearly_true_where_a_little_noise_brings_it_about(scene, start, goal, is_near):
    assert (nearly_true(goal, start, scene) is not None) == is_near


def test_the_words_have_the_figure(scene, start):
    text = nearly_true(lifted(0.01), start, scene)
    assert text is not None
    assert "10 mm" in text
