"""Every kind of constraint and every motion, written in a file, is read, kept and solved."""

from __future__ import annotations

import pytest

from kpam.constraints import CONSTRAINTS
from kpam.files.build import Built, Setting, build
from kpam.files.reader import read_text
from kpam.files.writer import write_text
from kpam.motion.frames import VERBS, AlongJoint, Straight, Turn
from kpam.solver import solve

SCENE = """
kpam: 1
objects:
  box: {position: [0.5, 0.1, 0.3], points: {middle: [0, 0, 0], edge: [0.1, 0, 0]}, axes: {front: [0, 1, 0]}}
obstacles: {wall: {kind: box, size: [0.1, 1, 0.3], position: [0.9, 0, 0.15]}}
"""
KINDS = {
    "point_to_point": "tool_point: grasp, target: box.middle",
    "point_to_line": "tool_point: [0, 0, 0.1], target: box.middle, direction: {from: box.middle, to: box.edge}",
    "point_to_plane": "tool_point: grasp, target: [0.5, 0, 0], normal: world.x",
    "point_in_box": "tool_point: grasp, T_base_box: box, lower: [-0.01, -0.01, 0], upper: [0.01, 0.01, 0.02]",
    "height": "tool_point: grasp, lower: 0.5, upper: .inf",
    "distance": "tool_point: grasp, target: box.middle, lower: 0.2, upper: 0.2",
    "axis_parallel": "tool_axis: approach, target_axis: world.x",
    "axis_antiparallel": "tool_axis: approach, target_axis: {in: box, along: [0, 1, 1]}",
    "axis_orthogonal": "tool_axis: fingers, target_axis: [1, 0, 1]",
    "axis_at_angle": "tool_axis: approach, target_axis: -box.front, angle: 0.5, upper: 0.6",
    "hand_workspace": "lower: [0.4, -0.1, 0.6], upper: [0.5, 0.1, 0.7]",
    "joint_limits": "margin: 0.7",
    "posture": "nominal: [0.1, -0.5, 0, -2, 0, 1.6, 0.8], tolerance: 0.01",
    "manipulability": "floor: 0.08",
    "clearance": "distance: 0.1, ignore: [wall]",
    "joint_change": "tolerance: 0.2, weight: null, joint_weights: [1, 1, 1, 1, 1, 1, 0]",
    "hand_motion": "tolerance: 0.01, weight: null",
}


def test_every_kind_is_here() -> None:
    assert set(KINDS) == set(CONSTRAINTS)


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_holds_where_its_file_is_solved(kind: str, setting: Setting) -> None:
    document = read_text(f"{SCENE}constraints: [{{kind: {kind}, name: it, {KINDS[kind]}}}]")
    again = read_text(write_text(document))
    assert again == document
    solution = solve(build(again, setting), setting.arm)
    (report,) = [report for report in solution.reports if report.name == "it"]
    assert not report.soft
    assert report.satisfied, report.text


def test_every_motion_is_kept_and_built(setting: Setting) -> None:
    plan = f"""
constraints: [{{kind: joint_limits}}]
plan:
  approach: [{", ".join(VERBS)}, {{up: 0.2}}, {{move: [1, 0, 1], by: 0.1, frame: joint}}]
  contact:
    - {{follow: 0.4, turning: 0.5}}
    - {{follow: 0.1, turning: any, joint: {{kind: prismatic, point: box.edge, axis: -box.front}}}}
  alternatives: [[{{follow: 0.4}}], [up, {{follow: 0.3}}]]
  retreat: [{{turn: -x, by: 1.5, through: [0, 0, 0.1], frame: object, through_frame: world}}]
  object: box
  joint: {{kind: revolute, point: box.edge, axis: world.z}}
  bar: {{point: box.middle, axis: world.z}}
  touching: [wall]
  pushing: [wall]
  moving: [wall]
  releases: false
  width: 0.07
  contact_width: 0.01
  retreat_width: 0.05
  retreat_least: 0.5
  free_speed: 0.9
  contact_speed: 0.1
"""
    document = read_text(SCENE + plan)
    assert read_text(write_text(document)) == document
    motions, frames = Built(document, setting).motions
    assert len(motions.approach) == len(VERBS) + 2
    share, free = motions.contact
    assert isinstance(share, AlongJoint)
    assert isinstance(free, AlongJoint)
    assert (share.turning, free.turning) == (0.5, None)
    assert free.joint is not None
    assert free.joint.axis == pytest.approx([0, -1, 0])
    assert [len(steps) for steps in motions.alternatives] == [1, 2]
    (turn,) = motions.retreat
    assert isinstance(turn, Turn)
    assert (turn.frame, turn.point_frame) == ("object", "world")
    assert isinstance(motions.approach[-1], Straight)
    assert motions.approach[-1].frame == "joint"
    assert frames.bar is not None
    assert frames.bar.point == pytest.approx([0.5, 0.1, 0.3])
    assert (motions.pushing, motions.retreat_least, motions.contact_speed) == (("wall",), 0.5, 0.1)
