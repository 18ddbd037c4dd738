from __future__ import annotations

import pytest

from envs.failures import Failure, FailureKind
from envs.verification.wilson import wilson_interval
from policy.scoring.results import Rate, Score, TaskScore, Trial


def trial(seed: int, kind: FailureKind | None = None) -> Trial:
    failure = None if kind is None else Failure(kind=kind, reason=f"missed by {seed} mm", seed=seed)
    return Trial(seed=seed, success=kind is None, failure=failure)


def test_failures_are_counted_by_kind_the_commonest_first_with_the_first_reason() -> None:
    kinds = [None, FailureKind.TIMEOUT, FailureKind.GOAL_MISSED, FailureKind.GOAL_MISSED]
    rate = Rate.of([trial(seed, kind) for seed, kind in enumerate(kinds)])
    assert (rate.successes, rate.trials, rate.rate) == (1, 4, 0.25)
    assert rate.interval == wilson_interval(1, 4)
    assert list(rate.failures.items()) == [("goal_missed", 2), ("timeout", 1)]
    assert list(rate.reasons.items()) == [
        ("goal_missed", "seed 2: missed by 2 mm"),
        ("timeout", "seed 1: missed by 1 mm"),
    ]


def test_a_score_comes_back_from_json_as_it_was() -> None:
    trials = (trial(1), trial(2, FailureKind.POLICY_FAULT))
    task = TaskScore(task="t", program_hash="0", policy=Rate.of(trials), trials=trials)
    score = Score(checkpoint="c", fingerprint="f", engine="sapien", tasks=(task,), steps_per_second=300.0)
    assert Score.model_validate_json(score.model_dump_json()) == score
    assert Score.model_validate_json(score.model_dump_json()).tasks[0].policy.failures == {"policy_fault": 1}


def test_a_rate_of_nothing_is_refused() -> None:
    with pytest.raises(ZeroDivisionError):
        Rate.of([])
