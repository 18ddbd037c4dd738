"""`simwright run`, `demos` and `replay` on a real task."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import av
import pytest
from PIL import Image

PROGRAM = Path(__file__).resolve().parents[2] / "docs" / "examples" / "put_ball_in_bin.py"

Run = Callable[..., Any]


def test_run_plays_a_task_and_leaves_a_picture_and_a_film(simwright: Run, tmp_path: Path) -> None:
    image, above, film = (tmp_path / "new" / name for name in ("pair.png", "above.png", "film.mp4"))
    said = simwright("run", PROGRAM, "--seed", "1", "--image", image, "--topdown", above, "--video", film, "--json")
    assert (said.code, said.json["success"], said.json["failure"]) == (0, True, None)
    assert Image.open(image).size == (1280, 480)
    # Start over end, each 160 wide and 320 high, colour beside height.
    assert Image.open(above).size == (320, 640)
    with av.open(film) as container:
        stream = container.streams.video[0]
        assert stream.codec_context.name == "h264"
        assert stream.frames / stream.average_rate == pytest.approx(said.json["duration"], abs=0.5)


def test_a_task_that_fails_exits_with_1_and_its_kind(simwright: Run, tmp_path: Path) -> None:
    program = tmp_path / "lift_too_little.py"
    program.write_text(
        "def build(task, rng):\n"
        "    ball = task.add('ball')\n"
        "    task.say('Lift the {ball} by 30 cm.', ball)\n"
        "    task.goal(ball.lifted(0.3))\n"
        "    task.stage('lift a little', pick(ball, lift=0.05))\n"
    )
    said = simwright("run", program, "--json")
    assert said.code == 1
    assert said.json["failure"]["kind"] == "goal_missed"


def test_pictures_and_films_must_have_their_suffix(simwright: Run) -> None:
    assert simwright("run", PROGRAM, "--video", "film.gif").code == 2
    assert simwright("run", PROGRAM, "--image", "picture.jpg").code == 2
    assert simwright("run", PROGRAM, "--topdown", "picture.jpg").code == 2


def test_an_unknown_engine_names_those_that_are_there(simwright: Run) -> None:
    said = simwright("run", PROGRAM, "--engine", "sapiem")
    assert said.code == 2
    assert "'sapien'" in said.err


def test_demonstrations_replay_exactly_and_are_not_written_over(simwright: Run, tmp_path: Path) -> None:
    dataset = tmp_path / "dataset"
    recorded = simwright(
        "demos", PROGRAM, "--episodes", "1", "--workers", "1", "--size", "64", "--out", dataset, "--json"
    )
    assert (recorded.code, recorded.json["episodes"]) == (0, 1)
    assert json.loads((dataset / "meta" / "info.json").read_text())["codebase_version"] == "v3.0"
    replayed = simwright("replay", dataset, "--verify", "--json")
    assert (replayed.code, replayed.json["exact"]) == (0, True)

    again = simwright("demos", PROGRAM, "--episodes", "1", "--out", dataset)
    assert again.code == 2
    assert "overwrite" in again.err


def test_a_folder_that_is_no_dataset_cannot_be_replayed(simwright: Run, tmp_path: Path) -> None:
    said = simwright("replay", tmp_path, "--verify")
    assert said.code in (1, 2)
    assert "Traceback" not in said.err
    assert str(tmp_path) in said.err
