"""Where a placed object comes to rest, and how it is turned."""

import numpy as np
import pytest

INSERT = """
task.robot("{robot}")
fixture = task.add("fixture", region=((0.42, 0.58), (-0.15, 0.15)), facing="any", name="fixture")
ell = task.add("ell", region="table_left", name="ell")
task.say("Put the {{ell}} into the {{fixture}}.", ell, fixture)
task.goal(held_for(ell.inside(fixture.place("pocket")), 0.5))
task.stage("insert", pick(ell), place(ell, fixture.place("pocket"), yaw={yaw}))
"""
TURN = """
block = task.add("{category}", region="table_left", name="block", instance=0)
task.say("Put the {{block}} down.", block)
task.goal(block.near(at(0.5, 0.0, 0.02), 0.03))
task.stage("put", pick(block), place(block, at(0.5, 0.0, 0.0), yaw={yaw}))
"""
PYRAMID = """
task.robot("{robot}")
blocks = [task.add("cube", ((0.4, 0.6), (0.15, 0.35)), name=f"b{{k}}") for k in range(3)]
task.say("Build a bridge.")
task.goal(held_for(blocks[2].over(blocks[0], blocks[1]), 0.5))
task.stage("first", pick(blocks[0]), place(blocks[0], at(0.5, -0.03, 0.0), yaw=0))
task.stage("second", pick(blocks[1]), place(blocks[1], at(0.5, 0.02, 0.0), yaw=0))
task.stage("third", pick(blocks[2]), place(blocks[2], [blocks[0], blocks[1]], yaw=0))
"""


def yaw_of(rollout, name):
    T = rollout.states[-1].objects[name].pose
    return float(np.arctan2(T[1, 0], T[0, 0]))


@pytest.mark.parametrize("robot", ["panda", "panda_suction"])
@pytest.mark.parametrize("seed", [0, 1])
def test_an_ell_sinks_into_its_pocket_whichever_way_that_lies(play, robot, seed):
    rollout = play(INSERT.format(robot=robot, yaw=0), seed)
    assert rollout.success, rollout.failure


def test_an_ell_turned_the_wrong_way_does_not_sink_in(play):
    rollout = play(INSERT.format(robot="panda_suction", yaw=1.57))
    assert not rollout.success


@pytest.mark.parametrize("yaw", [0.0, 0.6, -1.2])
def test_an_object_without_symmetry_is_turned_as_asked(play, yaw):
    rollout = play(TURN.format(category="ell", yaw=yaw))
    assert rollout.success, rollout.failure
    assert abs(np.arctan2(np.sin(yaw_of(rollout, "block") - yaw), np.cos(yaw_of(rollout, "block") - yaw))) < 0.03


def test_a_cube_is_turned_only_as_far_as_its_symmetry_needs(play):
    rollout = play(TURN.format(category="cube", yaw=0.3))
    assert rollout.success, rollout.failure
    quarter = np.pi / 2
    assert abs((yaw_of(rollout, "block") - 0.3 + quarter / 2) % quarter - quarter / 2) < 0.03
    turned = yaw_of(rollout, "block") - np.arctan2(*rollout.initial.objects["block"].pose[[1, 0], 0])
    assert abs(np.arctan2(np.sin(turned), np.cos(turned))) < quarter / 2 + 0.05


@pytest.mark.parametrize("robot", ["panda", "panda_suction"])
def test_a_cube_rests_on_two_others_over_the_middle_between_them(play, robot):
    rollout = play(PYRAMID.format(robot=robot))
    assert rollout.success, rollout.failure
    first, second, top = (rollout.states[-1].objects[f"b{k}"].pose[:3, 3] for k in range(3))
    np.testing.assert_allclose(top[:2], (first + second)[:2] / 2, atol=2e-3)


def test_an_object_is_set_down_and_not_dropped(play):
    rollout = play(TURN.format(category="block", yaw=0.0))
    index = next(index for index, label in rollout.key_frames if "about to release" in label)
    assert rollout.states[index].objects["block"].pose[2, 3] < 2e-3


def test_what_lies_in_the_middle_of_a_place_is_put_beside(play):
    rollout = play("""
tray = task.add("tray", region="table_front", name="tray")
cubes = [task.add("cube", "table_left", name="a"), task.add("cube", "table_right", name="b")]
task.say("Put both on the {tray}.", tray)
task.goal(cubes[0].on(tray), cubes[1].on(tray), not_(cubes[1].on(cubes[0])))
task.stage("one", pick(cubes[0]), place(cubes[0], tray))
task.stage("two", pick(cubes[1]), place(cubes[1], tray))
""")
    assert rollout.success, rollout.failure
