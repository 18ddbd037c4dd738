"""A low score sends a program back once, and no revision makes the candidate worse."""

from __future__ import annotations

from typing import Any

import pytest

from agents.nodes.weighing import restore, weighed
from agents.state import RunState, after, fresh_run
from agents.workshop import Workshop, trouble
from envs.failures import FailureKind
from envs.verification.verdict import MutationScore, Verdict
from tests.verdicts import full

LOW = full()
assert LOW.mutation is not None
HIGH = full(mutation=MutationScore(mutants=tuple(item for item in LOW.mutation.mutants if item.told_by)))


class Told:
    """As much of a workshop as is asked for: what was written and told."""

    def __init__(self) -> None:
        from agents.config import GenerateConfig

        self.config = GenerateConfig()
        self.written: dict[str, Any] = {}
        self.nodes: list[str] = []

    def write(self, state: RunState, name: str, content: Any) -> None:
        self.written[name] = content

    def tell(self, state: RunState, node: str, text: str) -> None:
        self.nodes.append(node)


@pytest.fixture
def shop() -> Told:
    return Told()


def candidate(verdict: Verdict, source: str, **fields: Any) -> RunState:
    judged = {"source": source, "plan": {}, "verdict": verdict.model_dump(mode="json"), "evidence": f"of {source}"}
    return after(RunState(**fresh_run()), judged | fields)


def weigh(shop: Told, state: RunState, verdict: Verdict) -> dict[str, Any]:
    stand_in: Workshop = shop  # type: ignore[assignment]
    return weighed(stand_in, state, verdict)


def test_a_low_score_goes_back_to_the_coder_with_what_survives(shop: Told) -> None:
    update = weigh(shop, candidate(LOW, "first"), LOW)
    assert update["failure"]["kind"] == FailureKind.GOAL_WEAK
    assert "lifted by 2 cm, not 10" in update["failure"]["reason"]
    assert update["kept"]["source"] == "first"


def test_a_high_score_goes_on(shop: Told) -> None:
    assert weigh(shop, candidate(HIGH, "first"), HIGH) == {}


def test_a_low_score_goes_on_where_no_repair_is_left(shop: Told) -> None:
    spent = [trouble("simulate", "why", FailureKind.GOAL_MISSED)] * shop.config.budget.repairs
    assert weigh(shop, candidate(LOW, "fourth", history=spent), LOW) == {}


def test_of_a_program_and_its_revision_the_one_with_the_higher_score_stands(shop: Told) -> None:
    kept = weigh(shop, candidate(LOW, "first"), LOW)["kept"]
    assert weigh(shop, candidate(HIGH, "second", kept=kept), HIGH) == {"kept": None}
    better = kept | {"verdict": HIGH.model_dump(mode="json")}
    update = weigh(shop, candidate(LOW, "second", kept=better), LOW)
    assert (update["source"], update["evidence"], update["failure"], update["kept"]) == (
        "first",
        "of first",
        None,
        None,
    )
    assert shop.written["task.py"] == "first"


def test_what_was_kept_is_taken_up_again_whole(shop: Told) -> None:
    kept = weigh(shop, candidate(LOW, "first"), LOW)["kept"]
    failed = candidate(LOW, "second", kept=kept, failure=trouble("simulate", "why", FailureKind.SLIPPED))
    stands = after(failed, restore(shop, failed, {}))  # type: ignore[arg-type]
    assert (stands["source"], stands["failure"], stands["kept"]) == ("first", None, None)
    assert stands["verdict"] == kept["verdict"]
    assert shop.nodes == ["restore"]
