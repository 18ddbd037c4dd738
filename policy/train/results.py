"""What validations found, and the file that has it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from pydantic import Field

from envs.frozen import Frozen
from envs.verification.wilson import wilson_interval
from policy.files import write_whole
from policy.train.layout import RESULTS


class Outcome(Frozen):
    """How the rollout of one scene ended."""

    seed: int
    success: bool
    kind: str | None = None
    reason: str = ""


class TaskScore(Frozen):
    """The rollouts of one task's validation scenes."""

    outcomes: tuple[Outcome, ...] = Field(min_length=1)

    @property
    def successes(self) -> int:
        """How many succeeded."""
        return sum(outcome.success for outcome in self.outcomes)

    @property
    def rate(self) -> float:
        """The share that succeeded."""
        return self.successes / len(self.outcomes)


class Validation(Frozen):
    """What was measured after `step` steps; without rollouts `tasks` is empty."""

    step: int
    loss: float
    parts: Mapping[str, float] = Field(default_factory=dict)
    tasks: Mapping[str, TaskScore] = Field(default_factory=dict)

    @property
    def successes(self) -> int:
        """How many rollouts succeeded, of all tasks."""
        return sum(task.successes for task in self.tasks.values())

    @property
    def trials(self) -> int:
        """How many rollouts there were."""
        return sum(len(task.outcomes) for task in self.tasks.values())

    @property
    def rate(self) -> float | None:
        """The share of rollouts that succeeded; None where there were none."""
        return self.successes / self.trials if self.trials else None

    @property
    def interval(self) -> tuple[float, float]:
        """The rate's Wilson interval."""
        return wilson_interval(self.successes, self.trials)

    def is_better_than(self, other: Validation) -> bool:
        """Whether more rollouts succeeded, or as many at a lower loss."""
        return (self.successes, -self.loss) > (other.successes, -other.loss)


def best_of(validations: Sequence[Validation]) -> Validation | None:
    """Return the best validation, the earlier one of equals; None where there is none."""
    found: Validation | None = None
    for result in validations:
        if found is None or result.is_better_than(found):
            found = result
    return found


def write_results(folder: Path, chosen: str, validations: Sequence[Validation]) -> None:
    """Write every validation and which one is the best; `chosen` says by what."""
    best = best_of(validations)
    data = {
        "best_step": None if best is None else best.step,
        "chosen": chosen,
        "validations": [_described(item) for item in validations],
    }
    write_whole(folder / RESULTS, (json.dumps(data, indent=2, allow_nan=False) + "\n").encode())


def _described(result: Validation) -> dict[str, Any]:
    data: dict[str, Any] = {"step": result.step, "loss": result.loss, "parts": dict(result.parts)}
    if result.trials:
        data |= {"success": result.rate, "interval": result.interval, "successes": result.successes}
        data |= {"trials": result.trials}
        data["tasks"] = {
            name: {"success": task.rate, "outcomes": [item.model_dump() for item in task.outcomes]}
            for name, task in result.tasks.items()
        }
    return data
