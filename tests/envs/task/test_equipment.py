"""A robot is asked only for what it has on its hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from envs.errors import SpecError
from envs.pose import Pose
from envs.robots import ROBOTS, robot
from envs.task.predicates import Grasped, Lifted
from envs.task.refs import PlaceRef, PointRef, WorldAxis
from envs.task.spec import ObjectSpec, Region, SceneSpec, TaskSpec, Tie
from envs.task.stages import Actuate, AtAngle, Meet, Pick, Place, Push, Stage, Sweep
from envs.task.validate import validate
from envs.worlds.state import Held

REGION = Region(name="table_front", x=(0.3, 0.5), y=(-0.2, 0.2))
NAMES = {"cabinet": "drawer_cabinet", "block": "block", "ball": "ball", "bowl": "bowl"}
BOWL = PlaceRef(object="bowl", place="interior")
DOWN = WorldAxis(direction=(0, 0, -1))


def spec(name, *actions, ties=()):
    objects = tuple(
        ObjectSpec(name=key, asset=f"{category}/0", region=REGION, yaw=(0, 0), pose=Pose())
        for key, category in NAMES.items()
    )
    return TaskSpec(
        name="task",
        instruction="Do it.",
        seed=0,
        scene=SceneSpec(robot=name, objects=objects, ties=ties),
        goal=Lifted(object="block", height=0.1),
        stages=(Stage(name="do", actions=actions),),
    )


def meet(point):
    return Actuate(constraints=(Meet(tool=point, target=PointRef(object="cabinet", point="door.handle.centre")),))


def angle(axis):
    return Actuate(constraints=(AtAngle(tool=axis, target=DOWN, angle=0.0),))


RIGHT = [
    ("panda", meet("grasp")),
    ("panda", Push(object="block", target=BOWL)),
    ("panda_suction", meet("cup")),
    ("panda_suction", angle("approach")),
    ("panda_suction", Pick(object="block")),
    ("panda_suction", Place(object="block", target=BOWL)),
    ("panda_spatula", meet("blade")),
    ("panda_spatula", angle("fingers")),
    ("panda_spatula", Push(object="block", target=BOWL)),
    ("panda_spatula", Sweep(objects=("block", "ball"), target=BOWL)),
]
WRONG = [
    ("panda", meet("cup"), "hand of panda has no point 'cup'; it has: grasp, palm, tip"),
    ("panda_suction", meet("grasp"), "no point 'grasp'; it has: cup"),
    ("panda_suction", angle("fingers"), "no axis 'fingers'; it has: approach"),
    ("panda_suction", Push(object="block", target=BOWL), "panda_suction cannot push.*panda, panda_spatula"),
    ("panda_suction", Sweep(objects=("block",), target=BOWL), "cannot sweep"),
    ("panda_spatula", meet("tip"), "no point 'tip'; it has: blade"),
    ("panda_spatula", Pick(object="block"), "panda_spatula cannot pick.*panda, panda_suction"),
    ("panda_spatula", Place(object="block", target=BOWL), "cannot place"),
]


@pytest.mark.parametrize(("name", "action"), RIGHT)
def test_what_the_hand_has_is_allowed(name, action, scene):
    validate(spec(name, action), scene)


@pytest.mark.parametrize(("name", "action", "message"), WRONG)
def test_what_the_hand_has_not_is_refused_with_what_it_has(name, action, message, scene):
    with pytest.raises(SpecError, match=message):
        validate(spec(name, action), scene)


def tie(first, second):
    return Tie(first=first, second=second, first_point=(0, 0, 0), second_point=(0, 0, 0))


def test_ties_between_free_rigid_things_are_allowed(scene):
    validate(spec("panda", Pick(object="block"), ties=(tie("block", "ball"),)), scene)


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (tie("block", "bal"), "a tie names no object.*Did you mean 'ball'"),
        (tie("block", "block"), "'block' is tied to itself"),
        (tie("block", "cabinet"), "'cabinet' is tied and has joints"),
    ],
)
def test_a_tie_that_cannot_be_is_refused(wrong, message, scene):
    with pytest.raises(SpecError, match=message):
        validate(spec("panda", Pick(object="block"), ties=(wrong,)), scene)


def test_the_working_point_is_the_one_that_meets_things():
    named = {"panda": "grasp", "panda_suction": "cup", "panda_spatula": "blade"}
    for name in ROBOTS:
        assert (robot(name).working_point == robot(name).tool.point(named[name])).all()


def test_what_a_cup_holds_is_grasped_unless_it_rests_on_something(scene, make_state):
    def sucking(name, contacts=()):
        state = make_state(contacts=contacts)
        held = Held(name, "body", np.eye(4))
        return replace(state, robot=replace(state.robot, sucks=True, sucked=held))

    def grasped(state):
        return Grasped(object="block").measure(state, state, scene)

    empty = make_state()
    empty = replace(empty, robot=replace(empty.robot, sucks=True))
    assert grasped(empty).text == "the cup does not hold block"
    assert not grasped(sucking("ball")).holds
    assert grasped(sucking("block")).holds
    down = grasped(sucking("block", ((("block", "body"), ("ground", "ground"), 2.0),)))
    assert not down.holds
    assert "rests on the ground" in down.text


@pytest.mark.parametrize("link", ["panda_leftfinger", "panda_cup", "panda_blade"])
def test_what_an_end_touches_is_pressed(link, scene, make_state):
    state = make_state(contacts=((("robot", link), ("block", "body"), 3.0),))
    assert scene.pressed(state, "block")
    assert not scene.pressed(state, "ball")
    assert not scene.held(state, "block")


def test_what_another_link_of_the_robot_touches_is_not_pressed(scene, make_state):
    state = make_state(contacts=((("robot", "panda_hand"), ("block", "body"), 3.0),))
    assert not scene.pressed(state, "block")
