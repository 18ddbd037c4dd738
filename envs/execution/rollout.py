"""What came of running a task's stages once."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from envs.execution.start import StartCheck
from envs.failures import Failure
from envs.task.measurement import Measurement
from envs.task.spec import TaskSpec
from envs.worlds.state import WorldState
from kpam.problem import KeypointSolution


@dataclass(frozen=True)
class Rollout:
    """One uninterrupted run from a settled scene.

    `actions` is float32 of shape (n, 8), `states` holds n + 1 states of which the first is the settled start,
    `stages` names the stage of each action, and `done` (n,) says whether the task was done after it. `begins` are the
    indices into `actions` at which what the stages consist of began, `start` what was looked at before. `key_frames`
    are (index into states, label). `success` is a measurement of the goal and of collateral damage; `failure` names
    what went wrong otherwise.
    """

    spec: TaskSpec
    success: bool
    failure: Failure | None
    measurement: Measurement | None
    actions: NDArray[np.float32]
    states: tuple[WorldState, ...]
    stages: tuple[str, ...]
    done: NDArray[np.bool_]
    begins: tuple[int, ...] = ()
    start: tuple[StartCheck, ...] = ()
    key_frames: tuple[tuple[int, str], ...] = ()
    solutions: tuple[tuple[str, KeypointSolution], ...] = field(default=(), repr=False)

    @property
    def initial(self) -> WorldState:
        """The settled state before the first action."""
        return self.states[0]

    @property
    def duration(self) -> float:
        """Simulated seconds from the settled start to the last state."""
        return self.states[-1].time - self.states[0].time
