from __future__ import annotations

import json
from pathlib import Path

from policy.train.results import RESULTS, Outcome, TaskScore, Validation, best_of, write_results


def validation(step: int, loss: float, successes: int | None = None, trials: int = 4) -> Validation:
    if successes is None:
        return Validation(step=step, loss=loss)
    outcomes = tuple(Outcome(seed=k, success=k < successes) for k in range(trials))
    return Validation(step=step, loss=loss, tasks={"lift": TaskScore(outcomes=outcomes)})


def test_more_successes_are_better_whatever_the_loss() -> None:
    assert validation(2, 0.9, 3).is_better_than(validation(1, 0.1, 2))


def test_at_equal_success_the_lower_loss_is_better_and_an_equal_one_is_not() -> None:
    assert validation(2, 0.1, 2).is_better_than(validation(1, 0.2, 2))
    assert not validation(2, 0.2, 2).is_better_than(validation(1, 0.2, 2))


def test_without_rollouts_the_loss_decides() -> None:
    found = [validation(1, 0.3), validation(2, 0.1), validation(3, 0.1)]
    best = best_of(found)
    assert best is found[1]
    assert best_of([]) is None


def test_rates_count_all_tasks_together() -> None:
    two = Validation(
        step=1,
        loss=0.1,
        tasks={
            "a": TaskScore(outcomes=(Outcome(seed=1, success=True),)),
            "b": TaskScore(outcomes=tuple(Outcome(seed=k, success=False) for k in range(3))),
        },
    )
    assert (two.successes, two.trials, two.rate) == (1, 4, 0.25)
    low, high = two.interval
    assert 0.0 < low < 0.25 < high < 1.0
    assert validation(1, 0.1).rate is None


def test_the_file_names_every_outcome(tmp_path: Path) -> None:
    write_results(tmp_path, "by success", [validation(10, 0.2, 1), validation(20, 0.1, 3)])
    data = json.loads((tmp_path / RESULTS).read_text())
    assert (data["best_step"], data["chosen"]) == (20, "by success")
    assert data["validations"][0]["tasks"]["lift"]["outcomes"][1] == {
        "seed": 1,
        "success": False,
        "kind": None,
        "reason": "",
    }
    assert data["validations"][1]["success"] == 0.75
