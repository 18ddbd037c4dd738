"""What validations found, and the file that has it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from pydantic import Field

from envs.frozen import Frozen
from policy.files import write_whole
from policy.scoring.results import Rate, Trial
from policy.train.layout import RESULTS


class Validation(Frozen):
    """What was measured after `step` steps; without rollouts `tasks` is empty."""

    step: int
    loss: float
    parts: Mapping[str, float] = Field(default_factory=dict)
    tasks: Mapping[str, tuple[Trial, ...]] = Field(default_factory=dict)

    @property
    def success(self) -> Rate | None:
        """How many rollouts succeeded, of all tasks; None where there were none."""
        trials = [trial for found in self.tasks.values() for trial in found]
        return Rate.of(trials) if trials else None

    def is_better_than(self, other: Validation) -> bool:
        """Whether more rollouts succeeded, or as many at a lower loss."""
        return (_successes(self), -self.loss) > (_successes(other), -other.loss)


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
    if result.success is not None:
        data["success"] = result.success.model_dump(mode="json")
        data["tasks"] = {
            task: Rate.of(trials).model_dump(mode="json")
            | {"seeds": [trial.model_dump(mode="json") for trial in trials]}
            for task, trials in result.tasks.items()
        }
    return data


def _successes(result: Validation) -> int:
    return result.success.successes if result.success is not None else 0
