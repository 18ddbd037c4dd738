"""Counting: pooled, task by task, and over the tasks that both arms know."""

from __future__ import annotations

import pytest

from benchmarks.transfer.results import (
    Report,
    Tally,
    at,
    by_task,
    gathered,
    in_both_arms,
    points,
    pooled,
    unseen_in_both,
)
from envs.verification.wilson import wilson_interval


def test_pooling_adds_trials_and_not_rates() -> None:
    found = pooled(
        [Tally(task="a", program="", successes=9, trials=10), Tally(task="b", program="", successes=0, trials=30)]
    )
    assert (found.successes, found.trials, found.rate) == (9, 40, 0.225)
    assert found.interval == wilson_interval(9, 40)


def test_pooling_adds_failures_by_kind() -> None:
    one = Tally(task="a", program="", successes=0, trials=3, failures={"timeout": 2, "collateral": 1})
    assert pooled([one, one]).failures == {"collateral": 2, "timeout": 4}


def test_nothing_tried_is_no_rate_and_any_rate() -> None:
    assert pooled([]).rate == 0.0
    assert pooled([]).interval == (0.0, 1.0)


def test_repeats_are_pooled_task_by_task(report: Report) -> None:
    twice = [tally for cell in at(report.cells, "verified", 1) * 2 for tally in cell.held_out.policy]
    assert {name: (t.successes, t.trials) for name, t in by_task(twice).items()} == {"held": (8, 20), "other": (0, 20)}


def test_points_begin_with_the_verified_arm_and_fewest_tasks(report: Report) -> None:
    assert points(report.cells) == [("verified", 1), ("verified", 2), ("unverified", 1), ("unverified", 2)]


def test_arms_are_compared_on_the_programs_that_both_were_trained_on(report: Report) -> None:
    assert in_both_arms(report.cells, 1) == set()
    assert in_both_arms(report.cells, 2) == {(0, "hash of shared")}
    assert unseen_in_both(report.cells, "verified", 1).trials == 0
    assert unseen_in_both(report.cells, "verified", 2).successes == 5
    assert unseen_in_both(report.cells, "unverified", 2).trials == 10


def test_a_draft_that_was_mended_is_not_the_same_program(report: Report) -> None:
    mended = [
        cell.model_copy(update={"programs": {name: f"{text}, mended" for name, text in cell.programs.items()}})
        if cell.arm == "verified"
        else cell
        for cell in report.cells
    ]
    assert in_both_arms(mended, 2) == set()


def test_a_report_survives_json(report: Report) -> None:
    assert Report.model_validate_json(report.model_dump_json()) == report


def test_the_solver_and_doing_nothing_are_counted_as_the_policy_is(report: Report) -> None:
    assert gathered(report.cells, lambda cell: cell.held_out.solver).rate == 1.0
    assert gathered(report.cells, lambda cell: cell.held_out.no_op).trials == 80


def test_more_successes_than_trials_have_no_interval() -> None:
    with pytest.raises(ValueError, match="between 0 and trials"):
        _ = Tally(task="a", program="", successes=3, trials=2).interval
