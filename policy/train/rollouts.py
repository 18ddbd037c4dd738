"""Plays one validation scene, in this process or in a worker's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from envs.task.program import TaskProgram
from policy.train.results import Outcome

if TYPE_CHECKING:
    from envs.assets.catalog import Catalog


@dataclass(frozen=True)
class RolloutJob:
    """A scene to play: the policy's folder, the task, the seed, and the embedding of the sentences that may come."""

    checkpoint: Path
    program: TaskProgram
    seed: int
    engine: str
    sentences: Mapping[str, NDArray[np.float32]]


def play_job(catalog: Catalog, job: RolloutJob) -> Outcome:
    """Play a scene with the weights of a checkpoint and say how it ended."""
    raise RuntimeError("scoring is not there yet")
