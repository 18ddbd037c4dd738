import pytest

from envs.task.goals import All, Always, Any, HeldFor, Never, Not, Sequence, Unchanged
from envs.task.monitor import GoalMonitor, evaluate
from envs.task.predicates import JointFraction, Lifted
from envs.task.refs import PartRef

DRAWER = PartRef(object="cabinet", part="drawer_top")
OPEN = JointFraction(part=DRAWER, at_least=0.5)
SHUT = JointFraction(part=DRAWER, at_most=0.1)
LIFTED = Lifted(object="block", height=0.1)


@pytest.fixture
def drive(make_state):
    """Return states 0.05 s apart in which the drawer is at each of the fractions and the block at each height."""

    def make(fractions, heights=None):
        heights = heights or [0.0] * len(fractions)
        return [
            make_state(0.05 * k, {"block": (0.4, 0, z)}, {("cabinet", "drawer_top_joint"): 0.2 * f})
            for k, (f, z) in enumerate(zip(fractions, heights, strict=True))
        ]

    return make


def holds(goal, states, scene):
    return evaluate(goal, states, scene).holds


def test_logic_is_of_the_last_state(scene, drive):
    states = drive([0.0, 0.6])
    assert holds(OPEN, states, scene)
    assert not holds(All(goals=(OPEN, LIFTED)), states, scene)
    assert holds(Any(goals=(LIFTED, OPEN)), states, scene)
    assert holds(Not(goal=SHUT), states, scene)
    assert not holds(OPEN, drive([0.6, 0.0]), scene)


def test_all_names_everything_that_is_missed(scene, drive):
    found = evaluate(All(goals=(OPEN, LIFTED)), drive([0.2]), scene)
    assert found.margin == pytest.approx(-0.3)
    assert "drawer_top" in found.text
    assert "block" in found.text


def test_not_turns_the_margin_over(scene, drive):
    assert evaluate(Not(goal=OPEN), drive([0.2]), scene).margin == pytest.approx(0.3)


def test_held_for_counts_simulated_time_without_a_break(scene, drive):
    goal = HeldFor(goal=OPEN, seconds=0.2)
    assert holds(goal, drive([0.0, 0.6, 0.6, 0.6, 0.6, 0.6]), scene)
    assert not holds(goal, drive([0.0, 0.6, 0.6, 0.6, 0.6]), scene)
    assert not holds(goal, drive([0.6, 0.6, 0.6, 0.0, 0.6, 0.6, 0.6]), scene)
    missed = evaluate(goal, drive([0.0, 0.6, 0.6]), scene)
    assert (missed.unit, missed.margin) == ("s", pytest.approx(-0.15))


def test_held_for_ends_when_its_goal_ends(scene, drive):
    assert not holds(HeldFor(goal=OPEN, seconds=0.1), drive([0.6, 0.6, 0.6, 0.6, 0.0]), scene)


def test_a_sequence_is_met_in_order_and_its_last_goal_holds_now(scene, drive):
    goal = Sequence(goals=(OPEN, SHUT))
    assert holds(goal, drive([0.0, 0.6, 0.0]), scene)
    assert not holds(goal, drive([0.0, 0.6, 0.3]), scene)
    assert not holds(goal, drive([0.0, 0.0, 0.6]), scene)
    assert not holds(goal, drive([0.0]), scene)
    assert not holds(goal, drive([0.0, 0.6, 0.0, 0.6]), scene)
    assert holds(goal, drive([0.0, 0.6, 0.0, 0.6, 0.0]), scene)


def test_a_sequence_needs_later_states(scene, drive):
    goal = Sequence(goals=(OPEN, OPEN, SHUT))
    assert not holds(goal, drive([0.6, 0.0]), scene)
    assert holds(goal, drive([0.6, 0.6, 0.0]), scene)


def test_a_sequence_gets_nearer_with_each_step(scene, drive):
    monitor = GoalMonitor(Sequence(goals=(OPEN, LIFTED, SHUT)), scene)
    margins = [monitor.update(state).margin for state in drive([0.0, 0.6, 0.3, 0.3], [0, 0, 0.2, 0.2])]
    assert margins[0] < margins[1] < margins[2]


def test_always_and_never_remember(scene, drive):
    assert holds(Always(goal=OPEN), drive([0.6, 0.7]), scene)
    assert not holds(Always(goal=OPEN), drive([0.6, 0.2, 0.7]), scene)
    assert holds(Never(goal=OPEN), drive([0.0, 0.2]), scene)
    assert not holds(Never(goal=OPEN), drive([0.0, 0.6, 0.0]), scene)


def test_always_keeps_the_worst_moment(scene, drive):
    found = evaluate(Always(goal=OPEN), drive([0.6, 0.2, 0.4]), scene)
    assert found.margin == pytest.approx(-0.3)
    assert "0.05 s" in found.text


def test_unchanged_compares_with_the_start(scene, drive):
    goal = Unchanged(object="block")
    assert holds(goal, drive([0, 0, 0], [0, 0.3, 0.01]), scene)
    missed = evaluate(goal, drive([0, 0], [0, 0.3]), scene)
    assert missed.margin == pytest.approx(-0.28)
    joint = Unchanged(object="cabinet", part="drawer_top", position=0.05)
    assert holds(joint, drive([0.0, 0.2]), scene)
    assert not holds(joint, drive([0.0, 0.3]), scene)


def test_temporal_goals_nest(scene, drive):
    goal = Sequence(goals=(HeldFor(goal=OPEN, seconds=0.1), SHUT))
    assert holds(goal, drive([0.6, 0.6, 0.6, 0.0]), scene)
    assert not holds(goal, drive([0.6, 0.6, 0.0, 0.6, 0.0]), scene)


def test_every_prefix_gives_what_evaluating_it_whole_gives(scene, drive):
    goal = Any(goals=(Sequence(goals=(OPEN, SHUT)), HeldFor(goal=All(goals=(OPEN, LIFTED)), seconds=0.1)))
    states = drive([0, 0.6, 0.7, 0.6, 0.3, 0.05, 0.0], [0, 0.2, 0.2, 0.3, 0.0, 0.0, 0.0])
    monitor = GoalMonitor(goal, scene)
    for k, state in enumerate(states):
        assert monitor.update(state) == evaluate(goal, states[: k + 1], scene)


def test_a_monitor_that_saw_nothing_says_so(scene):
    with pytest.raises(RuntimeError, match="no state"):
        _ = GoalMonitor(OPEN, scene).measurement
