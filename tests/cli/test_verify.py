"""`simwright verify`: what it runs, what it says, and what it refuses."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from envs.assets.catalog import Catalog
from envs.builtin import BUILTIN
from envs.task.program import TaskProgram
from envs.verification import verify as verification
from envs.verification.verdict import Verdict
from envs.worlds import WORLDS
from tests.verdicts import full

PROGRAM = Path(__file__).resolve().parents[2] / "docs" / "examples" / "put_ball_in_bin.py"
LIFT = """
def build(task, rng):
    block = task.add("block", region="table_front", name="block")
    task.say("Lift the {block}.", block)
    task.goal(%s)
    task.stage("lift it", %s)
"""

Run = Callable[..., Any]


class Recorded:
    """Stands in for verification: remembers what it was asked and gives a verdict made by hand."""

    def __init__(self, verdict: Verdict) -> None:
        self.verdict = verdict
        self.program: TaskProgram | None = None
        self.asked: dict[str, Any] = {}

    def __call__(self, program: TaskProgram, catalog: object, **asked: Any) -> Verdict:
        self.program, self.asked = program, asked
        asked["on_progress"]("rollouts", 1, 20)
        return self.verdict


@pytest.fixture
def verified(monkeypatch: pytest.MonkeyPatch) -> Recorded:
    recorded = Recorded(full())
    monkeypatch.setattr(verification, "verify", recorded)
    return recorded


def written(tmp_path: Path, goal: str = "block.lifted(0.05)", action: str = "pick(block, lift=0.08)") -> Path:
    path = tmp_path / "lift_block.py"
    path.write_text(LIFT % (goal, action))
    return path


@pytest.mark.slow
def test_two_seeds_decide_nothing_and_the_verdict_is_the_json(simwright: Run, tmp_path: Path) -> None:
    said = simwright("verify", written(tmp_path), "--seeds", "1:3", "--workers", "1", "--quick", "--json")
    assert said.code == 1
    data = said.json
    assert data.pop("name") == "lift_block"
    verdict = Verdict.model_validate(data)
    assert verdict.decision == "inconclusive"
    assert [result.seed for result in verdict.seeds] == [1, 2]
    assert verdict.scene
    assert verdict.controls
    assert (verdict.evidence, verdict.robustness, verdict.mutation) == ((), (), None)


def test_the_first_world_decides_and_the_others_are_evidence(simwright: Run, verified: Recorded) -> None:
    assert simwright("verify", PROGRAM, "--worlds", "pybullet,sapien", "--workers", "1").code == 0
    assert (verified.asked["engine"], verified.asked["worlds"]) == ("pybullet", ["sapien"])
    assert verified.asked["seeds"] == list(range(20))


def test_every_world_and_everything_is_looked_at_unless_left_out(simwright: Run, verified: Recorded) -> None:
    parts = ("evidence", "robustness", "mutation")
    simwright("verify", PROGRAM, "--workers", "1")
    assert [verified.asked["engine"], *verified.asked["worlds"]] == list(WORLDS)
    assert [verified.asked[part] for part in parts] == [True, True, True]
    simwright("verify", PROGRAM, "--workers", "1", "--no-mutation")
    assert [verified.asked[part] for part in parts] == [True, True, False]
    simwright("verify", PROGRAM, "--workers", "1", "--quick")
    assert [verified.asked[part] for part in parts] == [False, False, False]


def test_a_rejected_task_exits_with_1(simwright: Run, verified: Recorded) -> None:
    verified.verdict = full(accepted=False, decision="rejected")
    assert simwright("verify", PROGRAM, "--workers", "1").code == 1


def test_a_person_is_told_every_part_with_its_figures(simwright: Run, verified: Recorded) -> None:
    out = " ".join(simwright("verify", PROGRAM, "--workers", "1").out.replace("│", " ").split())
    assert "put_ball_in_bin: accepted (18 of 20 seeds succeeded)" in out
    assert "rate 90% in sapien, 95 % interval 70% to 97%" in out
    for said in (
        "slipped 3, 5 seed 3, stage 'lift it' lost the ball 41 mm up",
        "nothing is inside anything else failed 2 ball is 6 mm inside bin",
        "no op refused 0 of 5 never near the goal",
        "Mutation score 0.67, under 0.9",
        "goal 1 of 2",
        "survives: goal, threshold: lifted by 2 cm, not 10",
        "half the time step 17 of 20",
        "friction scaled by x0.5 3 of 5",
    ):
        assert said in out


def test_a_built_in_task_is_found_by_its_name_with_either_dash(simwright: Run, verified: Recorded) -> None:
    name = "put-block-in-bowl"
    assert name in BUILTIN
    for text in (name, name.replace("-", "_")):
        simwright("verify", text, "--workers", "1")
        assert verified.program is not None
        assert verified.program.name == "put_block_in_bowl"


def test_a_name_near_a_built_in_one_is_asked_back(simwright: Run) -> None:
    said = simwright("verify", "put-block-in-bowll")
    assert said.code == 2
    assert "did you mean 'put-block-in-bowl'?" in said.err


@pytest.mark.parametrize(
    ("worlds", "said"),
    [
        ("sapiem", f"unknown world 'sapiem'; known: {', '.join(sorted(WORLDS))}. Did you mean 'sapien'?"),
        ("sapien,sapien", "names sapien twice"),
        ("sapien,,pybullet", "is no list of worlds"),
        ("", "is no list of worlds"),
    ],
)
def test_worlds_that_are_none_are_refused(simwright: Run, worlds: str, said: str) -> None:
    told = simwright("verify", PROGRAM, "--worlds", worlds)
    assert told.code == 2
    assert said in told.err


def test_a_world_that_is_not_installed_is_refused_with_the_install_line(
    simwright: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pybullet", None)
    told = simwright("verify", PROGRAM, "--worlds", "sapien,pybullet")
    assert told.code == 2
    assert "pip install pybullet" in told.err


@pytest.mark.parametrize(
    ("goal", "action", "said"),
    [
        ("block.liftd(0.05)", "pick(block)", "lifted"),
        ("block.lifted(-0.05)", "pick(block)", "-0.05"),
        (
            "block.lifted(0.05)",
            "actuate(grip(block.part('lid')), then=follow(block.part('lid'), to=1))",
            "lid",
        ),
    ],
    ids=["unknown predicate", "negative size", "missing joint"],
)
def test_a_program_that_gives_no_task_is_a_sentence_and_no_rollout(
    simwright: Run, tmp_path: Path, verified: Recorded, goal: str, action: str, said: str
) -> None:
    told = simwright("verify", written(tmp_path, goal, action), "--json")
    assert told.code == 1
    assert told.json["error"]["kind"] in ("program_error", "spec_invalid")
    assert said in told.json["error"]["message"]
    assert verified.asked == {}


def test_a_program_that_names_two_objects_alike_is_told_so(simwright: Run, tmp_path: Path, verified: Recorded) -> None:
    path = written(tmp_path)
    path.write_text(path.read_text().replace("task.say", 'task.add("ball", name="block")\n    task.say'))
    told = simwright("verify", path)
    assert told.code == 1
    assert "'block'" in told.err
    assert verified.asked == {}


@pytest.fixture
def spec(tmp_path: Path) -> Callable[[Callable[[dict[str, Any]], None]], Path]:
    """Writes a valid spec after something was changed in it."""

    def write(change: Callable[[dict[str, Any]], None]) -> Path:
        made = TaskProgram(name="lift", source=LIFT % ("block.lifted(0.05)", "pick(block)")).instantiate(3, Catalog())
        data = made.model_dump(mode="json")
        change(data)
        path = tmp_path / "spec.json"
        path.write_text(json.dumps(data))
        return path

    return write


def _twice(data: dict[str, Any]) -> None:
    data["scene"]["objects"] *= 2


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda data: data["goal"].update(kind="liftd"), "goal: Input tag 'liftd'"),
        (lambda data: data["goal"].update(height=-0.1), "-0.1"),
        (_twice, "2 objects are called 'block'"),
        (lambda data: data["scene"]["objects"][0].update(joints=[{"joint": "lid", "low": 0, "high": 1, "fraction": 0}]),
         "lid"),
    ],
    ids=["unknown predicate", "negative size", "an object twice", "missing joint"],
)  # fmt: skip
def test_a_spec_that_is_wrong_is_told_where(simwright: Run, spec: Any, change: Any, said: str) -> None:
    told = simwright("verify", spec(change))
    assert told.code == 1
    assert said in told.err
    assert "Traceback" not in told.err
    assert len(told.err) < 1000


def test_a_spec_is_one_scene_of_a_task_and_no_task(simwright: Run, spec: Any) -> None:
    told = simwright("verify", spec(lambda data: None))
    assert told.code == 2
    assert "the one scene that seed 3 gives of task 'lift'" in told.err


def test_a_folder_with_a_verdict_is_refused_before_anything_runs(
    simwright: Run, tmp_path: Path, verified: Recorded
) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "verdict.json").write_text("{}")
    told = simwright("verify", PROGRAM, "--out", tmp_path / "out")
    assert told.code == 2
    assert "--overwrite" in told.err
    assert verified.asked == {}


def test_a_page_is_written_where_it_is_asked_for(
    simwright: Run, tmp_path: Path, verified: Recorded, monkeypatch: pytest.MonkeyPatch
) -> None:
    from agents.report import verdict_page
    from agents.report.verdict_pictures import Gallery

    monkeypatch.setattr(verdict_page, "picture_verdict", lambda *_, **__: Gallery())
    told = simwright("verify", PROGRAM, "--workers", "1", "--out", tmp_path / "new" / "out")
    page = tmp_path / "new" / "out" / "index.html"
    assert f"wrote {page}" in told.out
    assert "18 of 20 seeds succeeded" in page.read_text()
