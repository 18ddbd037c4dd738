"""Each kind of failure changes something, and the same failure again changes something else."""

from __future__ import annotations

import pytest

from agents.models.procedural.repairing import Choices, choices, history
from envs.failures import FailureKind

MENDABLE = set(FailureKind) - {FailureKind.NOT_NOVEL, FailureKind.BUDGET_SPENT}


@pytest.mark.parametrize("kind", sorted(MENDABLE))
def test_every_mendable_failure_changes_the_layout(kind: str) -> None:
    assert choices(history(f"1. simulate: {kind}: it went wrong"), Choices()) != Choices()


def test_the_same_failure_twice_tries_another_remedy() -> None:
    once = choices(history("1. simulate: infeasible: x"), Choices())
    twice = choices(history("1. simulate: infeasible: x\n2. solve, stage 'open it': infeasible: x"), Choices())
    assert once.fixture_x == Choices().fixture_x
    assert twice.fixture_x != once.fixture_x


def test_figures_decide_which_way_to_move() -> None:
    near = choices(
        history("1. simulate: out_of_reach: the straight way in over 8 cm leaves the arm's reach"), Choices()
    )
    far = choices(history("1. solve: out_of_reach: the handle is 12 cm beyond the arm's reach"), Choices())
    assert near.fixture_x > 0 > far.fixture_x


def test_no_history_changes_nothing() -> None:
    assert choices(history("Nothing."), Choices()) == Choices()
