"""Objects pushed along the table."""

import numpy as np
import pytest

from envs.execution.actions.push import push
from envs.execution.actions.strokes import PUSHERS
from envs.failures import FailureKind
from kpam.transforms import apply

PUSH = """
task.robot("{robot}")
thing = task.add("{category}", region="table_front", name="thing")
zone = task.add("zone", region="table_left", name="zone")
task.say("Push the {{thing}} into the {{zone}}.", thing, zone)
task.goal(thing.on(zone))
task.stage("push", push(thing, zone.top))
"""


@pytest.mark.parametrize(
    ("robot", "category"), [("panda", "block"), ("panda_spatula", "block"), ("panda_spatula", "can")]
)
def test_a_thing_comes_to_the_middle_of_its_target(play, robot, category):
    rollout = play(PUSH.format(robot=robot, category=category))
    assert rollout.success, rollout.failure
    thing, zone = (rollout.states[-1].objects[name].pose[:2, 3] for name in ("thing", "zone"))
    assert np.linalg.norm(thing - zone) < 0.012


def test_a_pushed_thing_stays_on_the_table_and_near_its_line(play):
    rollout = play(PUSH.format(robot="panda_spatula", category="block"))
    path = np.array([state.objects["thing"].pose[:3, 3] for state in rollout.states])
    assert path[:, 2].max() < 0.01
    way = path[-1, :2] - path[0, :2]
    aside = (path[:, :2] - path[0, :2]) @ np.array([-way[1], way[0]]) / np.linalg.norm(way)
    assert np.abs(aside).max() < 0.03


@pytest.mark.parametrize("robot", ["panda", "panda_spatula"])
def test_a_can_is_pushed_over_the_edge_of_a_zone_in_the_other_engine(play, robot):
    rollout = play(PUSH.format(robot=robot, category="can"), seed=4, engine="pybullet")
    assert rollout.success, rollout.failure
    assert min(state.objects["thing"].pose[2, 2] for state in rollout.states) > 0.99


def test_what_the_last_push_brings_to_its_target_is_there(play, monkeypatch):
    monkeypatch.setitem(push.__globals__, "TRIES", 1)
    rollout = play(PUSH.format(robot="panda_spatula", category="block"))
    assert rollout.success, rollout.failure


def test_a_thing_that_is_taller_than_the_wrist_is_pushed_leaning_back(play):
    rollout = play(PUSH.format(robot="panda_spatula", category="cracker_box"))
    assert rollout.success, rollout.failure


def test_a_push_past_the_arms_reach_is_a_failure_with_its_reason(play):
    rollout = play("""
task.robot("panda_spatula")
block = task.add("block", region="table_front", name="block")
task.say("Push the {block} far away.", block)
task.goal(block.near(at(1.1, 0.0, 0.02), 0.05))
task.stage("push", push(block, at(1.1, 0.0, 0.0)))
""")
    assert rollout.failure is not None
    assert rollout.failure.kind in (FailureKind.OUT_OF_REACH, FailureKind.INFEASIBLE, FailureKind.PATH_BLOCKED)


@pytest.mark.parametrize(("category", "edge"), [("can", 0.008), ("disc", 0.004)])
def test_a_pusher_moves_higher_before_what_is_high(play, category, edge):
    rollout = play(PUSH.format(robot="panda_spatula", category=category))
    assert rollout.success, rollout.failure
    blade = PUSHERS["spatula"].point
    lowest = min(apply(state.robot.T_world_hand, blade)[2] for state in rollout.states)
    assert lowest == pytest.approx(edge, abs=0.002)
