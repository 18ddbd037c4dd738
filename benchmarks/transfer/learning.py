"""Trains one policy and scores it: the benchmark's only contact with `policy`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

from benchmarks.transfer.grid import Settings
from benchmarks.transfer.results import Deviation, Tally
from envs.task.program import TaskProgram
from envs.verification.workers import Workers

if TYPE_CHECKING:
    from memory.embedders import Embedder
    from policy.train.request import TrainingRequest

CHECKPOINT = "last"
COMPARED_FRAMES = 1024
"""Of each held-out task, to compare actions at."""


@dataclass
class Learner:
    """Settings and means that all policies share; counts the seconds that scoring took."""

    settings: Settings
    workers: Workers
    embedder: Embedder
    device: str
    scoring_seconds: float = field(default=0.0, init=False)

    def request(self, data: Path, seed: int) -> TrainingRequest:
        """Return how a policy is to be trained on a dataset: by the defaults of `simwright train`, on all its inputs.

        The weights are those after the last step, the same number of steps for every policy. Nothing is chosen by
        rollouts: with few seeds of a task left for validation, the choice would differ between the policies.
        """
        from policy.data.source import FrameSource
        from policy.train.config import TrainConfig
        from policy.train.request import make_request

        settings = self.settings
        return make_request(
            [FrameSource.open(data)],
            settings.head,
            train=TrainConfig(
                steps=settings.steps,
                batch_size=settings.batch_size,
                seed=seed,
                rollouts=0,
                validate_every=settings.steps,
            ),
            embedder=self.embedder.name,
            sentence_size=self.embedder.dimension,
            engine=settings.engine,
        )

    def train(self, request: TrainingRequest, folder: Path) -> float:
        """Train a policy, or go on with it; return the seconds that it took."""
        from policy.threads import one_thread
        from policy.train.loop import train

        begin, sources = perf_counter(), request.open_sources()
        with one_thread():
            train(request, sources, folder, embed=self.embedder.embed, workers=self.workers, device=self.device)
        return perf_counter() - begin

    def score(self, folder: Path, programs: Mapping[str, TaskProgram], seeds: Sequence[int]) -> tuple[Tally, ...]:
        """Play a trained policy on the same scenes of every task; counts the seconds."""
        from policy.scoring.score import score

        begin = perf_counter()
        scored = score(
            folder / CHECKPOINT,
            list(programs.values()),
            seeds,
            workers=self.workers,
            embed=self.embedder.embed,
            embedder=self.embedder.name,
            engine=self.settings.engine,
            baselines=False,
        )
        self.scoring_seconds += perf_counter() - begin
        return tuple(
            Tally(
                task=name,
                program=found.program_hash,
                successes=found.policy.successes,
                trials=found.policy.trials,
                failures=found.policy.failures,
            )
            for name, found in zip(programs, scored.score.tasks, strict=True)
        )

    def deviations(self, folder: Path, demonstrations: Mapping[str, Path]) -> tuple[Deviation, ...]:
        """Compare a policy's chunks of actions with those of demonstrations, at frames drawn from a fixed seed."""
        import torch

        from policy.checkpoint import load
        from policy.data.source import FrameSource
        from policy.data.stream import Stream
        from policy.tensors import TensorBatch

        policy = load(folder / CHECKPOINT, self.device)
        config = policy.config
        joints, seen = (list(places) for places in zip(*config.joint_pairs, strict=True))
        found: list[Deviation] = []
        for task, data in demonstrations.items():
            source = FrameSource.open(data)
            texts = list(dict.fromkeys(episode.sentence for episode in source.episodes))
            stream = Stream(
                [source],
                [(0, episode.index) for episode in source.episodes],
                [feature.name for feature in config.inputs],
                observation_steps=config.observation_steps,
                chunk=config.chunk,
                batch_size=COMPARED_FRAMES,
                seed=0,
                sentences=dict(zip(texts, self.embedder.embed(texts), strict=True)),
            )
            batch = TensorBatch.of(stream.batch(0), self.device)
            actions = policy.predict(batch.state, batch.sentence, torch.Generator(policy.device).manual_seed(0))
            shown, there = batch.actions[..., joints], ~batch.is_pad
            off, still = (
                float((values - shown)[there].abs().mean().rad2deg())
                for values in (actions[..., joints], batch.state[:, -1:, seen].expand_as(shown))
            )
            found.append(Deviation(task=task, degrees=off, still=still))
        return tuple(found)
