import pytest
from pydantic import ValidationError

from envs.assets.model import Box, Coupling
from envs.errors import SpecError
from envs.pose import Pose
from envs.task.goals import Not, Unchanged
from envs.task.predicates import (
    Aligned,
    Along,
    Cornered,
    Inside,
    JointFraction,
    Lifted,
    Matched,
    Near,
    On,
    Over,
    ShareInside,
)
from envs.task.refs import AxisRef, ObjectRef, PartRef, PlaceRef, PointRef, WorldAxis, WorldPoint
from envs.task.scene_model import SceneModel
from envs.task.spec import JointStart, ObjectSpec, Region, SceneSpec, Span, TaskSpec, Tie
from envs.task.stages import Actuate, AtAngle, FollowMotion, Meet, Pick, Place, Push, Stage, Sweep, TranslateMotion
from envs.task.validate import validate

REGION = Region(name="table_front", x=(0.3, 0.5), y=(-0.2, 0.2))
NAMES = {"cabinet": "drawer_cabinet", "block": "block", "ball": "ball", "bowl": "bowl"}


def item(name, **named):
    return ObjectSpec(name=name, asset=f"{NAMES.get(name, name)}/0", region=REGION, yaw=(0, 0), pose=Pose(), **named)


def spec(goal=None, actions=None, objects=None, **named):
    stage = Stage(name="do", actions=actions or (Pick(object="block"),))
    return TaskSpec(
        name="task",
        instruction=named.pop("instruction", "Lift the block."),
        seed=0,
        scene=SceneSpec(objects=objects or tuple(item(name) for name in NAMES)),
        goal=goal or Lifted(object="block", height=0.1),
        stages=(stage,),
        **named,
    )


def actuate(constraint, *then):
    return (Actuate(constraints=(constraint,), then=then),)


HANDLE = PointRef(object="cabinet", point="drawer_top.handle.centre")
MEET = Meet(tool="grasp", target=HANDLE)
DRAWER = PartRef(object="cabinet", part="drawer_top")


def test_a_sound_spec_passes(scene):
    goal = Inside(object="ball", place=PlaceRef(object="bowl", place="interior"))
    actions = (*actuate(MEET, FollowMotion(part=DRAWER, to=0.5)), Pick(object="ball"))
    validate(spec(goal, actions, spans=(Span(start=9, end=14, object="block"),)), scene)


HERE, THERE = WorldPoint(position=(0.4, -0.1, 0)), WorldPoint(position=(0.4, 0.1, 0))
BOWL = PlaceRef(object="bowl", place="interior")
WRONG = [
    (spec(Aligned(object="block", to=ObjectRef(object="bal"))), "Did you mean 'ball'"),
    (spec(Along(objects=("block", "lemon"), start=HERE, end=THERE)), "'lemon'"),
    (spec(Along(objects=("block", "block"), start=HERE, end=THERE)), "'block' is named 2 times"),
    (spec(Over(object="block", supports=("ball", "block"))), "over: 'block' is named 2 times"),
    (spec(ShareInside(objects=("block", "bowl"), place=BOWL)), "'bowl' cannot be share_inside itself"),
    (spec(Matched(objects=("block", "ball"), places=(BOWL, BOWL))), "bowl's interior is named 2 times"),
    (spec(Cornered(object="cabinet", corner=HANDLE)), "in its own corner"),
    (spec(actions=(Push(object="cabinet", target=BOWL),)), "push: 'cabinet' is fixed"),
    (spec(actions=(Sweep(objects=("ball", "bal"), target=BOWL),)), "Did you mean 'ball'"),
    (spec(Lifted(object="blok", height=0.1)), "'blok'.*Did you mean 'block'"),
    (spec(Not(goal=Lifted(object="blok", height=0.1))), "'blok'"),
    (spec(JointFraction(part=PartRef(object="cabinet", part="drawer"), at_least=0.5)), "Did you mean 'drawer_top'"),
    (spec(JointFraction(part=DRAWER, at_least=1.5)), "1.5; give a fraction"),
    (spec(JointFraction(part=DRAWER, at_least=-0.5)), "-0.5; give a fraction"),
    (spec(Inside(object="ball", place=PlaceRef(object="bowl", place="inside"))), "'inside'.*interior"),
    (spec(Inside(object="ball", place=PlaceRef(object="cabinet", place="top"))), "has no inside.*drawer_top.interior"),
    (spec(Inside(object="bowl", place=PlaceRef(object="bowl", place="interior"))), "cannot be inside itself"),
    (spec(On(object="block", support="ball")), "'ball' has no surface"),
    (spec(On(object="block", support="cabinet", surface="tip")), "Did you mean 'top'"),
    (spec(On(object="block", support="block")), "cannot be on itself"),
    (spec(Near(object="block", target=ObjectRef(object="lemon"), distance=0.1)), "'lemon'"),
    (spec(Unchanged(object="cabinet", part="dor")), "Did you mean 'door'"),
    (spec(actions=(Pick(object="cabinet"),)), "fixed to the table"),
    (spec(actions=(Place(object="bowl", target=PlaceRef(object="bowl", place="interior")),)), "on itself"),
    (spec(actions=actuate(Meet(tool="grasp", target=PointRef(object="cabinet", point="x")))), "'x'"),
    (spec(actions=actuate(AtAngle(tool="side", target=AxisRef(object="cabinet", axis="y"), angle=0))), "'y'"),
    (spec(actions=actuate(AtAngle(tool="side", target=WorldAxis(direction=(0, 0, 0)), angle=0))), "no length"),
    (spec(actions=actuate(MEET, TranslateMotion(direction=AxisRef(object="ball", axis="z"), distance=0.1))), "'z'"),
    (spec(actions=actuate(MEET, FollowMotion(part=PartRef(object="ball", part="lid"), to=0.1))), "'lid'"),
    (spec(spans=(Span(start=9, end=40, object="block"),)), "span 9 to 40"),
    (spec(spans=(Span(start=9, end=14, object="block"), Span(start=12, end=15, object="ball"))), "span 12 to 15"),
    (spec(spans=(Span(start=9, end=14, object="lemon"),)), "'lemon'"),
    (spec(spans=(Span(start=9, end=14, object="cabinet", part="lid"),)), "'lid'"),
]


@pytest.mark.parametrize(("task", "text"), WRONG, ids=range(len(WRONG)))
def test_what_is_wrong_is_named(task, text, scene):
    with pytest.raises(SpecError, match=text):
        validate(task, scene)


def test_two_objects_of_one_name_are_refused(scene):
    with pytest.raises(SpecError, match="2 objects are called 'block'"):
        validate(spec(objects=(item("block"), item("block"))), scene)


def test_the_robot_and_the_ground_are_no_objects(catalog):
    scene = SceneModel({"block": catalog.get("block/0"), "ground": catalog.get("block/0")})
    ground = ObjectSpec(name="ground", asset="block/0", region=REGION, yaw=(0, 0), pose=Pose())
    with pytest.raises(SpecError, match="may be called 'ground'"):
        validate(spec(objects=(item("block"), ground)), scene)


def test_a_joint_start_must_name_a_joint(scene):
    start = JointStart(joint="drawer_top", low=0, high=0, fraction=0)
    with pytest.raises(SpecError, match="Did you mean 'drawer_top_joint'"):
        validate(spec(objects=(item("block"), item("cabinet", joints=(start,)))), scene)


def test_everything_wrong_is_listed_at_once(scene):
    task = spec(Lifted(object="blok", height=0.1), (Pick(object="cabinet"),))
    with pytest.raises(SpecError, match=r"'blok'.*fixed to the table"):
        validate(task, scene)


def test_a_joint_that_follows_another_cannot_be_set(scene):
    cabinet = scene.objects["cabinet"]
    door = cabinet.joint("door_joint").model_copy(update={"coupling": Coupling(joint="drawer_top_joint", ratio=7.5)})
    coupled = cabinet.model_copy(update={"joints": (cabinet.joints[0], door)})
    start = JointStart(joint="door_joint", low=0.5, high=0.5, fraction=0.5)
    task = spec(objects=(item("cabinet", joints=(start,)), item("block")))
    validate(task, scene)
    with pytest.raises(SpecError, match="door_joint follows its drawer_top_joint; set where that one starts"):
        validate(task, SceneModel({**scene.objects, "cabinet": coupled}))


def test_a_region_runs_from_low_to_high():
    with pytest.raises(ValidationError, match=r"y runs from 0.2 to -0.2; give the lower number first"):
        Region(name="mine", x=(0.3, 0.5), y=(0.2, -0.2))


@pytest.mark.parametrize("size", [(0.04, 0.04, -0.04), (0.0, 0.04, 0.04)])
def test_no_box_has_a_size_below_nothing(size):
    with pytest.raises(ValidationError, match="greater than 0"):
        Box(size=size)


def test_a_predicate_that_is_unknown_is_refused_with_those_that_are_known():
    data = spec().model_dump(mode="json")
    data["goal"]["kind"] = "levitating"
    with pytest.raises(ValidationError, match=r"'levitating' found .* expected tags: .*'share_inside'"):
        TaskSpec.model_validate(data)


def test_a_span_may_name_a_group_and_no_object_has_its_name(scene):
    objects = (*(item(name, group="things") for name in ("block", "ball")), item("bowl"))
    validate(spec(objects=objects, spans=(Span(start=9, end=14, object="things"),)), scene)
    with pytest.raises(SpecError, match="a group and an object are called 'bowl'"):
        validate(spec(objects=(item("block", group="bowl"), item("bowl"))), scene)


def test_a_tie_joins_two_things_that_are_there(scene):
    def tied(first, second):
        tie = Tie(first=first, second=second, first_point=(0, 0, 0), second_point=(0, 0, 0))
        return spec().model_copy(update={"scene": SceneSpec(objects=tuple(item(n) for n in NAMES), ties=(tie,))})

    validate(tied("block", "ball"), scene)
    for first, second, text in (
        ("block", "lemon", "'lemon'"),
        ("block", "block", "tied to itself"),
        ("block", "cabinet", "has joints"),
    ):
        with pytest.raises(SpecError, match=text):
            validate(tied(first, second), scene)
