"""`simwright kpam`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from kpam.constraints import CONSTRAINTS
from kpam.files.schema import constraint_schema, constraint_table

Run = Callable[..., Any]
ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "docs" / "examples"
FAR = "kpam: 1\nname: far\nconstraints: [{kind: point_to_point, tool_point: grasp, target: [1.4, 0, 0.3]}]\n"
REACH_HANDLE = """
task_name: TakeHandle
constraint_list:
- {type: point2point_constraint, keypoint_name: tool_head, target_keypoint_name: articulated_object_head,
   tolerance: 1e-4}
- {type: frame_axis_parallel, axis_from_keypoint_name: tool_head, axis_to_keypoint_name: tool_side,
   target_axis: [1, 0, 0], target_axis_frame: object, target_inner_product: 1, tolerance: 0.01}
pre_actuation_motions: [[translate_z, -0.08]]
"""


@pytest.fixture
def gensim2(tmp_path: Path) -> Path:
    path = tmp_path / "TakeHandle.yaml"
    path.write_text(REACH_HANDLE)
    return path


@pytest.fixture
def far(tmp_path: Path) -> Path:
    path = tmp_path / "far.yaml"
    path.write_text(FAR)
    return path


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.yaml")), ids=lambda path: path.stem)
def test_examples_are_solved_with_their_plans(path: Path, simwright: Run) -> None:
    said = simwright("kpam", "solve", path, "--json")
    assert said.code == 0, said.err
    assert said.json["feasible"]
    assert all(item["violation"] <= item["tolerance"] for item in said.json["constraints"] if item["hard"])
    assert ("way" in said.json) == ("plan:" in path.read_text())
    assert said.json.get("way", {"found": True})["found"]


def test_the_tool_may_be_the_suction_cup(tmp_path: Path, simwright: Run) -> None:
    path = tmp_path / "lid.yaml"
    path.write_text(
        "kpam: 1\ntool: suction\nconstraints:\n"
        "- {kind: point_to_point, tool_point: cup, target: [0.5, 0.1, 0.2]}\n"
        "- {kind: axis_parallel, tool_axis: approach, target_axis: -world.z}\n"
        "plan: {approach: [{move: z, by: 0.08}], contact: [up]}\n"
    )
    said = simwright("kpam", "solve", path, "--json")
    assert said.code == 0, said.err
    assert said.json["T_base_hand"][2][3] == pytest.approx(0.32, abs=2e-3)


@pytest.mark.parametrize(("tool", "point", "fits"), [("suction", "cup", True), ("gripper", "tip", False)])
def test_the_arm_has_the_shapes_of_the_tool_that_a_file_names(
    tool: str, point: str, fits: bool, tmp_path: Path, simwright: Run
) -> None:
    """A cup on a tube reaches down between two walls at any angle, where a gripper's palm does not."""
    path = tmp_path / "slot.yaml"
    wall = "kind: box, size: [0.3, 0.02, 0.1]"
    path.write_text(
        f"kpam: 1\ntool: {tool}\nconstraints:\n"
        f"- {{kind: point_to_point, tool_point: {point}, target: [0.5, 0.0, 0.01]}}\n"
        "- {kind: axis_parallel, tool_axis: approach, target_axis: -world.z}\n"
        f"obstacles:\n  left: {{{wall}, position: [0.5, 0.033, 0.05]}}\n"
        f"  right: {{{wall}, position: [0.5, -0.033, 0.05]}}\n"
        "plan: {approach: [{move: z, by: 0.15}]}\n"
    )
    said = simwright("kpam", "solve", path, "--json")
    assert said.json["way"]["found"] == fits, said.err


def test_a_table_names_every_constraint(simwright: Run) -> None:
    said = simwright("kpam", "solve", EXAMPLES / "pour.yaml")
    assert said.code == 0
    for name in (
        "point_to_line(mug.rim, bowl.centre, world.z)",
        "height(mug.rim, bowl.centre)",
        "workspace",
        "joint_limits",
    ):
        assert name in said.out


def test_infeasible_is_an_answer_with_its_reason_and_exits_with_1(simwright: Run, far: Path) -> None:
    said = simwright("kpam", "solve", far)
    assert said.code == 1
    assert "MISSED" in said.out
    assert "out of reach" in said.out
    (conflict,) = simwright("kpam", "solve", far, "--json").json["conflicts"]
    assert conflict["out_of_reach"] > 0.1


def test_the_same_seed_prints_the_same_joints(simwright: Run) -> None:
    first, second = (simwright("kpam", "solve", EXAMPLES / "pour.yaml", "--seed", "3", "--json") for _ in range(2))
    assert first.json["q"] == second.json["q"]


def test_gensim2_needs_an_object(simwright: Run, gensim2: Path) -> None:
    said = simwright("kpam", "solve", gensim2)
    assert said.code == 2
    assert "--scene" in said.err


def test_gensim2_is_solved_on_an_asset(simwright: Run, gensim2: Path) -> None:
    said = simwright("kpam", "solve", gensim2, "--scene", "lidded_box/2", "--open", "0.2", "--json")
    assert said.json["feasible"]
    assert said.json["way"]["found"], said.json["way"]["explanation"]


def test_an_object_without_the_keypoint_is_named(simwright: Run, gensim2: Path) -> None:
    said = simwright("kpam", "solve", gensim2, "--scene", "block/1")
    assert said.code == 2
    assert "block/1 has no 'articulated_object_head'" in said.err


def test_a_malformed_file_names_its_line(simwright: Run, tmp_path: Path) -> None:
    path = tmp_path / "bad.yaml"
    path.write_text(FAR.replace("grasp", "gras"))
    said = simwright("kpam", "solve", path)
    assert said.code == 2
    assert f"{path}:3: unknown point of gripper 'gras'; did you mean 'grasp'?" in said.err


def test_a_file_that_is_not_there_is_said_so(simwright: Run, tmp_path: Path) -> None:
    assert "cannot be read" in simwright("kpam", "solve", tmp_path / "none.yaml").err


def test_pictures_show_what_holds_and_what_is_missed(simwright: Run, far: Path, tmp_path: Path) -> None:
    good, bad = tmp_path / "pictures" / "good.png", tmp_path / "bad.png"
    assert simwright("kpam", "show", EXAMPLES / "pour.yaml", "--out", good).code == 0
    assert simwright("kpam", "show", far, "--out", bad).code == 0
    red = [share_of(path, (205, 35, 35)) for path in (good, bad)]
    green = [share_of(path, (20, 135, 75)) for path in (good, bad)]
    assert red[0] == 0
    assert red[1] > 100
    assert green[0] > green[1] > 0


def test_an_asset_and_obstacles_are_in_the_picture(simwright: Run, tmp_path: Path) -> None:
    with_box, without = tmp_path / "with.png", tmp_path / "without.png"
    text = FAR.replace("1.4", "0.5")
    box = "obstacles: {box: {kind: box, size: [0.2, 0.2, 0.2], position: [0.3, 0.4, 0.1]}}\n"
    (tmp_path / "box.yaml").write_text(text + box)
    (tmp_path / "none.yaml").write_text(text)
    simwright("kpam", "show", tmp_path / "box.yaml", "--out", with_box)
    simwright("kpam", "show", tmp_path / "none.yaml", "--out", without)
    left = [np.asarray(Image.open(path), dtype=int)[:600, :560] for path in (with_box, without)]
    assert np.count_nonzero(np.abs(left[0] - left[1]).sum(axis=-1) > 60) > 500


def test_an_object_that_moves_is_said_where_it_goes_and_how_it_is_held(simwright: Run) -> None:
    said = simwright("kpam", "solve", EXAMPLES / "hang_mug.yaml")
    assert said.code == 0, said.err
    assert "object at position [0.5" in said.out
    assert "held in grasp" in said.out


def test_without_a_grasp_only_the_pose_is_solved_for(simwright: Run, tmp_path: Path) -> None:
    text = (EXAMPLES / "hang_mug.yaml").read_text().partition("plan:")[0]
    path, out = tmp_path / "pose.yaml", tmp_path / "pose.png"
    path.write_text("\n".join(line for line in text.splitlines() if "grasps" not in line))
    said = simwright("kpam", "solve", path, "--json")
    assert said.code == 0
    assert said.json["object"]["grasp"] is None
    assert "q" not in said.json
    assert said.json["object"]["position"][2] > 0.25
    assert simwright("kpam", "show", path, "--out", out).code == 0
    assert out.exists()


def test_an_object_that_fits_nowhere_is_told_from_an_arm_that_does_not_reach(simwright: Run, tmp_path: Path) -> None:
    text, path = (EXAMPLES / "hang_mug.yaml").read_text(), tmp_path / "mug.yaml"
    path.write_text(text.replace("upper: 0.4}", "upper: 0.4}\n  - {kind: height, tool_point: mug.centre, upper: 0.1}"))
    said = simwright("kpam", "solve", path)
    assert said.code == 1
    assert "infeasible: no pose of the object: " in said.out
    far = text.replace("position: [0.65, 0.1, 0.35]", "position: [1.2, 0.1, 0.35]")
    path.write_text(far.replace("object: mug\n", "object: mug\n  region: {lower: [0, -1, 0], upper: [2, 1, 1]}\n"))
    said = simwright("kpam", "solve", path)
    assert said.code == 1
    assert "no pose of the object" not in said.out


@pytest.mark.parametrize(
    ("name", "message"), [("a.jpg", "pictures are PNG files"), ("file/a.png", "is a file, not a folder")]
)
def test_a_picture_that_cannot_be_written_is_refused_first(
    name: str, message: str, simwright: Run, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("kept")
    said = simwright("kpam", "show", EXAMPLES / "pour.yaml", "--out", tmp_path / name, "--json")
    assert said.code == 2
    assert message in said.json["error"]["message"]
    assert (tmp_path / "file").read_text() == "kept"


def test_a_picture_is_whole_or_not_there(simwright: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "a.png"
    out.write_bytes(b"the old one")

    def stopped(image: Any, path: Path, **given: Any) -> None:
        Path(path).write_bytes(b"half")
        raise KeyboardInterrupt

    monkeypatch.setattr(Image.Image, "save", stopped)
    assert simwright("kpam", "show", EXAMPLES / "pour.yaml", "--out", out).code == 130
    assert [path.name for path in tmp_path.iterdir() if path.suffix != ".yaml"] == ["a.png"]
    assert out.read_bytes() == b"the old one"


def test_both_pictures_end_with_where_they_are(simwright: Run, far: Path, tmp_path: Path) -> None:
    out = tmp_path / "a.png"
    for verb in (("show", far), ("reach", "block/1", "--step", "0.3")):
        assert simwright("kpam", *verb, "--out", out).out.splitlines()[-1] == f"picture: {out}"


@pytest.mark.parametrize("verb", ["solve", "show", "reach"])
def test_every_verb_has_help_with_an_example(verb: str, simwright: Run) -> None:
    said = simwright("kpam", verb, "--help")
    assert said.code == 0
    assert f"simwright kpam {verb} " in said.out.partition("Example")[2]


def test_reach_falls_off_with_distance(simwright: Run, tmp_path: Path) -> None:
    out = tmp_path / "reach.png"
    said = simwright("kpam", "reach", "block/1", "--step", "0.28", "--out", out, "--json")
    rows = np.array(said.json["x_y_share"])
    away = np.hypot(rows[:, 0], rows[:, 1])
    assert rows[away < 0.6, 2].min() > 0.5
    assert rows[away > 1.1, 2].max() == 0
    assert Image.open(out).size[0] == 1280


def test_an_unknown_point_is_named(simwright: Run, tmp_path: Path) -> None:
    said = simwright("kpam", "reach", "mug", "--point", "spout", "--out", tmp_path / "reach.png")
    assert said.code == 2
    assert "spout" in said.err


def test_the_documentation_has_every_kind_as_the_code_has_it() -> None:
    text = (ROOT / "docs" / "kpam.md").read_text()
    remedy = "put what `python -c 'from kpam.files.schema import *; print(constraint_table())'` prints there"
    assert constraint_table() in text, remedy
    assert all(f"**`{kind}`**" in text for kind in CONSTRAINTS)
    assert all(constraint_schema(kind) for kind in CONSTRAINTS)


def test_the_documentation_shows_an_example_as_it_is() -> None:
    assert (EXAMPLES / "take_can.yaml").read_text() in (ROOT / "docs" / "kpam.md").read_text()


def share_of(path: Path, colour: tuple[int, int, int]) -> int:
    """How many pixels of a picture have a colour, or nearly."""
    return int(np.count_nonzero(np.abs(np.asarray(Image.open(path), dtype=int) - colour).max(axis=-1) < 12))
