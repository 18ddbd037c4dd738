"""What a rollout must say of a task that works, and of the many ways in which one does not."""

from collections.abc import Callable

import numpy as np
import pytest

from envs.assets.catalog import Catalog
from envs.execution.executor import execute
from envs.execution.rollout import Rollout
from envs.failures import FailureKind
from envs.task.program import TaskProgram


@pytest.fixture(scope="module")
def play() -> Callable[..., Rollout]:
    catalog = Catalog()

    def run(body: str, seed: int = 0) -> Rollout:
        lines = "\n".join(f"    {line}" for line in body.strip().splitlines())
        program = TaskProgram(name="trial", source=f"def build(task, rng):\n{lines}\n")
        return execute(program.instantiate(seed, catalog), catalog)

    return run


PICK_AND_PLACE = """
bowl = task.add("bowl", region="table_left", name="bowl")
block = task.add("block", region="table_front", name="block")
task.say("Put the {block} in the {bowl}.", block, bowl)
task.goal(block.inside(bowl))
task.stage("put it in", pick(block), place(block, bowl.interior), effect=block.inside(bowl))
"""


def test_a_block_is_put_into_a_bowl_and_everything_is_recorded(play: Callable[..., Rollout]):
    rollout = play(PICK_AND_PLACE)
    assert rollout.success, rollout.failure
    assert rollout.measurement is not None
    assert rollout.measurement.holds
    assert rollout.actions.dtype == np.float32
    assert rollout.actions.shape == (len(rollout.states) - 1, 8)
    assert set(rollout.stages) == {"put it in"}
    assert rollout.initial.objects["block"].pose[2, 3] < 0.1
    labels = [label for _, label in rollout.key_frames]
    assert labels[0] == "start"
    assert labels[-1] == "end"


def test_a_rollout_repeats_bit_for_bit(play: Callable[..., Rollout]):
    first, second = play(PICK_AND_PLACE, 3), play(PICK_AND_PLACE, 3)
    assert np.array_equal(first.actions, second.actions)
    assert all(np.array_equal(a.vector(), b.vector()) for a, b in zip(first.states, second.states, strict=True))


def test_a_drawer_is_opened_by_its_handle_and_what_is_put_in_stays(play: Callable[..., Rollout]):
    rollout = play("""
cabinet = task.add("drawer_cabinet", region="table_back", facing="robot")
drawer = cabinet.part("drawer", which="top")
task.say("Open the {top drawer}.", drawer)
task.goal(drawer.at_least(0.6))
task.stage("open", actuate(grip(drawer), then=follow(drawer, to=0.75)), effect=drawer.at_least(0.6))
""")
    assert rollout.success, rollout.failure


@pytest.mark.parametrize(("category", "part"), [("lidded_box", "lid"), ("laptop", "screen")])
@pytest.mark.parametrize(("start", "to", "goal"), [(0.0, 0.6, "at_least(0.5)"), (0.6, 0.0, "at_most(0.1)")])
def test_lids_are_opened_and_closed(
    play: Callable[..., Rollout], category: str, part: str, start: float, to: float, goal: str
):
    rollout = play(f"""
thing = task.add("{category}", region="table_back", facing="robot", joints={{"{part}": {start}}})
lid = thing.part("{part}")
task.say("Move the {{{part}}}.", lid)
task.goal(lid.{goal})
task.stage("move", actuate(grip(lid), then=follow(lid, to={to})), effect=lid.{goal})
""")
    assert rollout.success, rollout.failure


@pytest.mark.parametrize(
    ("body", "kind", "said"),
    [
        (
            """
cabinet = task.add("drawer_cabinet", region="table_back", joints={"drawer_top": 0.9})
drawer = cabinet.part("drawer_top")
task.say("Open the {top drawer}.", drawer)
task.goal(drawer.at_least(0.5))
task.stage("open", actuate(grip(drawer), then=follow(drawer, to=0.95)))
""",
            FailureKind.GOAL_TRUE_AT_START,
            "before anything is done",
        ),
        (
            """
block = task.add("block", region=((0.88, 0.9), (0.5, 0.55)), name="block")
task.say("Lift the {block}.", block)
task.goal(block.lifted(0.1))
task.stage("lift", pick(block))
""",
            FailureKind.OUT_OF_REACH,
            "out of reach",
        ),
        (
            """
block = task.add("block", region="table_front", name="block")
task.say("Lift the {block}.", block)
task.goal(block.lifted(0.3))
task.stage("lift", pick(block, lift=0.1))
""",
            FailureKind.GOAL_MISSED,
            "100 mm above its start (at least 300 mm wanted)",
        ),
        (
            """
block = task.add("block", region="table_front", name="block")
task.say("Lift the {block}.", block)
task.goal(block.lifted(0.1))
task.time_limit(1.0)
task.stage("lift", pick(block))
""",
            FailureKind.TIMEOUT,
            "1 simulated second",
        ),
        (
            """
block = task.add("block", region="table_front", name="block")
bowl = task.add("bowl", region="table_left", name="bowl")
task.say("Lift the {block}.", block)
task.goal(block.lifted(0.1))
task.stage("place without having picked", place(block, bowl.interior))
""",
            FailureKind.GRASP_MISSED,
            "holds nothing",
        ),
        (
            """
block = task.add("block", region="table_front", name="block")
task.say("Lift the {block}.", block)
task.goal(block.lifted(0.1))
high = [parallel(hand.approach, up), parallel(hand.approach, down), meet(hand.grasp, at(0.4, 0, 0.3))]
task.stage("both up and down", actuate(high, gripper="shut"))
""",
            FailureKind.INFEASIBLE,
            "approach of the hand",
        ),
        (
            """
block = task.add("block", region="table_front", name="block")
task.say("Lift the {block}.", block)
task.goal(block.lifted(0.1))
task.stage("grip the air", actuate([meet(hand.grasp, at(0.4, 0, 0.4)), parallel(hand.approach, down)]))
""",
            FailureKind.GRASP_MISSED,
            "without holding",
        ),
        (
            """
block = task.add("block", region="table_front", name="block")
task.say("Lift the {block}.", block)
task.goal(block.lifted(0.1))
task.stage("into the table", actuate([meet(hand.grasp, at(0.5, 0, -0.05)), parallel(hand.approach, down)]))
""",
            FailureKind.PATH_BLOCKED,
            "ground",
        ),
        (
            """
block = task.add("block", region="table_front", name="block")
bowl = task.add("bowl", region="table_left", name="bowl")
task.say("Lift the {block}.", block)
task.goal(block.lifted(0.1))
task.stage("needs a bowl in the air", pick(block), precondition=bowl.lifted(0.1))
""",
            FailureKind.GOAL_MISSED,
            "what it needs does not hold",
        ),
    ],
    ids=[
        "goal-true-at-start",
        "out-of-reach",
        "goal-missed",
        "timeout",
        "nothing-in-hand",
        "contradiction",
        "air",
        "into-the-table",
        "precondition",
    ],
)
def test_every_failure_is_named_by_its_kind_with_the_reason(
    play: Callable[..., Rollout], body: str, kind: FailureKind, said: str
):
    rollout = play(body)
    assert not rollout.success
    assert rollout.failure is not None
    assert rollout.failure.kind == kind, rollout.failure
    assert said in rollout.failure.reason


def test_a_bystander_that_was_carried_off_is_collateral_damage(play: Callable[..., Rollout]):
    rollout = play("""
block = task.add("block", region="table_front", name="block")
can = task.add("can", region="table_left", name="can")
task.say("Move the {block}.", block)
task.goal(block.lifted(0.05))
task.stage("lift", pick(block))
""")
    assert rollout.success, rollout.failure
    moved = play("""
block = task.add("block", region=((0.45, 0.45), (0.0, 0.0)), name="block", facing=0)
can = task.add("can", region=((0.45, 0.45), (0.12, 0.12)), name="can")
task.say("Move the {block}.", block)
task.goal(block.near(at(0.45, 0.3, 0), 0.2))
push = [meet(hand.tip, at(0.45, -0.09, 0.03)), parallel(hand.approach, down), parallel(hand.side, forward)]
task.stage("push", actuate(push, gripper="shut", then=translate(left, 0.25)))
""")
    assert moved.failure is not None
    assert moved.failure.kind == FailureKind.COLLATERAL, moved.failure
    assert "can" in moved.failure.reason


def test_a_drawer_takes_along_what_lies_in_it(play: Callable[..., Rollout]):
    rollout = play("""
place_for = ((0.8, 0.85), (-0.06, 0.06))
cabinet = task.add("drawer_cabinet", region=place_for, facing="robot", joints={"drawer_top": (0.9, 1.0)})
lemon = task.add("lemon", region="table_right")
drawer = cabinet.part("drawer_top")
task.say("Put the {lemon} into the {top drawer} and close it.", lemon, drawer)
task.goal(lemon.inside(drawer.interior), drawer.at_most(0.1))
task.stage("put", pick(lemon), place(lemon, drawer.interior, offset=(0.06, 0)), effect=lemon.inside(drawer.interior))
task.stage("close", actuate(grip(drawer), then=follow(drawer, to=0.0)), effect=drawer.at_most(0.1))
""")
    assert rollout.success, rollout.failure
