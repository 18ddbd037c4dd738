"""Verdicts as data."""

from __future__ import annotations

import json

from envs.verification.verdict import MutationScore, Verdict
from tests.verdicts import full


def test_a_verdict_comes_back_from_json_as_it_was() -> None:
    assert Verdict.model_validate_json(full().model_dump_json()) == full()


def test_the_score_stands_in_the_json_and_is_counted_anew_on_reading() -> None:
    data = json.loads(full().model_dump_json())
    assert data["mutation"]["score"] == 2 / 3
    data["mutation"]["score"] = 1.0
    mutation = Verdict.model_validate(data).mutation
    assert mutation is not None
    assert mutation.score == 2 / 3


def test_nothing_to_tell_is_a_full_score() -> None:
    assert MutationScore().score == 1.0


def test_a_verdict_from_before_there_were_scene_checks_mutants_and_evidence_still_loads() -> None:
    old = {
        "accepted": True,
        "decision": "accepted",
        "reason": "18 of 18 seeds succeeded",
        "engine": "sapien",
        "rate": 1.0,
        "interval": [0.82, 1.0],
        "seeds": [{"seed": 0, "success": True, "failure": None, "duration": 9.0}],
        "controls": [{"name": "no_op", "outcome": "refused", "successes": 0, "trials": 5, "reason": "never"}],
        "failures": {},
        "program_hash": "0" * 64,
        "versions": {"sapien": "3.0.3"},
    }
    verdict = Verdict.model_validate_json(json.dumps(old))
    assert (verdict.scene, verdict.findings, verdict.mutation, verdict.evidence) == ((), (), None, ())
    assert (verdict.robustness, verdict.auto) == ((), False)
