"""What can end a training, beside what its dataset, its device and its checkpoints can."""

from __future__ import annotations

import math
from collections.abc import Mapping

from policy.errors import PolicyError


class TrainingFolderError(PolicyError):
    """The folder to train into holds something else, or another training."""


class DivergedError(PolicyError):
    """The loss is no longer a finite number; says where that was found, and what to change."""

    def __init__(self, where: str, values: Mapping[str, float]) -> None:
        wrong = next(f"the {name} is {value}" for name, value in values.items() if not math.isfinite(value))
        super().__init__(
            f"training diverged: {where} {wrong}; train again into another folder with a lower learning rate "
            "(--learning-rate)"
        )
