"""What a task names in contact becomes steps that kPAM follows."""

from collections.abc import Iterator

import numpy as np
import pytest

from envs.assets.catalog import Catalog
from envs.execution.planning import keypoint_problem
from envs.execution.runner import Runner
from envs.execution.session import Session
from envs.execution.steps import bar, inwards, outwards, steps
from envs.robots import panda, robot
from envs.task.program import TaskProgram
from envs.task.refs import PartRef, WorldAxis
from envs.task.stages import FollowMotion, RotateMotion, TranslateMotion
from kpam.constraints import PointToPoint
from kpam.motion.following import follow
from kpam.motion.frames import AlongJoint, Frames
from kpam.transforms import apply

DOOR = PartRef(object="oven", part="door")
SOURCE = """def build(task, rng):
    oven = task.add("microwave", region=((0.7, 0.7), (0, 0)), facing="robot", name="oven", joints={"door": 0.2})
    door = oven.part("door")
    task.say("Open the {door}.", door)
    task.goal(door.at_least(0.6))
    task.stage("open", actuate(grip(door), then=follow(door, to=0.7)))
"""


@pytest.fixture(scope="module")
def runner() -> Iterator[Runner]:
    catalog = Catalog()
    with Session(TaskProgram(name="open", source=SOURCE).instantiate(0, catalog), catalog) as session:
        session.reset()
        yield Runner(session)


def amounts(runner: Runner, *fractions: float, spare: float = 0.0) -> list[float]:
    found = steps(runner, [FollowMotion(part=DOOR, to=to) for to in fractions], spare=spare)
    joint = runner.session.scene_model.part_joint("oven", "door")
    return [step.amount / (joint.upper - joint.lower) for step in found if isinstance(step, AlongJoint)]


def test_a_part_is_followed_from_where_it_is_and_then_from_where_that_takes_it(runner: Runner):
    np.testing.assert_allclose(amounts(runner, 0.7, 0.1, 0.3), (0.5, -0.6, 0.2), atol=1e-3)


def test_what_is_spare_goes_past_the_target_but_not_past_the_end(runner: Runner):
    np.testing.assert_allclose(amounts(runner, 0.7, spare=0.02), [0.52], atol=1e-3)
    np.testing.assert_allclose(amounts(runner, 0.0, spare=0.02), [-0.2], atol=1e-3)


def test_the_bar_of_a_handle_goes_with_the_part(runner: Runner):
    held = bar(runner, DOOR)
    joint = runner.session.scene_model.joint_line(runner.state, "oven", "door")
    assert abs(held.axis @ joint.axis) == pytest.approx(1.0), "a microwave's handle is along its hinge"
    assert 0.1 < np.linalg.norm((held.point - joint.point)[:2]) < 0.5


def test_the_hand_moves_along_the_world_and_turns_about_its_grasp_point(runner: Runner):
    up, grasp = WorldAxis(direction=(0.0, 0.0, 1.0)), panda.TOOL_POINTS["grasp"]
    found = steps(runner, [TranslateMotion(direction=up, distance=0.1), RotateMotion(axis=up, angle=0.4)])
    ends = runner.arm.forward(follow(runner.arm, runner.q, found, Frames()).path[[0, -1]])
    np.testing.assert_allclose(apply(ends[1], grasp) - apply(ends[0], grasp), (0, 0, 0.1), atol=3e-3)
    turn = ends[1][:3, :3] @ ends[0][:3, :3].T
    np.testing.assert_allclose(turn[:2, 0], (np.cos(0.4), np.sin(0.4)), atol=0.02)


def test_no_distance_is_no_step():
    assert inwards(0.0) == outwards(0.0) == ()


def test_a_gripper_that_holds_something_is_not_the_same_turned_round():
    lists = [[PointToPoint("there", np.zeros(3), np.array([0.5, 0.0, 0.3]))]]
    arm = robot("panda")
    empty, full = (keypoint_problem(lists, arm.home[:7], arm, holding=holding) for holding in (False, True))
    assert (len(empty.symmetries), len(full.symmetries)) == (2, 1)
