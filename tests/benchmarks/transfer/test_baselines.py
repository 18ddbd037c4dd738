"""Baselines: counted by kind, and each scene played once."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from benchmarks.transfer.baselines import Baselines, Ended, tally
from benchmarks.transfer.pool import handwritten
from envs.assets.catalog import Catalog
from envs.task.program import TaskProgram
from envs.verification.workers import Workers

pytest.importorskip("torch", reason="needs the extra: pip install 'simwright[policy]'")
POOL = handwritten()


@pytest.fixture
def baselines(tmp_path: Path) -> Baselines:
    return Baselines(tmp_path / "baselines", Workers(Catalog()), "sapien")


def test_how_rollouts_ended_is_counted_by_kind() -> None:
    found = tally("a", "hash", [None, "timeout", None, "collateral", "timeout"])
    assert (found.successes, found.trials) == (2, 5)
    assert found.failures == {"collateral": 1, "timeout": 2}


def test_the_solver_does_what_doing_nothing_does_not(baselines: Baselines) -> None:
    ball = {"lift_ball": POOL.verified["lift_ball"]}
    assert [item.successes for item in baselines.tallies("solver", ball, [1000, 1001])] == [2]
    assert [item.successes for item in baselines.tallies("no_op", ball, [1000])] == [0]


def test_a_scene_is_played_once(baselines: Baselines, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[list[int]] = []

    def played(self: Baselines, which: str, program: TaskProgram, seeds: Sequence[int]) -> list[Ended]:
        asked.append(list(seeds))
        return [None if seed % 2 else "timeout" for seed in seeds]

    monkeypatch.setattr(Baselines, "_played", played)
    first = baselines.tallies("solver", POOL.verified, range(3))
    again = baselines.tallies("solver", POOL.verified, range(2))
    assert asked == [[0, 1, 2]] * 3
    assert [(item.task, item.successes, item.trials) for item in first] == [(name, 1, 3) for name in POOL.verified]
    assert [(item.successes, item.trials) for item in again] == [(1, 2)] * 3
    baselines.tallies("no_op", POOL.verified, range(2))
    assert asked[3:] == [[0, 1]] * 3, "another baseline is another rollout"
