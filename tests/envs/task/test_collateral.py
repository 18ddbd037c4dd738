import pytest

from envs.assets.model import Coupling
from envs.pose import Pose
from envs.task.collateral import CollateralMonitor
from envs.task.mentions import mentioned
from envs.task.predicates import Inside, JointFraction
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
