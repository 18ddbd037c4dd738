"""`simwright train` as a person types it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

torch = pytest.importorskip("torch", reason="needs the extra: pip install 'simwright[policy]'")

from agents.cli.app import app  # noqa: E402
from agents.cli.failing import run_app  # noqa: E402
from envs.demos.formats.lerobot import write  # noqa: E402
from policy.train.watch import Watch  # noqa: E402
from tests.envs.demos.conftest import random_episode  # noqa: E402

Run = Callable[..., Any]
SHORT = ("--steps", "4", "--batch", "8", "--rollouts", "0", "--workers", "1", "--validate-every", "4")


@pytest.fixture(autouse=True, scope="module")
def _one_thread() -> Iterator[None]:
    """Several threads cost more than they save here, above all on a busy machine."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Six episodes of random numbers."""
    folder = tmp_path_factory.mktemp("datasets") / "lift"
    write((random_episode(seed) for seed in range(6)), folder)
    return folder


@pytest.fixture(scope="module")
def finished(dataset: Path) -> Path:
    """A finished training on it."""
    folder = dataset.parent / "finished"
    assert run_app(app, ["train", str(dataset), "--out", str(folder), *SHORT]) == 0
    return folder


def test_training_works_the_first_time_and_says_what_to_type_next(
    simwright: Run, dataset: Path, tmp_path: Path
) -> None:
    said = simwright("train", dataset, "--policy", "flow", "--out", tmp_path / "run", *SHORT)
    assert said.code == 0
    assert "sees observation.state (8), observation.keypoints (" in said.err
    assert "chosen by validation loss" in said.err
    assert "step 4: validation loss" in said.err
    assert f"{tmp_path / 'run' / 'best'}: the weights of step" in said.out
    assert f"next: simwright eval {tmp_path / 'run'}\n" in said.out
    assert (tmp_path / "run" / "loss.png").is_file()


def test_the_last_line_is_json(simwright: Run, dataset: Path, tmp_path: Path) -> None:
    said = simwright("train", dataset, "--out", tmp_path / "run", *SHORT, "--json")
    assert len(said.out.splitlines()) == 1
    assert said.json["checkpoint"] == str(tmp_path / "run" / "best")
    assert said.json["steps"] == 4
    assert said.json["success"] is None
    assert said.json["inputs"] == ["observation.state", "observation.keypoints"]


def test_the_same_command_again_finds_the_training_finished(simwright: Run, dataset: Path, finished: Path) -> None:
    for command in ([dataset, "--out", finished, *SHORT], ["--out", finished, "--resume"]):
        said = simwright("train", *command)
        assert said.code == 0
        assert "this training is finished" in said.err
        assert "the weights of step 4" in said.out


def test_ctrl_c_says_how_to_go_on_and_resume_does(
    simwright: Run, dataset: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from agents.cli import train

    def stop(self: Watch, step: int) -> None:
        if step == 3:
            raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(train.Shown, "on_step", stop)
        said = simwright("train", dataset, "--out", tmp_path / "run", *SHORT, "--validate-every", "2")
    assert said.code == 130
    assert f"go on with: simwright train --out {tmp_path / 'run'} --resume" in said.err
    resumed = simwright("train", "--out", tmp_path / "run", "--resume", "--device", "cpu")
    assert resumed.code == 0
    assert "going on after step 2" in resumed.err


def test_resume_takes_no_other_settings(simwright: Run, finished: Path) -> None:
    said = simwright("train", "--out", finished, "--resume", "--learning-rate", "0.1")
    assert said.code == 2
    assert "learning-rate" in said.err


def test_another_configuration_is_named(simwright: Run, dataset: Path, finished: Path) -> None:
    said = simwright("train", dataset, "--out", finished, *SHORT, "--seed", "3")
    assert said.code == 2
    assert "train.seed 0, now 3" in said.err


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["--device", "cuda:7"], 2, "device 'cuda:7'"),
        (["--policy", "mlpp"], 2, "known: flow, mlp"),
        (["--inputs", "state,smell"], 1, "no observation vector 'observation.smell'"),
        (["--learning-rate", "-1"], 2, "learning_rate"),
        (["--learning-rate", "1e30"], 1, "train again into another folder"),
    ],
)
def test_what_cannot_be_meant_is_a_sentence(
    arguments: list[str], code: int, words: str, simwright: Run, dataset: Path, tmp_path: Path
) -> None:
    said = simwright("train", dataset, "--out", tmp_path / "run", *SHORT, *arguments)
    assert said.code == code
    assert words in said.err
    assert "does not know" not in said.err


def damaged(dataset: Path, **info: object) -> None:
    """Change what info.json says."""
    path = dataset / "meta" / "info.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | info))


def test_bad_datasets_are_a_sentence_and_leave_nothing_behind(simwright: Run, tmp_path: Path) -> None:
    write((random_episode(seed) for seed in range(2)), tmp_path / "old")
    damaged(tmp_path / "old", codebase_version="v2.1")
    write((random_episode(seed) for seed in range(1)), tmp_path / "one")
    episodes = [random_episode(seed) for seed in range(3)]
    episodes[2].keypoints[0, 0] = float("nan")
    write(iter(episodes), tmp_path / "nan")
    for name, words in (("old", "v2.1"), ("one", "1 episode"), ("nan", "keypoints"), ("none", "no folder")):
        said = simwright("train", tmp_path / name, "--out", tmp_path / "run", *SHORT)
        assert said.code == 1
        assert words in said.err
        assert "does not know" not in said.err
        assert not (tmp_path / "run").exists()


def test_datasets_or_resume_must_be_given(simwright: Run, tmp_path: Path) -> None:
    said = simwright("train", "--out", tmp_path / "run")
    assert said.code == 2
    assert "--resume" in said.err
    assert simwright("train", "--out", tmp_path / "run", "--resume").code == 2


def test_without_torch_the_install_line_is_named(
    simwright: Run, dataset: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "torch", None)
    said = simwright("train", dataset, "--out", tmp_path / "run")
    assert said.code == 1
    assert "pip install 'simwright[policy]'" in said.err
