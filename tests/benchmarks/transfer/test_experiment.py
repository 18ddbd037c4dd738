"""The parts put together, with policies that are not trained: what is trained on what, scored on what, and kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("torch", reason="needs the extra: pip install 'simwright[policy]'")

from benchmarks.transfer import experiment as parts
from benchmarks.transfer.experiment import Experiment
from benchmarks.transfer.grid import Settings
from benchmarks.transfer.learning import Learner
from benchmarks.transfer.pool import Pool, handwritten
from benchmarks.transfer.results import Deviation, Report, Tally
from envs.assets.catalog import Catalog
from envs.task.program import TaskProgram
from envs.verification.workers import Workers
from memory.embedders.lexical import LexicalEmbedder
from policy.train.request import TrainingRequest

SETTINGS = Settings(tasks=(1, 2), held_out=1, episodes=4, steps=1, trials=2, demonstrations=2, seed=7)
POOL = handwritten()
LIFTED, TOO_HIGH = POOL.verified, POOL.drafts["lift_mug"]


class Stub:
    """Stands in for training and scoring, and writes down what it was asked for."""

    trained: list[tuple[str, int]]
    scored: list[tuple[str, ...]]

    def __init__(self, *arguments: Any) -> None:
        self.real = Learner(*arguments)
        self.scoring_seconds = 0.0

    def request(self, data: Path, seed: int) -> TrainingRequest:
        return self.real.request(data, seed)

    def train(self, request: TrainingRequest, folder: Path) -> float:
        assert request.open_sources()
        Stub.trained.append((folder.parent.name.rpartition("-")[0], request.train.seed))
        return 1.0

    def score(self, folder: Path, programs: Mapping[str, TaskProgram], seeds: Sequence[int]) -> tuple[Tally, ...]:
        Stub.scored.append(tuple(programs))
        return tuple(
            Tally(task=name, program=program.hash, successes=1, trials=len(seeds)) for name, program in programs.items()
        )

    def deviations(self, folder: Path, demonstrations: Mapping[str, Path]) -> tuple[Deviation, ...]:
        return tuple(Deviation(task=name, degrees=1.0, still=2.0) for name in demonstrations)


@pytest.fixture
def stub(monkeypatch: pytest.MonkeyPatch) -> type[Stub]:
    Stub.trained, Stub.scored = [], []
    monkeypatch.setattr(parts, "Learner", Stub)
    return Stub


def experiment(out: Path, pool: Pool = POOL, settings: Settings = SETTINGS) -> Experiment:
    return Experiment(settings, pool, out, Workers(Catalog()), LexicalEmbedder(), say=lambda text: None)


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("transfer")


def test_every_policy_is_trained_once_and_scored_on_its_own_and_the_held_out_tasks(stub: type[Stub], out: Path) -> None:
    report = experiment(out).run()
    names = ["verified-01-0", "verified-02-0", "unverified-01-0", "unverified-02-0"]
    assert stub.trained == [(name, SETTINGS.seed) for name in names]
    assert [set(tasks) for tasks in stub.scored[::2]] == [set(cell.tasks) for cell in report.cells]
    assert stub.scored[1::2] == [tuple(report.held_out)] * 4
    assert all(sum(cell.tasks.values()) == 4 for cell in report.cells)
    assert Report.model_validate_json(report.model_dump_json()) == report

    baselines = report.cells[0].held_out
    assert (baselines.solver[0].successes, baselines.no_op[0].successes) == (2, 0)

    again = experiment(out).run()
    assert len(stub.trained) == 4, "a second run trains what is there"
    assert again.cells == report.cells


def test_other_conditions_do_not_get_the_same_policies(stub: type[Stub], out: Path) -> None:
    experiment(out).run()
    stub.trained.clear()
    experiment(out, settings=SETTINGS.model_copy(update={"steps": 2})).run()
    assert len(stub.trained) == 4


def test_failures_are_trained_on_in_the_unverified_arm_alone(stub: type[Stub], out: Path) -> None:
    cells = experiment(out).run().cells
    failing = [cell.tasks.get(TOO_HIGH.name, 0) for cell in cells]
    assert any(failing)
    assert [cell.successful_episodes for cell in cells] == [4 - count for count in failing]
    assert {cell.arm for cell, count in zip(cells, failing, strict=True) if count} == {"unverified"}


def test_drafts_that_are_held_out_or_like_it_or_broken_take_no_part(tmp_path: Path) -> None:
    twin = TaskProgram(name="twin", source=LIFTED["lift_can"].source + "# the same in other words\n")
    broken = TaskProgram(name="broken", source="def build(task, rng):\n    task.nonsense()\n")
    pool = Pool("test", LIFTED, {**POOL.drafts, "twin": twin, "broken": broken})
    fit, left_out = experiment(tmp_path, pool).fit_drafts(["lift_can"])
    assert set(fit) == {"lift_ball", "lift_block", "lift_mug"}
    assert "like the held-out lift_can" in left_out["twin"]
    assert "no action" in left_out["broken"]


def test_without_drafts_nothing_is_trained_unverified(stub: type[Stub], out: Path) -> None:
    report = experiment(out, Pool("test", LIFTED)).run()
    assert {cell.arm for cell in report.cells} == {"verified"}
    assert report.drafts == {}
