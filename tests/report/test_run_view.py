"""A run's folder read back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from agents.errors import RunError
from agents.report.run_view import read_run


def test_candidates_come_in_the_order_of_proposal(run_folder: Path, candidate: Callable[..., Path]) -> None:
    candidate(run_folder, 0, "zeroth")
    assert [item.outcome.name for item in read_run(run_folder).candidates] == ["zeroth", "put_ball_in_bowl", "juggle"]


def test_the_funnel_counts_a_candidate_in_every_step_up_to_its_furthest(run_folder: Path) -> None:
    funnel = read_run(run_folder).funnel
    assert funnel["proposed"] == funnel["program_runs"] == 2
    assert funnel["solved"] == funnel["committed"] == 1


def test_a_run_without_a_result_is_not_finished(run_folder: Path) -> None:
    assert not read_run(run_folder).finished
    (run_folder / "result.json").write_text('{"stopped": "all wanted tasks are committed"}')
    assert read_run(run_folder).stopped == "all wanted tasks are committed"


def test_each_candidate_keeps_its_own_events(run_folder: Path) -> None:
    assert [event.node for event in read_run(run_folder).candidates[1].events] == ["solve"]


def test_a_damaged_outcome_names_its_file(run_folder: Path, candidate: Callable[..., Path]) -> None:
    (candidate(run_folder, 4, "cut") / "outcome.json").write_text('{"name": "cut"')
    with pytest.raises(RunError, match=r"cut/outcome\.json"):
        read_run(run_folder)
