from dataclasses import replace
from time import process_time

import numpy as np
import pytest

from envs.assets.model import Coupling
from envs.pose import Pose
from envs.task.collateral import CollateralMonitor
from envs.task.mentions import mentioned
from envs.task.predicates import Inside, JointFraction, Lifted, On
from envs.task.refs import AxisRef, PartRef, PlaceRef
from envs.task.scene_model import SceneModel
from envs.task.spec import ObjectSpec, Region, SceneSpec, TaskSpec, Tolerances
from envs.task.stages import Actuate, AtAngle, FollowMotion, Pick, Place, Stage
from kpam.transforms import about_axis, transform

DRAWER = PartRef(object="cabinet", part="drawer_top")
INTERIOR = PlaceRef(object="cabinet", place="drawer_top.interior")
REGION = Region(name="table_front", x=(0.3, 0.5), y=(-0.2, 0.2))


def spec(goal, *actions, **tolerances):
    thing = ObjectSpec(name="block", asset="block/0", region=REGION, yaw=(0, 0), pose=Pose())
    return TaskSpec(
        name="task",
        instruction="Do it.",
        seed=0,
        scene=SceneSpec(objects=(thing,)),
        goal=goal,
        stages=(Stage(name="do", actions=actions or (Pick(object="block"),)),),
        tolerances=Tolerances(**tolerances),
    )


def follow(part=DRAWER):
    axis = AxisRef(object="cabinet", axis="drawer_top.handle.approach")
    return Actuate(
        constraints=(AtAngle(tool="approach", target=axis, angle=0.0),), then=(FollowMotion(part=part, to=0.6),)
    )


OPEN = JointFraction(part=DRAWER, at_least=0.5)


def violations(task, scene, *states):
    monitor = CollateralMonitor(task, scene)
    for state in states:
        monitor.update(state)
    return monitor.violations()


def test_mentioned_collects_goal_and_stages(scene):
    goal = Inside(object="ball", place=INTERIOR)
    stages = (Stage(name="a", actions=(Pick(object="ball"), Place(object="ball", target=INTERIOR))),)
    assert mentioned(goal, stages) == {("ball", None), ("cabinet", None)}
    assert mentioned(goal, stages, scene) == {("ball", None), ("cabinet", None), ("cabinet", "drawer_top")}
    assert mentioned(OPEN, ()) == {("cabinet", "drawer_top")}


def test_what_is_mentioned_may_move(scene, make_state):
    start = make_state()
    after = make_state(joints={("cabinet", "drawer_top_joint"): 0.2}, poses={"block": (0.4, 0, 0)})
    assert violations(spec(OPEN, follow(), Pick(object="block")), scene, start, after) == ()


def test_an_object_that_is_not_mentioned_may_not_move_far(scene, make_state):
    start = make_state(poses={"ball": (0.4, 0, 0)})
    near, far = make_state(poses={"ball": (0.41, 0, 0)}), make_state(poses={"ball": (0.45, 0, 0)})
    assert violations(spec(OPEN), scene, start, near) == ()
    (text,) = violations(spec(OPEN), scene, start, far)
    assert "ball" in text
    assert "50 mm" in text
    assert "20 mm" in text
    assert violations(spec(OPEN, position=0.1), scene, start, far) == ()


def test_toppling_counts_as_moving(scene, make_state):
    turned = transform((0.4, 0, 0.05)) @ about_axis((1, 0, 0), 0.3) @ transform((0, 0, -0.05))
    start = make_state(poses={"can": (0.4, 0, 0)})
    (text,) = violations(spec(OPEN), scene, start, make_state(poses={"can": turned}))
    assert "17 degrees" in text


def test_no_tolerance_lets_a_thing_be_knocked_over(scene, make_state):
    lying = transform((0.4, 0, 0.03)) @ about_axis((1, 0, 0), np.pi / 2)
    start, after = make_state(poses={"can": (0.4, 0, 0)}), make_state(poses={"can": lying})
    (text,) = violations(spec(OPEN, position=1, angle=3.1), scene, start, after)
    assert "knocked over" in text
    spun = transform((0.4, 0.1, 0)) @ about_axis((0, 0, 1), np.pi / 2)
    assert violations(spec(OPEN, position=1, angle=3.1), scene, start, make_state(poses={"can": spun})) == ()


def test_only_the_end_counts_for_movement(scene, make_state):
    start, away = make_state(poses={"ball": (0.4, 0, 0)}), make_state(poses={"ball": (0.6, 0, 0)})
    assert violations(spec(OPEN), scene, start, away, start) == ()


def test_a_sibling_joint_of_a_mentioned_part_may_not_turn(scene, make_state):
    start, after = make_state(), make_state(joints={("cabinet", "door_joint"): 0.4})
    (text,) = violations(spec(OPEN, follow()), scene, start, after)
    assert "door_joint" in text
    assert "0.400 rad" in text


@pytest.mark.parametrize(("force", "count"), [(90.0, 0), (150.0, 1)])
def test_a_hard_push_counts_at_any_time(scene, make_state, force, count):
    push = ((("robot", "panda_hand"), ("ball", "body"), force),)
    found = violations(spec(OPEN), scene, make_state(), make_state(0.05, contacts=push), make_state(0.1))
    assert len(found) == count
    assert all("150 N at 0.05 s" in text for text in found)


def test_pushing_what_is_mentioned_is_allowed(scene, make_state):
    push = ((("robot", "panda_hand"), ("cabinet", "body"), 500.0),)
    assert violations(spec(OPEN), scene, make_state(), make_state(contacts=push)) == ()


def test_nothing_is_wrong_before_the_first_state(scene):
    assert CollateralMonitor(spec(OPEN), scene).violations() == ()


def test_what_follows_a_part_moves_with_it(scene, make_state):
    cabinet = scene.objects["cabinet"]
    door = cabinet.joint("door_joint").model_copy(update={"coupling": Coupling(joint="drawer_top_joint", ratio=7.5)})
    coupled = SceneModel({**scene.objects, "cabinet": cabinet.model_copy(update={"joints": (cabinet.joints[0], door)})})
    start = make_state()
    after = make_state(joints={("cabinet", "drawer_top_joint"): 0.1, ("cabinet", "door_joint"): 0.75})
    task = spec(OPEN, follow(), Pick(object="block"))
    assert violations(task, coupled, start, after) == ()
    assert len(violations(task, scene, start, after)) == 1


def thrown(state, name, speed):
    item = state.objects[name]
    moving = {link: np.array([speed, 0, 0, 0, 0, 0.0]) for link in item.links}
    return replace(state, objects={**state.objects, name: replace(item, velocities=moving)})


def test_what_is_flung_and_comes_back_is_damage_all_the_same(scene, make_state):
    start = make_state()
    (text,) = violations(spec(OPEN), scene, start, thrown(make_state(0.05), "ball", 0.8), make_state(0.1))
    assert "0.80 m/s at 0.05 s" in text
    assert violations(spec(OPEN), scene, start, thrown(make_state(0.05), "ball", 0.4), make_state(0.1)) == ()
    assert violations(spec(OPEN, speed=1.0), scene, start, thrown(make_state(0.05), "ball", 0.8), make_state(0.1)) == ()
    assert violations(spec(OPEN), scene, start, thrown(make_state(0.05), "block", 0.8), make_state(0.1)) == ()


def test_what_still_rolls_at_the_end_is_damage(scene, make_state):
    (text,) = violations(spec(OPEN), scene, make_state(), thrown(make_state(0.1), "ball", 0.2))
    assert "still moves at 0.20 m/s" in text


def test_what_only_receives_others_may_give_way_but_not_be_shoved_or_tipped(scene, make_state):
    task = spec(On(object="can", support="block_2"), Pick(object="can"))
    start = make_state(poses={"block_2": (0.4, 0, 0)})
    assert violations(task, scene, start, make_state(poses={"block_2": (0.45, 0, 0)})) == ()
    (text,) = violations(task, scene, start, make_state(poses={"block_2": (0.55, 0, 0)}))
    assert "only a place" in text
    assert "150 mm" in text
    tipped = transform((0.4, 0, 0.02)) @ about_axis((1, 0, 0), 1.2) @ transform((0, 0, -0.02))
    (text,) = violations(task, scene, start, make_state(poses={"block_2": tipped}))
    assert "69 degrees" in text
    turned = transform((0.4, 0, 0)) @ about_axis((0, 0, 1), 1.2)
    assert violations(task, scene, start, make_state(poses={"block_2": turned})) == ()


def test_one_of_a_group_is_mentioned_with_the_others(scene, make_state):
    task = spec(OPEN)
    things = [
        ObjectSpec(name=name, asset=f"{name}/0", region=REGION, yaw=(0, 0), pose=Pose(), group="pile")
        for name in ("block", "ball")
    ]
    task = task.model_copy(update={"scene": SceneSpec(objects=tuple(things))})
    start, after = make_state(), make_state(poses={"ball": (0.45, 0, 0)})
    assert violations(task, scene, start, after) == ()
    assert len(violations(spec(OPEN), scene, start, after)) == 1


def test_what_lies_in_what_moves_goes_along_with_it(scene, make_state):
    lies = ((("ball", "body"), ("cabinet", "drawer_top_link"), 1.0),)
    start = make_state(poses={"cabinet": (0.7, 0, 0), "ball": (0.7, 0, 0.3)}, contacts=lies)
    opened = {("cabinet", "drawer_top_joint"): 0.2}
    along = make_state(poses={"cabinet": (0.7, 0, 0), "ball": (0.9, 0, 0.3)}, joints=opened)
    task = spec(OPEN, follow())
    assert violations(task, scene, start, along) == ()
    bowl = spec(On(object="can", support="block_2"), Pick(object="can"))
    on = ((("ball", "body"), ("block_2", "body"), 1.0),)
    start = make_state(poses={"block_2": (0.4, 0, 0), "ball": (0.4, 0, 0.04)}, contacts=on)
    off = make_state(poses={"block_2": (0.4, 0, 0), "ball": (0.6, 0, 0)})
    (text,) = violations(bowl, scene, start, off)
    assert "on block_2" in text


def test_what_rests_on_what_rests_on_what_is_carried_goes_along_with_it(scene, make_state):
    on = ((("ball", "body"), ("block_2", "body"), 1.0), (("can", "body"), ("ball", "body"), 1.0))
    tower = {"block_2": (0.4, 0, 0), "ball": (0.4, 0, 0.04), "can": (0.4, 0, 0.08)}
    moved = {name: (x, 0.3, z) for name, (x, _, z) in tower.items()}
    carry = spec(Lifted(object="block_2", height=0.05), Pick(object="block_2"))
    assert violations(carry, scene, make_state(poses=tower, contacts=on), make_state(poses=moved)) == ()
    apart = tower | {"can": (0.7, 0, 0.08)}
    texts = violations(carry, scene, make_state(poses=apart, contacts=on[:1]), make_state(poses=moved))
    assert ["can, which the task does not mention" in text for text in texts] == [True]


def test_what_stands_on_furniture_that_keeps_still_may_not_move(scene, make_state):
    stands = ((("ball", "body"), ("cabinet", "body"), 1.0),)
    start = make_state(poses={"cabinet": (0.7, 0, 0), "ball": (0.7, 0, 0.4)}, contacts=stands)
    (text,) = violations(
        spec(OPEN, follow()), scene, start, make_state(poses={"cabinet": (0.7, 0, 0), "ball": (0.75, 0, 0.4)})
    )
    assert "50 mm" in text


def test_sixty_objects_that_are_not_mentioned_cost_little(scene, make_state):
    many = SceneModel({"block": scene.asset("block")} | {f"ball_{k}": scene.asset("ball") for k in range(60)})
    one = make_state().objects["ball"]
    state = replace(make_state(), objects={"block": one} | {f"ball_{k}": one for k in range(60)})
    monitor = CollateralMonitor(spec(Lifted(object="block", height=0.1)), many)
    begin = process_time()
    for _ in range(200):
        monitor.update(state)
    assert monitor.violations() == ()
    assert process_time() - begin < 1.0
