"""`simwright eval` on an untrained policy."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from envs.demos.formats.lerobot.features import STATE
from envs.demos.layout import AGENT_NAMES
from memory.embedders import choose_embedder

pytest.importorskip("torch", reason="needs the extra: pip install 'simwright[policy]'")

PROGRAM = Path(__file__).resolve().parents[2] / "docs" / "examples" / "put_ball_in_bin.py"
Run = Callable[..., Any]


@pytest.fixture
def training(tmp_path: Path) -> Path:
    """A training's folder with an untrained policy that saw seeds 5 and 6, and a task of 3 seconds."""
    from policy.checkpoint import save
    from policy.config import InputFeature, PolicyConfig
    from policy.model import Policy

    embedder = choose_embedder()
    config = PolicyConfig(
        head="mlp",
        inputs=(InputFeature(name=STATE, size=8, names=AGENT_NAMES),),
        action_names=AGENT_NAMES,
        sentence_size=embedder.dimension,
        embedder=embedder.name,
    )
    save(Policy(config), tmp_path / "policy" / "best", seen_seeds={"put_ball_in_bin": [5, 6]})
    return tmp_path / "policy"


@pytest.fixture
def short(tmp_path: Path) -> Path:
    path = tmp_path / "put_ball_in_bin.py"
    path.write_text(PROGRAM.read_text() + "    task.time_limit(3)\n")
    return path


def test_a_policy_is_scored_with_films_and_a_picture(simwright: Run, training: Path, short: Path) -> None:
    said = simwright("eval", training, short, "--seeds", "1000:1002", "--videos", "1", "--workers", "1", "--json")
    assert said.code == 0
    (task,) = said.json["tasks"]
    assert (task["task"], task["policy"]["successes"], task["policy"]["trials"]) == ("put_ball_in_bin", 0, 2)
    assert task["no_op"]["rate"] == 0.0
    assert task["solver"]["trials"] == 2
    assert sum(task["policy"]["failures"].values()) == 2
    folder = training / "eval"
    assert said.json["folder"] == str(folder)
    assert task["trials"][0]["video"] == "failure_seed_1000.mp4"
    assert task["trials"][1]["video"] is None
    place = folder / "put_ball_in_bin"
    assert (place / task["trials"][0]["video"]).stat().st_size > 1000
    assert (place / "montage.png").is_file()
    kept = json.loads((place / "score.json").read_text())
    assert kept | {"folder": str(folder)} == said.json


def test_a_person_sees_rate_interval_baselines_and_the_commonest_failure(
    simwright: Run, training: Path, short: Path, tmp_path: Path
) -> None:
    (training / "tasks").mkdir()
    (training / "tasks" / "put_ball_in_bin.py").write_text(short.read_text())
    options = ("--seeds", "1000", "--videos", "0", "--workers", "1", "--no-baselines", "--out", tmp_path / "o")
    said = simwright("eval", training / "best", *options)
    assert said.code == 0, said.err
    for text in ("put_ball_in_bin", "0 of 1 (0%)", "0% to 79%", "not played", "grasp_missed", "steps a second"):
        assert text in said.out
    assert "seed 1000:" in said.out
    assert [str(path.relative_to(tmp_path / "o")) for path in (tmp_path / "o").rglob("*.*")] == [
        "put_ball_in_bin/score.json"
    ]


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (("{training}", "{task}", "--seeds", "4:7"), 1, "training saw seeds 5, 6 of task 'put_ball_in_bin'"),
        (("{training}", "{task}", "--seeds", "many"), 2, "--seeds 'many'"),
        (("{training}",), 1, "name the tasks"),
        (("{training}/nothing", "{task}"), 1, "is not there; give the folder"),
        (("{training}", "{task}", "--device", "gpu"), 2, "unknown device 'gpu'"),
    ],
)
def test_what_cannot_be_scored_is_told_in_a_sentence(
    simwright: Run, training: Path, short: Path, arguments: tuple[str, ...], code: int, message: str
) -> None:
    said = simwright("eval", *(item.format(training=training, task=short) for item in arguments))
    assert message in said.err
    assert "Traceback" not in said.err
    assert said.code == code
