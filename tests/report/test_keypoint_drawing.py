"""What is drawn of a keypoint problem."""

from __future__ import annotations

import numpy as np
import pytest

from agents.report.drawing import Drawing
from agents.report.keypoint_drawing import drawing_of
from envs.robots import panda
from kpam.files.build import Built
from kpam.files.reader import read_text
from kpam.files.setting import Setting
from kpam.solver import assess
from kpam.transforms import Array, apply

SETTING = Setting(panda.arm(), panda.HOME[:7], {"gripper": panda.GRIPPER})
HAND = panda.arm().forward(panda.HOME[:7])
GRASP = apply(HAND, panda.GRIPPER.point("grasp"))
"""The hand at home looks down: its approach is -z, its fingers are along y."""


def drawn(constraints: str, more: str = "", q: Array = panda.HOME[:7]) -> Drawing:
    """What is drawn of a file where the arm is at home, whatever a solver would say."""
    built = Built(read_text(f"kpam: 1\n{more}\nconstraints: [{constraints}]"), SETTING)
    solution = assess(built.problem, SETTING.arm, q)
    return drawing_of(built.document, built.places[0], built.problem, solution)


@pytest.mark.parametrize(
    ("constraint", "end"),
    [
        ("point_to_point, tool_point: grasp, target: [0.5, 0, 0.1]", [0.5, 0, 0.1]),
        ("point_to_line, tool_point: grasp, target: [0.5, 0.2, 0], direction: world.z", [0.5, 0.2, GRASP[2]]),
        ("point_to_plane, tool_point: grasp, target: [0, 0, 0.1], normal: -world.z", [GRASP[0], GRASP[1], 0.1]),
        ("height, tool_point: grasp, upper: 0.2", [GRASP[0], GRASP[1], 0.2]),
        (
            "distance, tool_point: grasp, target: [0.3069, 0, 0.1], lower: 0.05, upper: 0.1",
            [0.3069, 0, 0.2],
        ),
        (
            "point_in_box, tool_point: grasp, T_base_box: {position: [0.5, 0, 0]}, lower: [-1, 0.1, 0], "
            "upper: [1, 0.2, 0.2]",
            [GRASP[0], 0.1, 0.2],
        ),
        ("hand_workspace, lower: [0.4, -1, 0], upper: [1, 1, 1]", [0.4, HAND[1, 3], HAND[2, 3]]),
    ],
)
def test_a_missed_place_is_joined_to_the_nearest_that_would_do(constraint: str, end: list[float]) -> None:
    (gap,) = drawn(f"{{kind: {constraint}}}").gaps
    start = HAND[:3, 3] if "workspace" in constraint else GRASP
    assert gap.start == pytest.approx(start)
    assert gap.end == pytest.approx(end, abs=2e-3)
    assert f"off by {1e3 * np.linalg.norm(gap.end - gap.start):.1f}"[:9] in gap.text


@pytest.mark.parametrize(
    ("constraint", "end", "degrees"),
    [
        ("axis_parallel, tool_axis: approach, target_axis: [0, 1, -1]", [0, 0.7071, -0.7071], 45),
        ("axis_antiparallel, tool_axis: approach, target_axis: [0, 1, 1]", [0, -0.7071, -0.7071], 45),
        ("axis_orthogonal, tool_axis: approach, target_axis: [1, 0, -1]", [-0.7071, 0, -0.7071], 45),
        ("axis_at_angle, tool_axis: approach, target_axis: world.y, angle: 0, upper: 0.7854", [0, 0.7071, -0.7071], 45),
    ],
)
def test_a_missed_axis_is_turned_to_the_nearest_that_would_do(constraint: str, end: list[float], degrees: int) -> None:
    (arc,) = drawn(f"{{kind: {constraint}}}").arcs
    assert arc.start == pytest.approx([0, 0, -1], abs=1e-6)
    assert arc.end == pytest.approx(end, abs=1e-3)
    assert f"1 off by {degrees} deg" == arc.text


def test_what_holds_is_calm() -> None:
    drawing = drawn(
        "{kind: height, tool_point: grasp, lower: 0.2}, {kind: axis_parallel, tool_axis: z, weight: 1, "
        "target_axis: world.x}"
    )
    assert [*drawing.gaps, *drawing.arcs, *drawing.notes] == []
    assert all(item.good for item in (*drawing.points, *drawing.axes))


def test_what_has_no_place_is_told_in_words() -> None:
    rock = f"obstacles: {{rock: {{kind: sphere, size: [0.1], position: {HAND[:3, 3].tolist()}}}}}"
    (clearance, floor) = drawn("{kind: clearance}, {kind: manipulability, floor: 9}", rock).notes
    assert clearance.startswith("1 panda_")
    assert "rock" in clearance
    assert floor.startswith("2 ")


def test_a_workspace_that_is_left_is_drawn_with_the_way_back() -> None:
    drawing = drawn("{kind: joint_limits}", "workspace: {lower: [0.4, -1, 0], upper: [1, 1, 1]}")
    (box,), (gap,) = drawing.boxes, drawing.gaps
    assert not box.good
    assert gap.end == pytest.approx([0.4, HAND[1, 3], HAND[2, 3]])
    assert gap.text.startswith("3 off by")


def test_a_point_of_several_constraints_is_drawn_once_with_their_numbers() -> None:
    drawing = drawn(
        "{kind: point_to_point, tool_point: grasp, target: [0.5, 0, 0.1]}, {kind: height, tool_point: grasp, lower: 0}"
    )
    (grasp,) = [point for point in drawing.points if point.tool]
    assert grasp.label == "1,2 grasp"
    assert not grasp.good


def test_a_long_name_is_shown_by_its_last_parts() -> None:
    thing = "objects: {cabinet_in_the_kitchen: {points: {drawer.handle.centre: [0.5, 0, 0.1]}}}"
    drawing = drawn(
        "{kind: point_to_point, tool_point: grasp, target: cabinet_in_the_kitchen.drawer.handle.centre}", thing
    )
    assert [point.label for point in drawing.points if not point.tool] == ["1 drawer.handle.centre"]
