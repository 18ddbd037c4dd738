"""Runs: what they leave behind, how they end, and that a kill changes nothing."""

from __future__ import annotations

import json
import os
import pickle
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from agents.budget import Budget
from agents.cli.app import app
from agents.cli.failing import run_app
from agents.config import GenerateConfig
from agents.errors import ModelUnavailableError, RunError
from agents.generate import GenerateResult, checkpoint_format, generate, resume
from agents.roles.critic import Judgement
from memory.lock import exclusive

RUNNER = Path(__file__).with_name("stubbed_run.py")


def run(home: Path, *, kill_at: int = 0, again: bool = False, n: int = 2) -> subprocess.CompletedProcess[str]:
    """Run with the simulator's nodes stubbed, in a process that kills itself at its k-th node if asked to."""
    command = [sys.executable, str(RUNNER), str(home), str(n), str(kill_at), "resume" if again else "generate"]
    root = Path(__file__).resolve().parents[2]
    return subprocess.run(
        command, cwd=root, env={**os.environ, "PYTHONPATH": str(root)}, capture_output=True, text=True, check=False
    )


def result(home: Path) -> GenerateResult:
    return GenerateResult.model_validate_json((home / "run" / "result.json").read_text())


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("whole")
    done = run(home)
    assert done.returncode == 0, done.stderr
    return home


def test_a_run_commits_what_was_wanted_and_counts_it(whole: Path) -> None:
    found = result(whole)
    assert len(found.committed) == 2
    assert found.funnel["committed"] == 2
    assert found.funnel["proposed"] == 2 + len(found.rejected)
    assert all({"name", "kind", "reason"} <= set(item) for item in found.rejected)
    assert sorted(path.name for path in (whole / "library").iterdir() if (path / "task.py").is_file()) == sorted(
        found.committed
    )


def test_every_candidate_leaves_its_program_and_outcome(whole: Path) -> None:
    for name in result(whole).committed:
        folder = whole / "run" / "candidates" / name
        assert "def build(task, rng):" in (folder / "task.py").read_text()
        assert json.loads((folder / "outcome.json").read_text())["status"] == "committed"
        assert json.loads((folder / "verdict.json").read_text())["accepted"] is True


def test_the_program_of_every_attempt_is_kept_beside_the_last(whole: Path) -> None:
    repaired = 0
    for folder in (whole / "run" / "candidates").iterdir():
        failures = len(json.loads((folder / "outcome.json").read_text())["attempts"])
        drafts = [folder / f"draft-{number}.py" for number in range(1, failures + 2)]
        assert all("def build(task, rng):" in draft.read_text() for draft in drafts)
        assert drafts[-1].read_bytes() == (folder / "task.py").read_bytes()
        repaired += failures > 0 and drafts[0].read_bytes() != (folder / "task.py").read_bytes()
    assert repaired, "no candidate was repaired, so this shows nothing"


@pytest.mark.parametrize("kill_at", [2, 9, 14, -3])
def test_a_killed_run_resumes_to_the_same_result(whole: Path, tmp_path: Path, kill_at: int) -> None:
    killed = run(tmp_path, kill_at=kill_at)
    assert killed.returncode == -signal.SIGKILL
    done = run(tmp_path, again=True)
    assert done.returncode == 0, done.stderr
    assert "checkpoint" not in done.stderr, "LangGraph warns of what it reads back"
    assert result(tmp_path) == result(whole)


def test_a_finished_run_resumes_to_its_result(whole: Path) -> None:
    before = result(whole)
    assert run(whole, again=True).returncode == 0
    assert result(whole) == before


def test_a_folder_with_a_run_is_not_overwritten(tmp_path: Path) -> None:
    GenerateConfig(out=tmp_path).write()
    with pytest.raises(RunError, match="resume it"):
        generate(GenerateConfig(out=tmp_path, library=tmp_path / "library"))


def test_a_folder_without_a_run_cannot_be_resumed(tmp_path: Path) -> None:
    with pytest.raises(RunError, match=r"config\.json"):
        resume(tmp_path)


def test_a_damaged_request_or_checkpoint_is_said_in_a_sentence(whole: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(whole / "run", tmp_path / "run")
    (folder / "checkpoints.sqlite").write_bytes(b"no database, " * 1000)
    with pytest.raises(RunError, match=r"checkpoints\.sqlite is damaged .* start another"):
        resume(folder)
    (folder / "config.json").write_text('{"n": 2,')
    with pytest.raises(RunError, match=r"config\.json does not hold a run's request .* start a new run") as refused:
        resume(folder)
    assert "\n" not in str(refused.value)


def test_two_processes_do_not_work_on_one_run(whole: Path) -> None:
    with exclusive(whole / "run" / ".lock"), pytest.raises(RunError, match="another process works on the run"):
        resume(whole / "run")


def test_a_missing_key_stops_before_anything_is_written(tmp_path: Path) -> None:
    with pytest.raises(ModelUnavailableError, match="OPENAI_API_KEY"):
        generate(GenerateConfig(model="openai:gpt-4.1", out=tmp_path / "run", library=tmp_path / "library"))
    assert not (tmp_path / "run").exists()


@pytest.mark.parametrize("name", ["opnai:gpt", "nosuch:model", "gpt-4.1", "openai:"])
def test_a_misspelt_model_is_a_usage_error_before_anything_is_written(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folders = ["--out", str(tmp_path / "run"), "--library", str(tmp_path / "library")]
    assert run_app(app, ["generate", "--model", name, *folders]) == 2
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert "openai:" in said
    assert not any(tmp_path.iterdir())


def test_a_checkpoint_gives_back_answers_of_roles_and_no_other_type() -> None:
    judgement = Judgement(agrees=True, reason="it does")
    kept = checkpoint_format().dumps_typed({"answer": judgement, "other": GenerateConfig(n=3)})
    read = checkpoint_format().loads_typed(kept)
    assert read["answer"] == judgement
    assert not isinstance(read["other"], GenerateConfig)
    with pytest.raises(NotImplementedError, match="pickle"):
        checkpoint_format().loads_typed(("pickle", pickle.dumps(judgement)))


def test_a_budget_of_candidates_ends_the_run_with_its_reason(tmp_path: Path) -> None:
    config = GenerateConfig(
        n=3, out=tmp_path / "run", library=tmp_path / "library", budget=Budget(candidates=1, repairs=0), target="x"
    )
    config.write()
    assert GenerateConfig.read(tmp_path / "run") == config
