"""First drafts of a run: which count, what verification said of them, and asking twice."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from agents.config import GenerateConfig
from agents.generate import GenerateResult
from agents.state import nothing_spent
from benchmarks.transfer import pool as pools
from benchmarks.transfer.grid import Settings, TransferError
from envs.failures import FailureKind
from memory.embedders import choose_embedder

SETTINGS = Settings(tasks=(1, 2), held_out=1, episodes=8)


def candidate(run: Path, folder: str, *drafts: str, kind: str | None = None, name: str = "", failures: int = 0) -> None:
    path = run / "candidates" / folder
    path.mkdir(parents=True)
    for number, source in enumerate(drafts, 1):
        (path / f"draft-{number}.py").write_text(source)
    attempts = [
        {"node": "simulate", "kind": "goal_missed", "reason": f"try {k}", "stage": None} for k in range(failures)
    ]
    outcome = {"name": name or folder, "kind": kind, "reason": "too like another", "attempts": attempts}
    (path / "outcome.json").write_text(json.dumps(outcome))


def test_the_first_draft_counts_and_not_the_mended_one(tmp_path: Path) -> None:
    candidate(tmp_path, "good", "first", failures=0)
    candidate(tmp_path, "mended", "bad", "better", failures=1)
    candidate(tmp_path, "hopeless", *(f"draft {k}" for k in range(1, 12)), kind="goal_missed", failures=11)
    drafts, refused, left_out = pools.first_drafts(tmp_path)
    assert {name: program.source for name, program in drafts.items()} == {
        "good": "first",
        "mended": "bad",
        "hopeless": "draft 1",
    }
    assert refused == dict.fromkeys(("mended", "hopeless"), "simulate: goal_missed: try 0")
    assert left_out == {}


def test_a_draft_has_the_name_that_the_library_gave_its_task(tmp_path: Path) -> None:
    candidate(tmp_path, "lift_cup", "first", name="lift_cup_2")
    assert list(pools.first_drafts(tmp_path)[0]) == ["lift_cup_2"]


def test_what_was_no_new_task_takes_no_part(tmp_path: Path) -> None:
    candidate(tmp_path, "good", "first")
    candidate(tmp_path, "again", "first", kind=FailureKind.NOT_NOVEL.value, failures=1)
    candidate(tmp_path, "never_written", kind=FailureKind.BUDGET_SPENT.value, failures=1)
    drafts, refused, left_out = pools.first_drafts(tmp_path)
    assert list(drafts) == ["good"]
    assert refused == {}
    assert left_out == {"again": "too like another"}


def test_a_run_that_kept_no_drafts_is_told(tmp_path: Path) -> None:
    candidate(tmp_path, "old")
    with pytest.raises(TransferError, match="keeps no drafts"):
        pools.first_drafts(tmp_path)


def ended(config: GenerateConfig, committed: int) -> GenerateResult:
    return GenerateResult(
        run=config.run,
        committed=[f"task_{k}" for k in range(committed)],
        funnel={},
        rejected=[],
        stopped="budget_spent",
        usage=nothing_spent(),
        model="procedural",
    )


@pytest.fixture
def generator(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Replace generating by writing down that it was asked for."""
    calls: list[str] = []

    def generate(config: GenerateConfig, **_: Any) -> GenerateResult:
        calls.append("generate")
        config.write()
        config.library.mkdir(parents=True)
        candidate(config.out, "good", "first")
        return ended(config, config.n)

    def resume(folder: Path, **_: Any) -> GenerateResult:
        calls.append("resume")
        config = GenerateConfig.read(folder)
        return ended(config, config.n)

    monkeypatch.setattr("agents.generate.generate", generate)
    monkeypatch.setattr("agents.generate.resume", resume)
    return calls


def test_tasks_are_generated_once(generator: list[str], tmp_path: Path) -> None:
    for workers in (1, 2):
        found = pools.generated(SETTINGS, tmp_path, choose_embedder(), workers=workers)
        assert list(found.drafts) == ["good"]
    assert generator == ["generate", "resume"]
    assert GenerateConfig.read(tmp_path / "run").n == SETTINGS.wanted == 3


def test_another_request_does_not_get_the_same_tasks(generator: list[str], tmp_path: Path) -> None:
    pools.generated(SETTINGS, tmp_path, choose_embedder())
    with pytest.raises(TransferError, match=r"seed 3, now 4\); name another folder"):
        pools.generated(SETTINGS.model_copy(update={"seed": 4}), tmp_path, choose_embedder())
    assert generator == ["generate"]


def test_a_run_that_ended_short_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("agents.generate.generate", lambda config, **_: ended(config, 2))
    with pytest.raises(TransferError, match=r"ended with 2 of 3 tasks \(budget_spent\)"):
        pools.generated(SETTINGS, tmp_path, choose_embedder())


def test_a_library_without_a_run_has_no_drafts(tmp_path: Path) -> None:
    assert pools.existing(tmp_path, None, choose_embedder()).drafts == {}
    with pytest.raises(TransferError, match="there is no library"):
        pools.existing(tmp_path / "missing", None, choose_embedder())
