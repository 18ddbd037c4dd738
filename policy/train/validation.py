"""Measures the weights that training has so far: the loss on validation episodes, and rollouts of their scenes."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from envs.verification.workers import Workers
from policy.model import Policy
from policy.scoring.players import CheckpointPlayer, PlayJob, play_job
from policy.scoring.results import Trial
from policy.tensors import TensorBatch
from policy.train.errors import DivergedError
from policy.train.plan import Plan
from policy.train.results import Validation
from policy.train.watch import Watch

NOISE = 3
"""What a generator is for, beside the seed."""


class Validator:
    """Measures weights on what they were not trained on; measuring twice gives the same."""

    def __init__(
        self,
        plan: Plan,
        batches: Sequence[TensorBatch],
        sentences: Mapping[str, NDArray[np.float32]],
        workers: Workers,
        *,
        engine: str,
        seed: int,
    ) -> None:
        self._plan, self._batches, self._sentences = plan, batches, sentences
        self._workers, self._engine, self._seed = workers, engine, seed

    def validate(self, policy: Policy, saved: Path, step: int, watch: Watch) -> Validation:
        """Measure weights; `saved` is the checkpoint's folder that has them, from which worker processes load them."""
        parts = self._losses(policy)
        scenes = self._plan.scenes
        trials: dict[str, list[Trial]] = {task: [] for task in self._plan.tasks}
        player = CheckpointPlayer.of(saved)
        jobs = [
            PlayJob(player, scene.program, scene.seed, self._engine, self._sentences[scene.sentence])
            for scene in scenes
        ]
        for done, rollout in enumerate(self._workers.in_order(play_job, jobs)):
            trials[scenes[done].program.name].append(rollout.trial)
            watch.on_rollout(done + 1, len(scenes))
        return Validation(
            step=step,
            loss=parts.pop("loss"),
            parts=parts,
            tasks={task: tuple(found) for task, found in trials.items()},
        )

    @torch.no_grad()
    def _losses(self, policy: Policy) -> dict[str, float]:
        found: dict[str, float] = {}
        for index, batch in enumerate(self._batches):
            noise = np.random.SeedSequence([self._seed, NOISE, index]).generate_state(1, np.uint64)[0]
            loss, parts = policy(batch, torch.Generator(policy.device).manual_seed(int(noise)))
            for name, value in {"loss": loss, **parts}.items():
                found[name] = found.get(name, 0.0) + float(value) / len(self._batches)
        if not all(map(math.isfinite, found.values())):
            raise DivergedError("on validation episodes", found)
        return found
