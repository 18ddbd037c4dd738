"""One demonstration: an uninterrupted run from a seed, with everything that it takes to run it again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from envs.demos.keypoints import KEYPOINT_NAMES
from envs.demos.layout import Float32, Layout
from envs.task.spec import TaskSpec
from kpam.transforms import Array

ACTION_SIZE = 8


@dataclass(frozen=True)
class Episode:
    """Actions, states and measurements of n control steps.

    `states` (n + 1, k) float64 are the full state vectors, the first being the settled start; `actions` (n, 8)
    float32 are what led from each to the next; `success` (n,) says whether the task was done after each action and
    `stages` names the stage it belongs to. `keypoints` (n, len(KEYPOINT_NAMES)) are what `Keypoints` observed before
    each action. `images` maps a camera's name to (n, H, W, 3) uint8 frames, seen before
    each action. The same program, seed and actions give the same states bit for bit under the same `versions`.
    """

    program_name: str
    program_source: str
    program_hash: str
    spec: TaskSpec
    engine: str
    layout: Layout
    states: Array
    actions: Float32
    success: NDArray[np.bool_]
    stages: tuple[str, ...]
    keypoints: Float32
    versions: Mapping[str, str] = field(default_factory=dict)
    images: Mapping[str, NDArray[np.uint8]] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        steps = len(self.actions)
        if steps == 0:
            raise ValueError("an episode has at least one action")
        expected = {
            "actions": (self.actions.shape, (steps, ACTION_SIZE)),
            "states": (self.states.shape, (steps + 1, self.layout.state_size)),
            "success": (self.success.shape, (steps,)),
            "stages": ((len(self.stages),), (steps,)),
            "keypoints": (self.keypoints.shape, (steps, len(KEYPOINT_NAMES))),
        }
        expected |= {f"images of {name!r}": (frames.shape[:1], (steps,)) for name, frames in self.images.items()}
        for name, (shape, wanted) in expected.items():
            if shape != wanted:
                raise ValueError(f"{name} have shape {shape}; an episode of {steps} actions needs {wanted}")

    def __len__(self) -> int:
        return len(self.actions)

    @property
    def seed(self) -> int:
        """The seed of the scene."""
        return self.spec.seed

    @property
    def agent(self) -> Float32:
        """What the robot felt before each action, (n, 8)."""
        return self.layout.agent(self.states[:-1])

    @property
    def environment(self) -> Float32:
        """Where the objects were before each action, (n, m)."""
        return self.layout.environment(self.states[:-1])

    @property
    def rewards(self) -> Float32:
        """1 after an action that left the task done, otherwise 0; (n,)."""
        return self.success.astype(np.float32)

    @property
    def stage_starts(self) -> tuple[tuple[int, str], ...]:
        """The first step of each run of one stage, with the stage's name."""
        runs = groupby(enumerate(self.stages), key=lambda item: item[1])
        return tuple((next(steps)[0], name) for name, steps in runs)
