"""Sequences that are derived from goals, and those that cannot be."""

import pytest

from envs.failures import FailureKind


def test_what_carries_is_placed_before_what_stands_on_it(play):
    rollout = play("""
blocks = [task.add("cube", region="table_centre", name=f"b{k}") for k in range(3)]
task.say("Stack them.")
task.goal(held_for(all_of(blocks[2].on(blocks[1]), blocks[1].on(blocks[0])), 0.5))
task.stage("stack", auto())
""")
    assert rollout.success, rollout.failure
    placed = [label for _, label in rollout.key_frames if "released" in label]
    assert [label.split()[1] for label in placed] == ["b1", "b2"]


BLOCKER = """
lower = task.add("block", region="table_centre", name="lower", instance=6, facing=0)
upper = task.add("block", region=lower.top, name="upper", instance=1, facing=0)
zone = task.add("zone", region="table_left", name="zone")
task.say("Move the {lower block} into the {zone}.", lower, zone)
"""


def test_what_stands_on_an_object_is_put_aside_first(play):
    rollout = play(BLOCKER + 'task.goal(lower.on(zone), not_(upper.on(lower)))\ntask.stage("move", auto())')
    assert rollout.success, rollout.failure
    released = [label for _, label in rollout.key_frames if "released" in label]
    assert [label.split()[1] for label in released] == ["upper", "lower"]


def test_what_should_stand_the_other_way_round_is_turned_over(play):
    rollout = play(BLOCKER + 'task.goal(lower.on(upper))\ntask.stage("swap", auto())')
    assert rollout.success, rollout.failure


def test_things_alike_go_where_their_ways_are_short(play):
    rollout = play("""
cubes = [task.add("cube", "table_left", name="l"), task.add("cube", "table_right", name="r")]
zones = [task.add("zone", ((0.5, 0.5), (-0.1, -0.1)), name="zr"), task.add("zone", ((0.5, 0.5), (0.1, 0.1)), name="zl")]
task.say("Put one in each.")
task.goal(held_for(one_each(cubes, zones), 0.5))
task.stage("match", auto())
""")
    assert rollout.success, rollout.failure
    ends = rollout.states[-1].objects
    assert ends["l"].pose[1, 3] > 0 > ends["r"].pose[1, 3]


@pytest.mark.parametrize("robot", ["panda", "panda_suction"])
def test_an_angle_and_a_place_are_met_together(play, robot):
    rollout = play(f"""
task.robot("{robot}")
zone = task.add("zone", region="table_front", facing=0.4, name="zone")
ell = task.add("ell", region="table_left", name="ell")
task.say("Put it there.")
task.goal(ell.on(zone), ell.aligned(zone, 1.0, 0.1))
task.stage("put", auto())
""")
    assert rollout.success, rollout.failure


def test_a_spatula_sweeps_what_is_many_and_pushes_what_is_one(play):
    rollout = play("""
task.robot("panda_spatula")
zone = task.add("zone", region="table_left", name="zone")
pile = task.pile(count=8, region=((0.42, 0.54), (-0.1, 0.02)))
bowl = task.add("bowl", region="table_right", name="bowl")
task.say("Sweep and push.")
task.goal(pile.on(zone, share=0.8), bowl.near(at(0.62, -0.22, 0.02), 0.05))
task.time_limit(120)
task.stage("both", auto())
""")
    assert rollout.success, rollout.failure


def test_a_pile_is_swept_as_far_beyond_a_line_as_the_goal_asks(play):
    rollout = play("""
task.robot("panda_spatula")
line = task.add("line", ((0.5, 0.5), (0.08, 0.08)), facing=1.5)
pile = task.pile(count=8, region=((0.42, 0.58), (-0.2, -0.02)))
task.say("Sweep the {pile} over the {line}.", pile, line)
task.goal(pile.beyond(line, share=0.8, distance=0.08))
task.time_limit(120)
task.stage("sweep", auto())
""")
    assert rollout.success, rollout.failure


def test_a_drawer_is_opened_before_something_is_put_into_it(play):
    rollout = play("""
cabinet = task.add("drawer_cabinet", region="table_back", facing="robot")
lemon = task.add("lemon", region="table_right")
drawer = cabinet.part("drawer", which="top")
task.say("Put the {lemon} into the {drawer}.", lemon, drawer)
task.goal(lemon.inside(drawer), drawer.at_least(0.5))
task.stage("all", auto())
""")
    assert rollout.success, rollout.failure


def test_a_rope_is_laid_along_a_line(play):
    rollout = play("""
task.robot("panda_suction")
line = task.add("line", ((0.5, 0.5), (0, 0)), facing=0)
rope = task.rope(((0.36, 0.6), (-0.2, 0.2)), length=line.size[1] - 0.02, beads=8, bend=0.5)
task.say("Lay the {rope} along the {line}.", rope, line)
task.goal(held_for(rope.along(line), 0.5))
task.time_limit(240)
task.stage("lay", auto())
""")
    assert rollout.success, rollout.failure


@pytest.mark.parametrize("robot", ["panda", "panda_suction"])
def test_what_lies_on_a_ropes_line_is_put_aside_first_the_top_of_a_stack_before_what_carries_it(play, robot):
    rollout = play(
        f"""
task.robot("{robot}")
line = task.add("line", ((0.5, 0.5), (0, 0)), facing=0)
rope = task.rope(((0.34, 0.44), (-0.25, 0.25)), length=line.size[1] - 0.02, beads=8, bend=0.5)
lower = task.add("block", line, name="lower", instance=6, stacked=True)
upper = task.add("block", lower, name="upper", instance=1, stacked=True)
task.say("Lay the {{rope}} along the {{line}}.", rope, line)
task.goal(held_for(rope.along(line), 0.5), not_(lower.on(line)), not_(upper.on(lower)))
task.time_limit(240)
task.stage("lay", auto())
""",
        seed=1,
    )
    assert rollout.success, rollout.failure
    released = [label.split()[1] for _, label in rollout.key_frames if "released" in label]
    assert released[:2] == ["upper", "lower"]
    assert set(released[2:]).isdisjoint({"upper", "lower"})


def test_what_the_goal_has_beside_a_ropes_line_stays_there(play):
    rollout = play("""
task.robot("panda_suction")
line = task.add("line", ((0.5, 0.5), (0, 0)), facing=0)
rope = task.rope(((0.34, 0.42), (-0.25, 0.25)), length=line.size[1] - 0.02, beads=8, bend=0.5)
cube = task.add("cube", "table_left", name="cube", instance=1)
task.say("Lay the {rope} along the {line}.", rope, line)
task.goal(held_for(rope.along(line), 0.5), cube.near(at(0.54, 0.0, 0.02), 0.03))
task.time_limit(240)
task.stage("lay", auto())
""")
    assert rollout.success, rollout.failure
    released = [label.split()[1] for _, label in rollout.key_frames if "released" in label]
    assert released.count("cube") == 1


@pytest.mark.parametrize(
    ("goal", "said"),
    [("a.on(b), b.on(a)", "no order leads to the goal"), ("not_(a.near(b, 1.5))", "derives nothing")],
    ids=["circle", "only-a-ban"],
)
def test_what_cannot_be_derived_is_infeasible_with_the_reason(play, goal, said):
    rollout = play(f"""
a = task.add("cube", region="table_left", name="a")
b = task.add("cube", region="table_right", name="b")
task.say("Something.")
task.goal({goal})
task.stage("all", auto())
""")
    assert rollout.failure is not None
    assert rollout.failure.kind == FailureKind.INFEASIBLE
    assert said in rollout.failure.reason


def test_the_same_seed_gives_the_same_actions(play):
    body = BLOCKER + 'task.goal(lower.on(zone))\ntask.stage("move", auto())'
    first, second = play(body), play(body)
    assert first.actions.tobytes() == second.actions.tobytes()
