"""Objects picked with a suction cup, and with what cannot."""

import pytest

from envs.failures import FailureKind

LIFT = """
task.robot("{robot}")
thing = task.add("{category}", region="table_front", name="thing")
task.say("Lift the {{thing}}.", thing)
task.goal(thing.lifted(0.1))
task.stage("lift", pick(thing))
"""


@pytest.mark.parametrize("category", ["block", "ring", "bowl", "ball"])
def test_a_cup_lifts_things_of_many_shapes(play, category):
    rollout = play(LIFT.format(robot="panda_suction", category=category))
    assert rollout.success, rollout.failure
    sucked = rollout.states[-1].robot.sucked
    assert sucked is not None
    assert sucked.object == "thing"


def test_a_cup_lets_go_of_what_it_placed(play):
    rollout = play("""
task.robot("panda_suction")
block = task.add("block", region="table_front", name="block")
task.say("Move the {block}.", block)
task.goal(block.near(at(0.5, 0.3, 0.02), 0.03))
task.stage("move", pick(block), place(block, at(0.5, 0.3, 0.0)))
""")
    assert rollout.success, rollout.failure
    assert rollout.states[-1].robot.sucked is None


def test_what_stands_on_an_object_is_in_the_cups_way(play):
    rollout = play("""
task.robot("panda_suction")
lower = task.add("block", region="table_front", name="lower", instance=6, facing=0)
upper = task.add("block", region=lower.top, name="upper", instance=1, facing=0)
task.say("Lift the {lower block}.", lower)
task.goal(lower.lifted(0.1))
task.stage("lift", pick(lower))
""")
    assert rollout.failure is not None
    assert rollout.failure.kind in (FailureKind.PATH_BLOCKED, FailureKind.GRASP_MISSED)
