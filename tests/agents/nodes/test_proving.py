"""What a verdict comes to for the candidate."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from agents.config import GenerateConfig
from agents.nodes import proving
from agents.nodes.proving import solved, worst
from agents.state import RunState, after, fresh_run
from envs.failures import Failure, FailureKind
from envs.verification.verdict import ControlResult, Finding, SeedResult, Verdict
from tests.verdicts import full

MISSED = Failure(kind=FailureKind.GOAL_MISSED, reason="2 cm short", stage="put it there")
PASSED = ControlResult(name="no_op", outcome="passed", successes=5, trials=5, reason="reached the goal 5 times")
UNTIED = Finding(kind="untied_word", text="nothing ties the word 'red'")
CONTRADICTED = Finding(kind="contradicted_word", text="the sentence says close, the goal asks open")


def seeds(*ends: bool) -> tuple[SeedResult, ...]:
    return tuple(SeedResult(seed=k, success=end, failure=None if end else MISSED) for k, end in enumerate(ends))


def test_critic_and_coder_see_what_survives_where_the_score_is_low(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: dict[str, Any] = {}

    def verified(*_: object, **given: Any) -> Verdict:
        asked.update(given)
        return full()

    monkeypatch.setattr(proving, "verify_program", verified)
    told: list[str] = []
    shop = SimpleNamespace(
        tools=SimpleNamespace(program=lambda source, name: None),
        catalog=None,
        workers=None,
        config=GenerateConfig(),
        write=lambda *_: None,
        tell=lambda state, node, text: told.append(text),
    )
    state = after(RunState(**fresh_run()), {"source": "", "name": "lift"})
    update = proving.verify(shop, state, {})  # type: ignore[arg-type]
    assert asked["mutation"] is True
    assert "survives: goal, threshold: lifted by 2 cm, not 10" in update["evidence"]
    assert update["failure"]["kind"] == FailureKind.GOAL_WEAK
    assert update["reached"] == ["solved", "controls_refused"]
    assert told == ["accepted: 18 of 20 seeds succeeded; mutation score 0.67"]


def test_a_control_that_passed_comes_first() -> None:
    failure = worst(full(controls=(PASSED,), findings=(CONTRADICTED,)))
    assert failure.kind is FailureKind.CONTROL_PASSED
    assert "no_op reached the goal" in failure.reason


def test_a_rate_that_is_too_low_is_told_by_its_most_frequent_failure() -> None:
    failure = worst(full(seeds=seeds(False, False, True, False), findings=(CONTRADICTED,), controls=()))
    assert (failure.kind, failure.stage, failure.seed) == (FailureKind.GOAL_MISSED, "put it there", 0)
    assert "most often goal_missed (seed 0): 2 cm short" in failure.reason


def test_a_sentence_that_says_other_than_the_goal_is_told_with_its_remedy() -> None:
    failure = worst(full(seeds=seeds(*[True] * 18, False), findings=(UNTIED, CONTRADICTED), controls=()))
    assert failure.kind is FailureKind.SENTENCE_DISAGREES
    assert failure.reason.startswith("the sentence says close, the goal asks open; say what the goal asks")
    assert "red" not in failure.reason


def test_too_few_seeds_are_no_failure_of_a_kind() -> None:
    verdict = full(seeds=seeds(True, True), findings=(), controls=(), reason="at least 20 seeds are needed")
    assert worst(verdict) == Failure(kind=FailureKind.BUDGET_SPENT, reason="at least 20 seeds are needed")


def test_seeds_that_stopped_early_with_certainty_are_solved() -> None:
    assert solved(full(seeds=seeds(*[True] * 18)))
    assert solved(full(seeds=seeds(*[True] * 16, False, False, True, True)))
    assert not solved(full(seeds=seeds(*[True] * 10, False, False, False)))
    assert not solved(full(seeds=seeds(True, True)))
