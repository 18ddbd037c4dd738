"""Plays one validation scene, in this process or in a worker's."""

from __future__ import annotations

import multiprocessing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import torch
from numpy.typing import NDArray

from envs.demos.formats.lerobot.features import ENVIRONMENT, KEYPOINTS, STATE
from envs.failures import FailureKind
from envs.gym import EnvironmentMisuseError, SimwrightEnv
from envs.task.program import TaskProgram
from policy.checkpoint import load
from policy.model import Policy
from policy.train.results import Outcome

if TYPE_CHECKING:
    from envs.assets.catalog import Catalog

OBSERVED = {STATE: "agent_pos", ENVIRONMENT: "environment_state", KEYPOINTS: "keypoints"}
"""What the environment calls the datasets' features."""


@dataclass(frozen=True)
class RolloutJob:
    """A scene to play: the policy's folder, the task, the seed, and the embedding (e,) of the scene's sentence."""

    checkpoint: Path
    program: TaskProgram
    seed: int
    engine: str
    sentence: NDArray[np.float32]


def play_job(catalog: Catalog, job: RolloutJob) -> Outcome:
    """Play a scene with the weights of a checkpoint until the task is done or its time is up; say how it ended."""
    if multiprocessing.parent_process() is not None:
        torch.set_num_threads(1)  # a worker shares the cores with the others
    policy = load(job.checkpoint)
    sizes = {feature.name: feature.size for feature in policy.config.inputs}
    env = SimwrightEnv(job.program, catalog, engine=job.engine, environment_size=sizes.get(ENVIRONMENT))
    try:
        return _play(env, policy, job)
    finally:
        env.close()


def _play(env: SimwrightEnv, policy: Policy, job: RolloutJob) -> Outcome:
    try:
        observation, _ = env.reset(seed=job.seed)
    except EnvironmentMisuseError as error:
        return Outcome(seed=job.seed, success=False, kind=FailureKind.SCENE_UNSTABLE, reason=str(error))
    policy.reset(job.sentence, seed=job.seed)
    while True:
        action = policy.select_action({name: observation[key] for name, key in OBSERVED.items()})
        observation, _, done, over, info = env.step(action)
        if done:
            return Outcome(seed=job.seed, success=True)
        if over:
            damage = env.session.collateral.violations()
            if env.session.measurement.holds and damage:
                return Outcome(seed=job.seed, success=False, kind=FailureKind.COLLATERAL, reason=damage[0])
            return Outcome(seed=job.seed, success=False, kind=FailureKind.GOAL_MISSED, reason=info["goal"])
