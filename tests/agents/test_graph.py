"""Routers: where a candidate goes next follows from the state alone."""

from __future__ import annotations

from typing import Any

import pytest
from langgraph.graph import END

from agents.budget import Budget
from agents.config import GenerateConfig
from agents.graph import after_attempt, after_candidate, after_commit, after_propose, after_repair, stop_reason
from agents.state import RunState, after, fresh_run
from agents.workshop import trouble
from envs.failures import FailureKind

CONFIG = GenerateConfig(n=2, budget=Budget(candidates=5, repairs=2, tokens=1000, faults=2))


def state(**fields: Any) -> RunState:
    return after(RunState(**fresh_run()), fields)


def failed(node: str, kind: FailureKind) -> dict[str, Any]:
    return {"failure": trouble(node, "why", kind)}


def test_a_candidate_without_failure_goes_onward() -> None:
    assert after_propose(state()) == "decompose"
    assert after_attempt("solve")(state()) == "solve"


def test_a_failure_goes_to_repair_and_a_lost_proposal_is_rejected() -> None:
    missed = state(**failed("simulate", FailureKind.GOAL_MISSED))
    assert after_attempt("verify")(missed) == "repair"
    assert after_propose(missed) == "reject"


@pytest.mark.parametrize("kind", [FailureKind.NOT_NOVEL, FailureKind.BUDGET_SPENT])
def test_what_no_program_mends_is_rejected_at_once(kind: FailureKind) -> None:
    assert after_repair(CONFIG)(state(plan={}, **failed("solve", kind))) == "reject"


def test_a_failed_program_goes_back_to_the_coder_and_a_bad_plan_to_the_decomposer() -> None:
    once = [trouble("simulate", "why", FailureKind.GOAL_MISSED)]
    route = after_repair(CONFIG)
    assert route(state(plan={}, history=once, **failed("simulate", FailureKind.GOAL_MISSED))) == "code"
    assert route(state(plan={}, history=once, **failed("decompose", FailureKind.SPEC_INVALID))) == "decompose"
    assert route(state(plan={}, history=once, **failed("critique", FailureKind.CRITIC_DISAGREES))) == "decompose"


def test_repairs_end_with_the_budget() -> None:
    thrice = [trouble("simulate", "why", FailureKind.GOAL_MISSED)] * 3
    assert after_repair(CONFIG)(state(plan={}, history=thrice, **failed("simulate", FailureKind.SLIPPED))) == "reject"


def test_a_low_score_goes_to_the_coder_and_what_fails_after_it_back_to_the_program_before() -> None:
    kept = {"source": "", "plan": {}, "verdict": None, "evidence": ""}
    once = [trouble("verify", "why", FailureKind.GOAL_WEAK)]
    route = after_repair(CONFIG)
    assert route(state(plan={}, kept=kept, history=once, **failed("verify", FailureKind.GOAL_WEAK))) == "code"
    twice = [*once, trouble("simulate", "why", FailureKind.GOAL_MISSED)]
    assert route(state(plan={}, kept=kept, history=twice, **failed("simulate", FailureKind.GOAL_MISSED))) == "restore"


def test_a_commit_that_the_library_refuses_is_a_rejection() -> None:
    assert after_commit(CONFIG)(state(**failed("commit", FailureKind.NOT_NOVEL))) == "reject"
    assert after_commit(CONFIG)(state()) == "recall"


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"committed": ["a", "b"]}, "all wanted"),
        ({"candidate": 5}, "5 candidates"),
        ({"usage": {"calls": 9, "tokens": 1000, "cost": 0.0}}, "1000 tokens"),
        ({"faults": 2}, "faults of the model"),
    ],
)
def test_a_run_ends_with_its_reason(fields: dict[str, Any], words: str) -> None:
    ended = state(**fields)
    assert words in (stop_reason(ended, CONFIG) or "")
    assert after_candidate(CONFIG)(ended) == END


def test_a_run_with_budget_left_goes_on() -> None:
    assert stop_reason(state(candidate=4, committed=["a"]), CONFIG) is None
    assert after_candidate(CONFIG)(state()) == "recall"
