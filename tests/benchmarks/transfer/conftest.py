"""A small report whose figures can be checked by hand."""

from __future__ import annotations

import pytest

from benchmarks.transfer.grid import Arm, Settings
from benchmarks.transfer.results import CellResult, Deviation, Report, Scores, Tally


def tally(task: str, successes: int, trials: int) -> Tally:
    failures = {"goal_missed": trials - successes} if trials > successes else {}
    return Tally(task=task, program=f"hash of {task}", successes=successes, trials=trials, failures=failures)


def scores(task: str, successes: int, trials: int = 10) -> Scores:
    return Scores(
        policy=(tally(task, successes, trials), tally("other", 0, trials)),
        no_op=(tally(task, 0, trials), tally("other", 0, trials)),
        solver=(tally(task, trials, trials), tally("other", trials, trials)),
    )


def cell(arm: Arm, tasks: dict[str, int], successes: int, repeat: int = 0) -> CellResult:
    return CellResult(
        arm=arm,
        repeat=repeat,
        tasks=tasks,
        programs={name: f"hash of {name}" for name in tasks},
        frames=100,
        successful_episodes=sum(tasks.values()) if arm == "verified" else 6,
        request={},
        train_seconds=1.0,
        score_seconds=1.0,
        held_out=scores("held", successes),
        unseen=scores("shared", successes),
        deviations=(
            Deviation(task="held", degrees=10.0 - successes, still=20.0),
            Deviation(task="other", degrees=10.0, still=10.0),
        ),
    )


@pytest.fixture
def report() -> Report:
    settings = Settings(tasks=(1, 2), held_out=2, episodes=12, steps=10)
    return Report(
        settings=settings,
        source="a test",
        held_out={"held": "hash of held", "other": "hash of other"},
        verified={},
        first_drafts=3,
        drafts={"shared": "", "broken": ""},
        refused_drafts={"broken": "goal missed"},
        left_out_drafts={},
        embedder="letters",
        versions={"python": "3.11"},
        machine={"cores": 2},
        cells=(
            cell("unverified", {"broken": 12}, 1),
            cell("unverified", {"broken": 6, "shared": 6}, 2),
            cell("verified", {"shared": 12}, 4),
            cell("verified", {"shared": 6, "third": 6}, 5),
        ),
    )
