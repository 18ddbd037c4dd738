"""What is held, what stands around with a shape, what is an asset, and what moves."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from kpam.constraints import Clearance
from kpam.errors import FileError, KeypointError
from kpam.files.build import Built, Setting, build
from kpam.files.reader import read_text
from kpam.files.setting import Thing
from kpam.files.writer import write_text
from kpam.keypoints import Keypoints
from kpam.motion.obstacle import Obstacle
from kpam.pose import solve_held, solve_pose
from kpam.transforms import Array, apply

ROD = """
kpam: 1
held:
  name: rod
  grasp: {point: middle, approach: -up, closing: side}
  points: {middle: [0, 0, 0.1], tip: [0, 0, -0.3]}
  axes: {up: [0, 0, 1], side: [0, 1, 0]}
  shapes: [{kind: cylinder, size: [0.01, 0.4], position: [0, 0, -0.1]}]
"""
MOVES = """
kpam: 1
objects:
  mug:
    position: [0.5, -0.2, 0]
    points: {handle: [0.05, 0, 0.05], top: [0, 0, 0.08]}
    axes: {up: [0, 0, 1], side: [0, 1, 0]}
    shapes: [{kind: cylinder, size: [0.04, 0.09], position: [0, 0, 0.045]}]
  peg: {position: [0.5, 0.2, 0.4], points: {end: [0, 0, 0]}}
moves:
  object: mug
  grasps: [{point: top, approach: -up, closing: side}, {position: [0, 0, 0.2], quaternion: [0, 1, 0, 0]}]
  region: {lower: [0, -1, 0], upper: [1, 1, 1]}
constraints:
  - {kind: point_to_point, tool_point: mug.handle, target: peg.end}
  - {kind: axis_at_angle, tool_axis: mug.up, target_axis: world.z, angle: 0, upper: 0.3}
"""


def fault(text: str, setting: Setting) -> str:
    with pytest.raises(FileError) as caught:
        _ = Built(read_text(text, source="f"), setting).problem
    return str(caught.value)


@pytest.mark.parametrize("text", [ROD + "constraints: [{kind: joint_limits}]", MOVES])
def test_bodies_are_the_same_after_writing_and_reading(text: str) -> None:
    document = read_text(text)
    assert read_text(write_text(document)) == document


def test_a_grasp_puts_the_object_between_the_fingers(setting: Setting) -> None:
    tool = Built(read_text(ROD + "constraints: [{kind: joint_limits}]"), setting).places[0].tool
    assert tool.point("rod.middle") == pytest.approx(tool.point("grasp"))
    assert tool.axis("rod.up") == pytest.approx(-tool.axis("approach"))
    assert tool.axis("rod.side") == pytest.approx(tool.axis("fingers"))


def test_what_is_held_is_in_the_way(setting: Setting, home: Array) -> None:
    wall = "obstacles: {wall: {kind: box, size: [0.4, 0.4, 0.02], position: [0.35, 0, 0.2]}}\n"
    text = f"{ROD}{wall}constraints: [{{kind: clearance}}]"
    with_rod, without = read_text(text), replace(read_text(text), held=None)
    model = Built(with_rod, setting).collision
    assert "rod touches wall" in str(model.what_collides(home))
    assert Built(without, setting).collision.clear(home)
    (constraint,) = build(with_rod, setting).constraints
    assert isinstance(constraint, Clearance)
    assert constraint.model.attached


def test_an_object_with_a_shape_is_in_the_way_by_its_name(setting: Setting, home: Array) -> None:
    hand = setting.arm.forward(home)[:3, 3].tolist()
    shape = f"{{position: {hand}, shapes: [{{kind: sphere, size: [0.05]}}]}}"
    text = f"kpam: 1\nobjects: {{ball: {shape}}}\nconstraints: [{{kind: joint_limits}}]"
    assert "ball" in str(Built(read_text(text), setting).collision.what_collides(home))


def test_the_settings_obstacles_are_what_a_clearance_is_from(setting: Setting, home: Array) -> None:
    rock = Obstacle("rock/top", "sphere", (0.1,), setting.arm.forward(home))
    document = read_text("kpam: 1\nconstraints: [{kind: clearance}]")
    (constraint,) = build(document, replace(setting, obstacles=[rock])).constraints
    assert isinstance(constraint, Clearance)
    assert "rock/top" in str(constraint.model.what_collides(home))


def test_an_asset_lends_its_places_and_shapes(setting: Setting, home: Array) -> None:
    def assets(name: str, opened: float) -> Thing:
        if name != "cup/3":
            raise KeypointError(f"unknown asset {name!r}")
        rim = Keypoints("cup", {"rim": np.array([0, 0, 0.1 + opened])})
        return Thing(rim, (Obstacle("body", "sphere", (0.05,), np.eye(4)),))

    text = (
        "kpam: 1\nobjects:\n  mine: {asset: cup/3, open: 0.5, position: [0.5, 0, 0.2], points: {own: [0, 0, 0]}}\n"
        "constraints: [{kind: point_to_point, tool_point: grasp, target: mine.rim}]"
    )
    built = Built(read_text(text, source="f"), replace(setting, assets=assets))
    assert built.places[0].point("mine.rim") == pytest.approx([0.5, 0, 0.8])
    assert built.places[0].point("mine.own") == pytest.approx([0.5, 0, 0.2])
    assert [shape.name for shape in built.collision.obstacles] == ["mine/body"]
    unknown = Built(read_text(text.replace("cup/3", "cop/3"), source="f"), replace(setting, assets=assets))
    with pytest.raises(FileError, match=r"^f:3: unknown asset 'cop/3'"):
        _ = unknown.problem
    assert "no assets are known here" in fault(text, setting)


def test_what_moves_is_solved_for_and_then_held(setting: Setting, home: Array) -> None:
    built = Built(read_text(MOVES), setting)
    pose = solve_pose(built.pose_problem)
    assert pose.feasible
    assert apply(pose.T_base_object, [0.05, 0, 0.05]) == pytest.approx([0.5, 0.2, 0.4], abs=1.1e-3)
    assert len(built.grasps) == 2 * 2
    held = solve_held(built.pose_problem, setting.arm, home, built.grasps)
    assert held.feasible, held.explain()
    model = built.holding(held.grasp)
    assert [shape.name for shape in model.attached] == ["mug"]
    assert "mug" not in [shape.name for shape in model.obstacles]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("object: mug", "object: mag", "f:11: unknown object that moves 'mag'; did you mean 'mug'?"),
        ("point: top", "point: tap", "f:12: unknown point of mug 'tap'; did you mean 'top'?"),
        ("closing: side", "closing: up", "f:12: a grasp of 'mug' approaches along -up and closes along up"),
        ("tool_point: mug.handle", "tool_point: mug.handel", "f:15: unknown point of mug 'mug.handel'; did you mean"),
        ("kind: axis_at_angle", "kind: joint_limits}\n  - {kind: axis_at_angle", "f:16: joint_limits is about an arm"),
        ("end: [0, 0, 0]}", "end: [0, 0, 0]}, symmetries: [{about: z, count: 2}]", "f:11: symmetries of 'peg'"),
        ("moves:\n", "held: {name: cup}\nmoves:\n", "f:10: something is held, and an object moves"),
        ("  object: mug\n", "", "f:11: moves has no 'object'"),
        ("upper: [1, 1, 1]", "upper: [1, -2, 1]", "f:13: region from"),
        ("quaternion: [0, 1, 0, 0]", "quaternion: [0, 1, 1, 0]", "f:12: quaternion of length"),
    ],
)
def test_what_cannot_move_names_its_line(old: str, new: str, message: str, setting: Setting) -> None:
    assert fault(MOVES.replace(old, new, 1), setting).startswith(message)


def test_without_grasps_there_is_no_problem_of_the_arm(setting: Setting) -> None:
    lines = [line for line in MOVES.splitlines() if "grasps" not in line]
    built = Built(read_text("\n".join(lines), source="f"), setting)
    assert solve_pose(built.pose_problem).feasible
    with pytest.raises(FileError, match=r"^f:11: no grasps, so no arm holds what moves"):
        _ = built.problem


def test_an_object_that_does_not_move_has_no_pose_problem(setting: Setting) -> None:
    built = Built(read_text("kpam: 1\nconstraints: [{kind: joint_limits}]", source="f"), setting)
    with pytest.raises(FileError, match="no object moves"):
        _ = built.pose_problem


@pytest.mark.parametrize(
    ("held", "message"),
    [
        ("{points: {a: [0, 0, 0]}}", "f:2: the held object has no 'name'"),
        ("{name: a, grasp: b, position: [0, 0, 0]}", "f:2: the held object has a grasp and a pose in the hand"),
        ("{name: a, open: 0.5}", "f:2: open 0.5; give the share by which the joints of an asset are open"),
        ("{asset: mug/1, open: 2}", "f:2: open 2; give the share"),
        ("{name: a, shapes: [{kind: cone, size: [1]}]}", "f:2: unknown kind of shape 'cone'"),
        ("{name: a, shapes: [{kind: sphere, size: [-1]}]}", "f:2: size [-1.0]; every length must be positive"),
        ("{name: a, grasp: {point: b}}", "f:2: a grasp has no 'approach'"),
    ],
)
def test_what_cannot_be_held_names_its_line(held: str, message: str) -> None:
    with pytest.raises(FileError) as caught:
        read_text(f"kpam: 1\nheld: {held}\nconstraints: [{{kind: joint_limits}}]", source="f")
    assert str(caught.value).startswith(message)


def test_a_weight_that_is_no_weight_is_a_constraints_error(setting: Setting) -> None:
    text = MOVES.replace("target: peg.end", "target: peg.end, weight: -1")
    with pytest.raises(FileError, match=r"^text:15: .*weight -1"):
        _ = Built(read_text(text), setting).pose_problem
