from __future__ import annotations

import json
from pathlib import Path

from envs.failures import Failure, FailureKind
from policy.scoring.results import Trial
from policy.train.results import RESULTS, Validation, best_of, write_results


def trials(successes: int, count: int) -> tuple[Trial, ...]:
    missed = Failure(kind=FailureKind.GOAL_MISSED, reason="40 mm short")
    return tuple(Trial(seed=k, success=k < successes, failure=None if k < successes else missed) for k in range(count))


def validation(step: int, loss: float, successes: int | None = None) -> Validation:
    return Validation(step=step, loss=loss, tasks={} if successes is None else {"lift": trials(successes, 4)})


def test_more_successes_are_better_whatever_the_loss() -> None:
    assert validation(2, 0.9, 3).is_better_than(validation(1, 0.1, 2))


def test_at_equal_success_the_lower_loss_is_better_and_an_equal_one_is_not() -> None:
    assert validation(2, 0.1, 2).is_better_than(validation(1, 0.2, 2))
    assert not validation(2, 0.2, 2).is_better_than(validation(1, 0.2, 2))


def test_without_rollouts_the_loss_decides() -> None:
    found = [validation(1, 0.3), validation(2, 0.1), validation(3, 0.1)]
    assert best_of(found) is found[1]
    assert best_of([]) is None
    assert found[0].success is None


def test_rates_count_all_tasks_together() -> None:
    both = Validation(step=1, loss=0.1, tasks={"a": trials(1, 1), "b": trials(0, 3)})
    assert both.success is not None
    assert (both.success.successes, both.success.trials, both.success.rate) == (1, 4, 0.25)


def test_validations_survive_being_written() -> None:
    assert Validation.model_validate_json(validation(5, 0.25, 3).model_dump_json()) == validation(5, 0.25, 3)


def test_the_file_names_every_seed_and_why_it_failed(tmp_path: Path) -> None:
    write_results(tmp_path, "by success", [validation(10, 0.2, 1), validation(20, 0.1, 3)])
    data = json.loads((tmp_path / RESULTS).read_text())
    assert (data["best_step"], data["chosen"]) == (20, "by success")
    task = data["validations"][0]["tasks"]["lift"]
    assert (task["rate"], task["failures"]) == (0.25, {"goal_missed": 3})
    assert task["seeds"][1]["failure"]["reason"] == "40 mm short"
    assert data["validations"][1]["success"]["rate"] == 0.75
