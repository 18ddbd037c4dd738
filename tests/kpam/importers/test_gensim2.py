"""GenSim2's configurations, in files of our own."""

from __future__ import annotations

import numpy as np
import pytest

from kpam.constraints import AxisAntiparallel, AxisAtAngle, AxisOrthogonal, AxisParallel, PointToPlane, PointToPoint
from kpam.constraints.base import Constraint
from kpam.errors import FileError
from kpam.files.build import Built, Setting, build
from kpam.files.reader import read_text
from kpam.files.writer import write_text
from kpam.importers.gensim2 import read_gensim2, tool_keypoints
from kpam.keypoints import Keypoints, Tool
from kpam.motion.frames import Straight, Turn
from kpam.robot import Arm
from kpam.transforms import Array, about_axis, from_rotation

LIFT_LID = """
task_name: LiftLid
category_name: Articulated
tool_keypoint_name_list: [tool_head, tool_tail, tool_side]
object_keypoint_name_list: [articulated_object_head, articulated_object_tail]

constraint_list:
# the fingers close on the rim
- type: point2point_constraint
  keypoint_name: tool_head
  target_keypoint_name: articulated_object_head
  tolerance: 0.0001
# along the hinge
- type: frame_axis_parallel
  axis_from_keypoint_name: tool_head
  axis_to_keypoint_name: tool_side
  target_axis: [-1.0, 0, 0]
  target_axis_frame: object
  target_inner_product: INNER
  tolerance: 0.02
- {type: keypoint_axis_orthogonal, axis_from_keypoint_name: tool_head, axis_to_keypoint_name: tool_side,
   target_axis_from_keypoint_name: articulated_object_head, target_axis_to_keypoint_name: articulated_object_tail,
   target_inner_product: 0, tolerance: 0.01}

pre_actuation_motions: [["translate_x", -0.05], ["translate_z", -0.15], move-up]
post_actuation_motions: [["rotate", -0.5], move-backward]
actuation_time: 20
pre_actuation_times: [12, 16]
post_actuation_times: []
"""


@pytest.fixture
def gripper() -> Tool:
    return Tool("gripper", {"grasp": np.array([0, 0, 0.1]), "palm": np.array([0, 0, 0.06])}, {"fingers": np.eye(3)[1]})


@pytest.fixture
def lid() -> Keypoints:
    """A lid that faces the robot: its x to the right, y up, z to the front."""
    R = np.array([[0.0, 0, -1], [-1, 0, 0], [0, 1, 0]])
    points = {"articulated_object_head": np.array([0, 0.05, 0.2]), "articulated_object_tail": np.array([0, 0.05, 0])}
    return Keypoints("object", points, pose=from_rotation(R, (0.6, 0, 0.1)))


def constraints(text: str, setting: Setting) -> tuple[Constraint, ...]:
    return build(read_gensim2(text, source="f", hinge=(1, 0, 0)).document, setting).constraints


@pytest.fixture
def setting(arm: Arm, home: Array, gripper: Tool, lid: Keypoints) -> Setting:
    return Setting(arm, home, {"gripper": tool_keypoints(gripper)}, {"object": lid})


def test_points_axes_and_tolerances_are_those_of_the_file(setting: Setting) -> None:
    meet, along, across = constraints(LIFT_LID.replace("INNER", "1"), setting)
    assert isinstance(meet, PointToPoint)
    assert meet.tool_point == pytest.approx([0, 0, 0.1])
    assert meet.target == pytest.approx([0.4, 0, 0.15])
    assert isinstance(along, AxisParallel)
    assert along.tool_axis == pytest.approx([0, 1, 0])
    assert along.target_axis == pytest.approx([0, 1, 0])
    assert isinstance(across, AxisOrthogonal)
    assert across.target_axis == pytest.approx([1, 0, 0])
    assert [meet.tolerance, along.tolerance, across.tolerance] == [0.0001, 0.02, 0.01]


@pytest.mark.parametrize(
    ("inner", "kind", "angle"),
    [
        ("1.0", AxisParallel, None),
        ("-1", AxisAntiparallel, None),
        ("0", AxisOrthogonal, None),
        ("0.5", AxisAtAngle, np.pi / 3),
    ],
)
def test_the_inner_product_says_the_angle(inner: str, kind: type, angle: float | None, setting: Setting) -> None:
    along = constraints(LIFT_LID.replace("INNER", inner), setting)[1]
    assert type(along) is kind
    assert angle is None or along.angle == pytest.approx(angle)  # type: ignore[attr-defined]


def test_an_axis_of_the_object_turns_with_it_and_one_of_the_world_does_not(setting: Setting, lid: Keypoints) -> None:
    turned = Setting(
        setting.arm, setting.q_start, setting.tools, {"object": lid.at(about_axis([0, 0, 1], 0.5) @ lid.pose)}
    )
    text = LIFT_LID.replace("INNER", "1").replace("[-1.0, 0, 0]", "[0.6, 0, 0.8]")
    before, after = (constraints(text, each)[1].target_axis for each in (setting, turned))  # type: ignore[attr-defined]
    assert before == pytest.approx([-0.8, -0.6, 0])
    assert after == pytest.approx(about_axis([0, 0, 1], 0.5)[:3, :3] @ before)
    world = text.replace("target_axis_frame: object", "target_axis_frame: world")
    assert constraints(world, turned)[1].target_axis == pytest.approx([0.6, 0, 0.8])  # type: ignore[attr-defined]


def test_costs_are_soft(setting: Setting) -> None:
    text = """
constraint_list:
- {type: point2point_cost, keypoint_name: tool_head, target_keypoint_name: articulated_object_head, penalty_weight: 3}
- {type: point2plane_cost, keypoint_name: tool_tail, target_keypoint_name: articulated_object_tail,
   plane_normal: [0, 0, 2], penalty_weight: 0.5}
"""
    near, plane = constraints(text, setting)
    assert (near.weight, plane.weight) == (3.0, 0.5)
    assert isinstance(plane, PointToPlane)
    assert plane.normal == pytest.approx([0, 0, 1])


def test_motions_before_are_carried_out_backwards_and_times_are_read_over(setting: Setting, lid: Keypoints) -> None:
    document = read_gensim2(LIFT_LID.replace("INNER", "1"), hinge=(1, 0, 0)).document
    motions, frames = Built(document, setting).motions
    steps = [step for step in motions.approach if isinstance(step, Straight)]
    moved = [(step.frame, *(step.direction * step.distance)) for step in steps]
    assert moved == [("world", 0, 0, pytest.approx(-0.06)), ("tool", 0, 0, 0.15), ("tool", 0.05, 0, 0)]
    turn, back = motions.contact
    assert isinstance(turn, Turn)
    assert (turn.angle, turn.frame, turn.axis.tolist()) == (-0.5, "object", [1, 0, 0])
    assert isinstance(back, Straight)
    assert back.direction * back.distance == pytest.approx([-0.1, 0, 0])
    assert frames.object == pytest.approx(lid.pose)


def test_a_configuration_can_be_written_as_a_file_of_ours() -> None:
    document = read_gensim2(
        LIFT_LID.replace("INNER", "0.5")
        .replace("[-1.0,", "[-1.0, 1,")
        .replace(", 0, 0]\n  target_axis_f", ", 0]\n  target_axis_f"),
        hinge=(1, 0, 0),
    ).document
    assert read_text(write_text(document)) == document


def test_the_tools_points_are_on_our_gripper(gripper: Tool) -> None:
    tool = tool_keypoints(gripper)
    assert tool.point("tool_head") == pytest.approx(gripper.point("grasp"))
    assert tool.between("tool_tail", "tool_head") == pytest.approx([0, 0, 1])
    assert tool.between("tool_head", "tool_side") == pytest.approx([0, 1, 0])


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("task_name:", "task_nam:", "f:2: unknown key of a GenSim2 configuration 'task_nam'; did you mean 'task_name'"),
        ("tolerance: 0.0001", "tolerances: 0.0001", "f:12: unknown key of a point2point_constraint 'tolerances'"),
        ("  tolerance: 0.0001\n", "", "f:9: a point2point_constraint has no 'tolerance'"),
        ("frame_axis_parallel", "frame_axis_paralel", "f:14: unknown type of constraint 'frame_axis_paralel'; did you"),
        (
            "keypoint_name: tool_head\n  target",
            "keypoint_name: tool_hed\n  target",
            "f:10: unknown tool keypoint 'tool_hed'",
        ),
        (
            "target_keypoint_name: articulated_object_head",
            "target_keypoint_name: lid",
            "f:11: unknown object keypoint 'lid'",
        ),
        ("target_axis_frame: object", "target_axis_frame: table", "f:18: unknown target_axis_frame 'table'"),
        ("INNER", "1.5", "f:19: target_inner_product 1.5; give a cosine"),
        ("INNER", "one", "f:19: target_inner_product must be a finite number; got 'one'"),
        ("[-1.0, 0, 0]", "[0, 0, 0]", "f:17: target_axis [0.0, 0.0, 0.0] has no length"),
        ("[-1.0, 0, 0]", "[0, 0]", "f:17: target_axis must be a list of 3 numbers"),
        ('"translate_x"', '"translate_w"', "f:25: unknown kind of motion 'translate_w'"),
        ("move-backward", "move-backwards", "f:26: unknown motion 'move-backwards'; did you mean 'move-backward'"),
        ('["rotate", -0.5]', '["rotate"]', "f:26: a motion of 1 parts"),
        (
            "constraint_list:",
            "constraint_list: []\nseed: 3\nmore:",
            "f:8: unknown key of a GenSim2 configuration 'seed'",
        ),
    ],
)
def test_what_is_unknown_or_malformed_names_its_line(old: str, new: str, message: str) -> None:
    text = LIFT_LID.replace(old, new, 1).replace("INNER", "1")
    with pytest.raises(FileError) as caught:
        read_gensim2(text, source="f", hinge=(1, 0, 0))
    assert str(caught.value).startswith(message)


def test_nothing_can_be_rotated_about_no_joint() -> None:
    with pytest.raises(FileError, match=r"^f:26: the object turns on no joint"):
        read_gensim2(LIFT_LID.replace("INNER", "1"), source="f")


def test_an_object_without_the_keypoint_is_named(setting: Setting) -> None:
    document = read_gensim2(LIFT_LID.replace("INNER", "1"), source="f", hinge=(1, 0, 0)).document
    other = Setting(setting.arm, setting.q_start, setting.tools, {"object": Keypoints("object")})
    with pytest.raises(FileError, match=r"^f:11: unknown point of object 'articulated_object_head'"):
        build(document, other)


MEET = """
constraint_list:
- {type: point2point_constraint, keypoint_name: tool_side, target_keypoint_name: articulated_object_head,
   tolerance: 1.0e-4}
"""


@pytest.mark.parametrize(
    ("verb", "moved"),
    [
        ("move-up", [0, 0, 0.06]),
        ("move-down", [0, 0, -0.06]),
        ("move-left", [0, 0.08, 0]),
        ("move-right", [0, -0.08, 0]),
        ("move-forward", [0.1, 0, 0]),
        ("move-backward", [-0.1, 0, 0]),
        ("[translate_x, 0.05]", [0.05, 0, 0]),
        ("[translate_y, -0.05]", [0, -0.05, 0]),
        ("[translate_z, 0.05]", [0, 0, 0.05]),
    ],
)
def test_every_motion_goes_its_way_after_the_contact_and_back_before_it(
    verb: str, moved: list[float], setting: Setting
) -> None:
    text = f"{MEET}pre_actuation_motions: [{verb}]\npost_actuation_motions: [{verb}]\n"
    motions, _ = Built(read_gensim2(text).document, setting).motions
    (before,), (after,) = motions.approach, motions.contact
    for step, way in ((before, -1.0), (after, 1.0)):
        assert isinstance(step, Straight)
        assert step.frame == ("world" if verb.startswith("move") else "tool")
        assert step.direction * step.distance == pytest.approx(way * np.array(moved))


def test_every_key_may_be_left_out_but_the_constraints(setting: Setting) -> None:
    document = read_gensim2(MEET).document
    assert document.plan is None
    assert len(build(document, setting).constraints) == 1
    with pytest.raises(FileError, match="has no 'constraint_list'"):
        read_gensim2("task_name: Nothing")


def test_a_file_of_flow_mappings_is_read_as_one_of_blocks(setting: Setting) -> None:
    flow = (
        "{'task_name': 'Take', 'constraint_list': [{'keypoint_name': 'tool_side', 'target_keypoint_name': "
        "'articulated_object_head', 'tolerance': 0.0001, 'type': 'point2point_constraint'}]}"
    )
    assert read_gensim2(flow).document.constraints == read_gensim2(MEET).document.constraints


@pytest.mark.parametrize(
    "text", ["task_name: !!python/object/apply:os.system [echo]", "!!python/name:os.system", "a: !!python/tuple [1]"]
)
def test_nothing_in_a_configuration_is_constructed(text: str) -> None:
    with pytest.raises(FileError, match=r"^f:1: tag 'tag:yaml.org,2002:python"):
        read_gensim2(text, source="f")
