"""With verification off failures are recorded, with it on they are not; a policy gets the episodes it was to get."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.transfer import recording
from benchmarks.transfer.grid import TransferError
from benchmarks.transfer.pool import handwritten
from benchmarks.transfer.recording import recorded, together, unfiltered, unrecordable
from envs.assets.catalog import Catalog
from envs.demos.formats import load_format
from envs.task.program import TaskProgram
from envs.verification.workers import Workers

POOL = handwritten()
TOO_HIGH = POOL.drafts["lift_mug"]
BALL = POOL.verified["lift_ball"]


@pytest.fixture(scope="module")
def workers() -> Workers:
    return Workers(Catalog())


def seeds(path: Path) -> list[int]:
    return [episode.seed for episode in load_format("lerobot").read(path).episodes()]


def test_a_draft_that_misses_its_goal_is_recorded_where_verification_is_off(workers: Workers, tmp_path: Path) -> None:
    path = recorded(TOO_HIGH, "unverified", 2, tmp_path, workers, "sapien")
    frames, successes = together([(path, 2)], tmp_path / "together")
    assert frames > 100
    assert successes == 0


def test_what_misses_its_goal_is_left_out_where_verification_is_on(workers: Workers, tmp_path: Path) -> None:
    with pytest.raises(TransferError, match=r"lift_mug gave 0 of 1 verified episodes \(\{'goal_missed': "):
        recorded(TOO_HIGH, "verified", 1, tmp_path, workers, "sapien")
    assert not list(tmp_path.glob("*-any-*")) + list(tmp_path.glob("*-successful-*"))


def test_a_recording_is_made_once_and_serves_smaller_shares(
    workers: Workers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = recorded(BALL, "verified", 3, tmp_path, workers, "sapien")
    monkeypatch.setattr(recording, "collect", lambda *_, **__: pytest.fail("recorded again"))
    assert recorded(BALL, "verified", 2, tmp_path, workers, "sapien") == path


def test_a_policy_gets_the_first_episodes_of_each_of_its_tasks(workers: Workers, tmp_path: Path) -> None:
    one = recorded(BALL, "verified", 3, tmp_path, workers, "sapien")
    other = recorded(TOO_HIGH, "unverified", 1, tmp_path, workers, "sapien")
    frames, successes = together([(one, 2), (other, 1)], tmp_path / "together")
    assert seeds(tmp_path / "together") == [*seeds(one)[:2], *seeds(other)]
    assert successes == 2
    assert together([], tmp_path / "together") == (frames, successes), "it is there and is not written again"


def test_of_a_draft_that_does_not_run_nothing_can_be_recorded(workers: Workers) -> None:
    broken = TaskProgram(name="broken", source="def build(task, rng):\n    task.nonsense()\n")
    assert "no action at 4 seeds: program_error" in (unrecordable(workers.catalog, (broken, "sapien")) or "")
    assert list(unfiltered(broken, workers, 1, "sapien")) == []
    assert unrecordable(workers.catalog, (TOO_HIGH, "sapien")) is None
