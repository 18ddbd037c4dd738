"""Where several things go beside each other, and what is cleared from there."""

import numpy as np
import pytest

BOXES = """
task.robot("{robot}")
container = task.add("bin", region=((0.5, 0.5), (0, 0)), facing=0, name="container")
spots = [((x, x + 0.04), (y, y + 0.05)) for x in (0.34, 0.55) for y in (-0.30, 0.25)]
boxes = [task.add("cuboid", region=spot, name=f"box_{{k}}") for k, spot in enumerate(spots)]
task.say("Pack them.")
task.goal(held_for(all_of(*[box.inside(container) for box in boxes]), 0.5))
task.time_limit(120)
task.stage("pack", auto())
"""


@pytest.mark.parametrize(("robot", "seed"), [("panda", 0), ("panda_suction", 3)])
def test_long_boxes_come_to_lie_beside_each_other_along_their_container(play, robot, seed):
    rollout = play(BOXES.format(robot=robot), seed)
    assert rollout.success, rollout.failure
    released = [label for _, label in rollout.key_frames if "released" in label]
    assert len(released) == 4, "each is put down once"


def test_things_on_one_surface_do_not_stand_on_each_other(play):
    rollout = play("""
zone = task.add("zone", ((0.5, 0.5), (0, 0)), facing=0, name="zone")
cubes = [task.add("cube", "table_left", name=f"c{k}") for k in range(3)]
task.say("Put them there.")
task.goal(held_for(all_of(*[cube.on(zone) for cube in cubes]), 0.5))
task.stage("put", auto())
""")
    assert rollout.success, rollout.failure
    ends = [rollout.states[-1].objects[f"c{k}"].pose[:3, 3] for k in range(3)]
    assert max(end[2] for end in ends) < 0.01
    assert min(np.linalg.norm(a - b) for k, a in enumerate(ends) for b in ends[:k]) > 0.04


def test_what_stands_in_the_slot_and_what_stands_on_the_object_are_put_aside(play):
    rollout = play(
        """
base = task.add("cube", "table_centre", name="base", instance=1, facing=0)
occupant = task.add("cube", base.top, name="occupant", instance=1, facing=0, stacked=True)
wanted = task.add("cube", "table_left", name="wanted", instance=1, facing=0)
rider = task.add("cube", wanted.top, name="rider", instance=1, facing=0, stacked=True)
task.say("Put one on the other.")
task.goal(held_for(wanted.on(base), 0.5), not_(occupant.on(base)), not_(rider.on(wanted)))
task.stage("put", auto())
""",
        engine="pybullet",
    )
    assert rollout.success, rollout.failure
    released = [label.split()[1] for _, label in rollout.key_frames if "released" in label]
    assert sorted(released[:2]) == ["occupant", "rider"]
    assert released[2:] == ["wanted"]


@pytest.mark.parametrize("seed", [0, 1])
def test_things_change_places_without_being_in_each_others_way(play, seed):
    rollout = play(
        """
left = task.add("zone", "table_left", name="left")
right = task.add("zone", "table_right", name="right")
a = task.add("cuboid", left.top, name="a", instance=1)
b = task.add("cuboid", right.top, name="b", instance=2)
task.say("Swap them.")
task.goal(held_for(all_of(a.on(right), b.on(left)), 0.5))
task.time_limit(120)
task.stage("swap", auto())
""",
        seed,
    )
    assert rollout.success, rollout.failure
