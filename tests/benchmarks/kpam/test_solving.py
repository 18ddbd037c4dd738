"""Figures count what they say they count."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from benchmarks.kpam.case import IMPOSSIBLE, Case
from benchmarks.kpam.objective import Objective
from benchmarks.kpam.report import COLUMNS, row
from benchmarks.kpam.solving import Answer, Pair, by_group, figures, first_of_each, judged, recorded_answer, why_missed
from kpam.robot import Arm

Q = np.zeros(7)
SOLVED, SLOWER = Answer(Q, 2.0, 0.5, 1.0), Answer(Q, 40.0, 1.0, 1.0)
NOTHING = Answer(None, 10.0)


def test_an_answer_counts_when_the_check_agrees() -> None:
    assert SOLVED.solved
    assert not replace(SOLVED, excess=1.1).solved
    assert not NOTHING.solved


def test_missed_is_what_drake_alone_solves(recorded: list[Case]) -> None:
    case = recorded[0]
    pairs = [Pair(case, SOLVED, SLOWER), Pair(recorded[1], NOTHING, SLOWER), Pair(case, SOLVED, NOTHING)]
    found = figures(pairs)
    assert (found["problems"], found["solved"], found["drake_solved"]) == (3, 2, 2)
    assert (found["missed"], found["found_beyond"]) == (1, 1)


def test_what_is_missed_is_told_with_drakes_answer(recorded: list[Case], arm: Arm) -> None:
    theirs = replace(SLOWER, q=arm.middle)
    told = why_missed([Pair(recorded[0], SOLVED, theirs), Pair(recorded[1], NOTHING, theirs)], arm)
    assert list(told) == [recorded[1].name]
    assert "point2point" in told[recorded[1].name]


def test_a_false_claim_is_untrue_and_not_solved(recorded: list[Case]) -> None:
    found = figures([Pair(recorded[0], replace(SOLVED, excess=5.0), SLOWER)])
    assert (found["solved"], found["untrue"], found["drake_untrue"], found["missed"]) == (0, 1, 0, 1)


def test_speed_is_a_ratio_of_medians(recorded: list[Case]) -> None:
    pairs = [Pair(recorded[0], replace(SOLVED, cpu_ms=ms), replace(SLOWER, cpu_ms=20 * ms)) for ms in (1.0, 2.0, 30.0)]
    assert figures(pairs)["speedup_median"] == pytest.approx(20.0)
    assert figures(pairs)["median_ms"] == pytest.approx(2.0)


def test_the_objective_is_compared_where_drake_solves(recorded: list[Case]) -> None:
    ours = [replace(SOLVED, objective=value) for value in (0.5, 1.005, 1.02)]
    pairs = [*(Pair(recorded[0], answer, SLOWER) for answer in ours), Pair(recorded[0], SOLVED, NOTHING)]
    found = figures(pairs)
    assert found["objective_share_within_1_percent"] == pytest.approx(2 / 3)
    assert found["objective_share_below"] == pytest.approx(1 / 3)


def test_without_drake_there_are_dashes(recorded: list[Case], generated: list[Case], arm: Arm) -> None:
    found = figures([Pair(generated[0], SOLVED, None)])
    assert found["drake_solved"] is None
    assert found["speedup_median"] is None
    cells = row("grip", found)
    assert len(cells) == len(COLUMNS)
    assert cells[5:12] == ("-",) * 7


def test_recorded_answers_stand_in_for_drake(
    recorded: list[Case], generated: list[Case], arm: Arm, objective: Objective
) -> None:
    answer = recorded_answer(recorded[0], arm, objective)
    assert answer is not None
    assert answer.solved
    assert figures([Pair(recorded[0], SOLVED, answer)])["speedup_median"] is None  # no ratio of two machines
    assert answer.cpu_ms == recorded[0].record["drake"]["cpu_ms_median"]
    assert recorded_answer(generated[0], arm, objective) is None


def test_an_answer_elsewhere_is_judged_by_the_check(recorded: list[Case], arm: Arm, objective: Objective) -> None:
    assert not judged(recorded[0], arm, objective, arm.middle, 1.0).solved


def test_impossible_problems_are_the_last_group(generated: list[Case]) -> None:
    groups = by_group([Pair(case, SOLVED, None) for case in reversed(generated)])
    assert list(groups)[-1] == IMPOSSIBLE
    assert sum(map(len, groups.values())) == len(generated)


def test_every_mix_of_kinds_is_solved_before_the_clock_runs(recorded: list[Case]) -> None:
    kinds = {tuple(type(one) for one in case.problem.constraints) for case in recorded}
    chosen = first_of_each(recorded)
    assert {tuple(type(one) for one in case.problem.constraints) for case in chosen} == kinds
    assert len(chosen) == len(kinds) < len(recorded)
