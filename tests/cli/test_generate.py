"""`simwright generate` and `resume`: what they print and exit with; the run itself is tested with the agents."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import agents.generate as library_of_runs
from agents.cli.settings import Settings
from agents.config import GenerateConfig
from agents.errors import ModelUnavailableError
from agents.events import Event
from agents.generate import GenerateResult
from agents.state import FUNNEL

Run = Callable[..., Any]


def result(config: GenerateConfig, committed: int) -> GenerateResult:
    """A run's result with so many committed tasks and one rejection."""
    return GenerateResult(
        run=config.run,
        committed=[f"task_{k}" for k in range(committed)],
        funnel=dict.fromkeys(FUNNEL, committed) | {"proposed": committed + 1},
        rejected=[{"name": "juggle", "kind": "infeasible", "reason": "0.31 m short"}],
        stopped="all wanted tasks are committed",
        usage={"calls": 9, "tokens": 0, "cost": 0.0},
        model="procedural",
    )


@pytest.fixture
def committing(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], list[GenerateConfig]]:
    """Stands in for the run: commits so many tasks, and tells one event."""

    def stand_in(count: int) -> list[GenerateConfig]:
        asked: list[GenerateConfig] = []

        def start(config: GenerateConfig, *, progress: Callable[[Event], None]) -> GenerateResult:
            config.write()
            asked.append(config)
            progress(Event(1, "juggle", "solve", "infeasible"))
            return result(config, count)

        monkeypatch.setattr(library_of_runs, "generate", start)
        monkeypatch.setattr(
            library_of_runs, "resume", lambda folder, *, progress: start(GenerateConfig.read(folder), progress=progress)
        )
        return asked

    return stand_in


def test_the_last_line_is_the_result_as_json_and_progress_goes_to_standard_error(
    simwright: Run, committing: Any, tmp_path: Path
) -> None:
    committing(2)
    said = simwright("generate", "--n", "2", "--seed", "3", "--json")
    assert said.code == 0
    assert len(said.out.splitlines()) == 1
    assert said.json["committed"] == ["task_0", "task_1"]
    assert list(said.json["funnel"]) == list(FUNNEL)
    assert said.json["rejected"] == [{"name": "juggle", "kind": "infeasible", "reason": "0.31 m short"}]
    assert Path(said.json["run"]) == tmp_path / "runs" / "seed-3"
    assert Path(said.json["report"]).is_file()
    assert "solve: infeasible" in said.err


def test_fewer_tasks_than_asked_for_exit_with_1(simwright: Run, committing: Any) -> None:
    committing(1)
    assert simwright("generate", "--n", "2").code == 1


def test_a_person_sees_funnel_and_rejections_on_standard_output(simwright: Run, committing: Any) -> None:
    committing(5)
    out = simwright("generate").out
    assert "controls refused" in out
    assert "0.31 m short" in out
    assert "report" in out


def test_options_reach_the_request(simwright: Run, committing: Any, tmp_path: Path) -> None:
    asked = committing(1)
    out, library = tmp_path / "there", tmp_path / "kept"
    sentence = "put the mug in the drawer"
    simwright("generate", "--n", "1", "--target", sentence, "--model", "openai:x", "--library", library, "--out", out)
    assert (asked[0].target, asked[0].model, asked[0].library, asked[0].out) == (sentence, "openai:x", library, out)


def test_resume_ends_as_generate_does(simwright: Run, committing: Any, tmp_path: Path) -> None:
    committing(1)
    GenerateConfig(n=2, out=tmp_path / "run").write()
    said = simwright("resume", tmp_path / "run", "--json")
    assert (said.code, said.json["committed"]) == (1, ["task_0"])


@pytest.mark.parametrize(
    ("error", "code"), [(ModelUnavailableError("the key was refused (401)"), 1), (KeyboardInterrupt(), 130)]
)
def test_what_stops_a_run_says_how_to_go_on(
    simwright: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, error: BaseException, code: int
) -> None:
    def stopped(config: GenerateConfig, **_: object) -> GenerateResult:
        config.write()
        raise error

    monkeypatch.setattr(library_of_runs, "generate", stopped)
    said = simwright("generate")
    assert said.code == code
    assert f"simwright resume {tmp_path / 'runs' / 'seed-0'}" in said.err.replace("\n", "")


def test_an_overlong_target_is_wrong_usage(simwright: Run) -> None:
    said = simwright("generate", "--target", "x" * 500)
    assert said.code == 2
    assert "--target" in said.err


def test_a_run_in_a_folder_that_holds_one_is_refused(simwright: Run, tmp_path: Path) -> None:
    GenerateConfig(out=tmp_path / "run").write()
    said = simwright("generate", "--out", tmp_path / "run")
    assert said.code == 2
    assert "resume" in said.err


def test_settings_default_to_the_current_folder() -> None:
    assert Settings().library(None) == Path("library")
