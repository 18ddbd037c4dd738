"""From documents to problems."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from kpam.constraints import PointToPoint
from kpam.errors import FileError
from kpam.files.build import MOST_ALTERNATIVES, Built, Setting, build
from kpam.files.reader import read_text
from kpam.keypoints import Keypoints
from kpam.motion.frames import AlongJoint, Straight
from kpam.solver import solve
from kpam.transforms import Array, about_axis

MUG = """
kpam: 1
objects:
  mug:
    position: [0.5, 0.1, 0.05]
    quaternion: [0.7071067811865476, 0, 0, 0.7071067811865476]
    points: {handle: [0.1, 0, 0.02], rim: [0, 0, 0.08]}
    axes: {up: [0, 0, 2]}
    shapes: [{kind: cylinder, size: [0.04, 0.09], position: [0, 0, 0.04]}]
"""


def residual(text: str, setting: Setting, q: Array) -> Array:
    """The first constraint's residual at q."""
    from kpam.kinematics import Kinematics

    return build(read_text(text), setting).constraints[0].evaluate(Kinematics.of(setting.arm, q))[0][0]


def test_a_point_of_an_object_is_where_its_pose_puts_it(setting: Setting) -> None:
    text = MUG + "constraints: [{kind: point_to_point, tool_point: grasp, target: mug.handle}]"
    (constraint,) = build(read_text(text), setting).constraints
    assert isinstance(constraint, PointToPoint)
    assert constraint.target == pytest.approx([0.5, 0.2, 0.07])


@pytest.mark.parametrize(
    ("form", "direction"),
    [
        ("mug.x", [0, 1, 0]),
        ("-mug.up", [0, 0, -1]),
        ("world.x", [1, 0, 0]),
        ("{from: mug.rim, to: mug.handle}", [0, 0.1, -0.06]),
        ("{in: mug, along: [1, 1, 0]}", [-1, 1, 0]),
        ("[0, 3, 0]", [0, 1, 0]),
    ],
)
def test_a_direction_means_the_same_in_every_form(form: str, direction: list[float], setting: Setting) -> None:
    text = MUG + f"constraints: [{{kind: axis_parallel, tool_axis: approach, target_axis: {form}}}]"
    built = build(read_text(text), setting).constraints[0]
    assert built.target_axis == pytest.approx(np.array(direction) / np.linalg.norm(direction))  # type: ignore[attr-defined]


def test_what_is_held_has_points_of_the_tool(setting: Setting, home: Array) -> None:
    held = "held: {name: peg, position: [0, 0, 0.1], quaternion: [0, 1, 0, 0], points: {tip: [0, 0, -0.2]}}\n"
    text = f"kpam: 1\n{held}constraints: [{{kind: point_to_point, tool_point: peg.tip, target: [0, 0, 0]}}]"
    T = setting.arm.forward(home)
    assert residual(text, setting, home) == pytest.approx(T[:3, :3] @ [0, 0, 0.3] + T[:3, 3])


def test_what_a_file_leaves_out_is_filled_in(setting: Setting, home: Array) -> None:
    for kind in ("joint_change", "hand_motion", "joint_limits", "clearance"):
        assert residual(f"kpam: 1\nconstraints: [{{kind: {kind}}}]", setting, home) == pytest.approx(0.0)


def test_obstacles_are_what_a_clearance_is_from(setting: Setting, home: Array) -> None:
    hand = setting.arm.forward(home)[:3, 3].tolist()
    rock = f"obstacles: {{rock: {{kind: sphere, size: [0.1], position: {hand}}}}}"
    text = f"kpam: 1\nconstraints: [{{kind: clearance}}]\n{rock}"
    assert np.min(residual(text, setting, home)) < -0.01


def test_a_tool_of_the_file_and_its_symmetry(setting: Setting) -> None:
    tool = "tool: {points: {tip: [0, 0, 0.2]}, axes: {way: [0, 0, 1]}, symmetries: [{about: way, count: 4}]}\n"
    text = f"kpam: 1\n{tool}constraints: [{{kind: point_to_point, tool_point: tip, target: [0.5, 0, 0.3]}}]"
    symmetries = build(read_text(text), setting).symmetries
    assert len(symmetries) == 4
    assert any(np.allclose(symmetry, about_axis([0, 0, 1], np.pi / 2)) for symmetry in symmetries)


def test_a_symmetric_object_may_be_met_from_another_side(setting: Setting) -> None:
    text = """
kpam: 1
objects:
  can: {position: [0.75, 0, 0.3], axes: {front: [1, 0, 0]}SYMMETRY}
constraints:
  - {kind: point_to_point, tool_point: grasp, target: [0.75, 0, 0.3]}
  - {kind: axis_antiparallel, tool_axis: approach, target_axis: can.front, tolerance: 0.1}
"""
    alone = build(read_text(text.replace("SYMMETRY", "")), setting)
    every = build(read_text(text.replace("SYMMETRY", ", symmetries: [{about: z, count: any}]")), setting)
    assert not solve(alone, setting.arm).feasible
    found = solve(every, setting.arm)
    assert found.feasible
    document = read_text(text.replace("SYMMETRY", ", symmetries: [{about: z, count: any}]"))
    front = Built(document, setting).places[found.alternative].direction("can.front")
    assert found.T_base_hand[:3, 2] @ front < -0.99


def test_too_many_alternatives_are_refused(setting: Setting) -> None:
    bodies = ", ".join(f"b{i}: {{symmetries: [{{about: z, count: 9}}]}}" for i in range(2))
    text = f"kpam: 1\nobjects: {{{bodies}}}\nconstraints: [{{kind: joint_limits}}]"
    with pytest.raises(FileError, match=f"allow 81 ways to solve it; at most {MOST_ALTERNATIVES}"):
        build(read_text(text), setting)


def test_objects_may_come_from_elsewhere(setting: Setting) -> None:
    shelf = Keypoints("shelf", {"edge": np.array([0.6, 0.0, 0.4])})
    text = "kpam: 1\nconstraints: [{kind: point_to_point, tool_point: grasp, target: shelf.edge}]"
    assert build(read_text(text), replace(setting, objects={"shelf": shelf})).constraints
    with pytest.raises(FileError, match="unknown object 'shelf'"):
        build(read_text(text), setting)


@pytest.mark.parametrize(
    ("constraint", "message"),
    [
        ("{kind: point_to_point, tool_point: gras, target: mug.rim}", "f:11: unknown point of gripper 'gras'; did you"),
        (
            "{kind: point_to_point, tool_point: grasp, target: mug.rym}",
            "f:11: unknown point of mug 'rym'; did you mean",
        ),
        ("{kind: point_to_point, tool_point: grasp, target: rim}", "f:11: 'rim' does not say whose it is"),
        ("{kind: point_to_point, tool_point: grasp, target: cup.rim}", "f:11: unknown object 'cup'"),
        ("{kind: axis_parallel, tool_axis: aproach, target_axis: mug.up}", "f:11: unknown axis of gripper 'aproach'"),
        ("{kind: axis_parallel, tool_axis: x, target_axis: {from: mug.rim, to: mug.rim}}", "f:11: from 'mug.rim'"),
        ("{kind: point_to_point, tool_point: grasp, target: mug.rim, tolerance: 0}", "f:11: constraint 'point_to"),
        ("{kind: joint_limits, margin: 9}", "f:11: constraint 'joint_limits(margin 9)'"),
        ("{kind: joint_limits, name: workspace}", "f:11: two constraints are called 'workspace'"),
    ],
)
def test_what_does_not_exist_names_its_line(constraint: str, message: str, setting: Setting) -> None:
    with pytest.raises(FileError) as caught:
        build(read_text(MUG + f"constraints:\n  - {constraint}", source="f"), setting)
    assert str(caught.value).startswith(message)


@pytest.mark.parametrize(
    ("steps", "message"),
    [
        ("contact: [{follow: 0.4}]", "f:4: a step follows a joint, but no joint was given"),
        ("contact: [up]\n  alternatives: [[{move: x, by: 1, frame: object}]]", "f:5: a step is in the object's frame"),
        (
            "joint: {kind: revolute, point: [1, 0, 0], axis: world.z}\n  contact: [{follow: 0.4, turning: 0.5}]",
            "f:5: a step turns about a bar",
        ),
    ],
)
def test_a_step_in_a_frame_that_the_plan_does_not_have_names_its_line(
    steps: str, message: str, setting: Setting
) -> None:
    text = f"kpam: 1\nconstraints: [{{kind: joint_limits}}]\nplan:\n  {steps}"
    with pytest.raises(FileError) as caught:
        _ = Built(read_text(text, source="f"), setting).motions
    assert str(caught.value).startswith(message)


def test_a_start_of_another_length_is_refused(setting: Setting) -> None:
    with pytest.raises(FileError, match="start has 2 joints; this arm has 7"):
        build(read_text("kpam: 1\nstart: [0, 0]\nconstraints: [{kind: joint_limits}]"), setting)


def test_a_start_beyond_the_joint_limits_is_refused(setting: Setting) -> None:
    text = "kpam: 1\nstart: [0, 9, 0, 0, 0, 0, 0]\nconstraints: [{kind: joint_limits}]"
    with pytest.raises(FileError, match=r"^f:2: start .* is beyond the joint limits"):
        build(read_text(text, source="f"), setting)


def test_a_plan_is_built_with_its_frames(setting: Setting) -> None:
    plan = """
constraints: [{kind: joint_limits}]
plan:
  approach: [{move: -z, by: -0.1}, up]
  contact: [{follow: 0.3}]
  retreat: [{backward: 0.05}]
  object: mug
  joint: {kind: revolute, point: mug.rim, axis: mug.up}
  touching: [mug]
  releases: false
"""
    motions, frames = Built(read_text(MUG + plan), setting).motions
    first, second = motions.approach
    assert isinstance(first, Straight)
    assert isinstance(second, Straight)
    assert first.direction.tolist() == [0, 0, -1]
    assert (first.distance, first.frame, second.distance, second.frame) == (-0.1, "tool", 0.06, "world")
    assert motions.contact == (AlongJoint(0.3),) or motions.contact[0].amount == 0.3  # type: ignore[union-attr]
    assert (motions.touching, motions.releases) == (("mug",), False)
    assert frames.object is not None
    assert frames.joint is not None
    assert frames.joint.point == pytest.approx([0.5, 0.1, 0.13])


def test_a_plan_about_nothing_names_its_line(setting: Setting) -> None:
    text = "kpam: 1\nconstraints: [{kind: joint_limits}]\nplan:\n  object: mug\n"
    with pytest.raises(FileError, match=r"^f:4: unknown object 'mug'"):
        _ = Built(read_text(text, source="f"), setting).motions
