"""What a training begins with: batches, first weights, and what it is validated on."""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from policy.data.source import FrameSource
from policy.data.split import Entry, split
from policy.data.statistics import pooled
from policy.data.stream import Stream
from policy.model import Policy
from policy.normaliser import Normaliser, action_moments
from policy.tensors import TensorBatch
from policy.train.config import TrainConfig
from policy.train.plan import Plan, seen_seeds
from policy.train.request import TrainingRequest
from policy.train.state import TrainState

Embed = Callable[[Sequence[str]], NDArray[Any]]
MOMENT_BATCHES = 32
"""Batches on which the moments of actions are measured."""


@dataclass(frozen=True)
class Prepared:
    """The state before the first step, the batches of the steps, the validation's batches and scenes.

    `sentences` has the embedding of every sentence, `extra` is what a checkpoint remembers of its training.
    """

    state: TrainState
    batches: Stream
    validation: tuple[TensorBatch, ...]
    plan: Plan
    sentences: Mapping[str, NDArray[np.float32]]
    extra: dict[str, Any]


def prepare(request: TrainingRequest, sources: Sequence[FrameSource], embed: Embed, device: torch.device) -> Prepared:
    """Split the data, draw the first weights from the request's seed, and read the first batches.

    Small datasets are read as a whole here, so that what is wrong in them is met before the first step.
    """
    config, settings = request.train, request.policy
    parts = split(sources, config.validation_share, config.seed)
    sentences = _embedded(sources, [*parts.train, *parts.validation], embed)

    def stream(entries: Sequence[Entry]) -> Stream:
        return Stream(
            sources,
            entries,
            [feature.name for feature in settings.inputs],
            observation_steps=settings.observation_steps,
            chunk=settings.chunk,
            batch_size=config.batch_size,
            seed=config.seed,
            sentences=sentences,
        )

    batches, held = stream(parts.train), stream(parts.validation)
    validation = tuple(TensorBatch.of(held.batch(step), device) for step in range(config.validation_batches))
    policy = Policy(settings, _normaliser(request, sources, batches), seed=config.seed).to(device)
    averaged = copy.deepcopy(policy).requires_grad_(False).eval()
    extra = {
        "seen_seeds": seen_seeds(sources, parts),
        "datasets": [dataset.model_dump(mode="json") for dataset in request.datasets],
        "train": config.model_dump(mode="json"),
    }
    return Prepared(
        state=TrainState(policy.train(), averaged, _optimiser(policy, config)),
        batches=batches,
        validation=validation,
        plan=Plan.of(sources, parts.validation, config.rollouts),
        sentences=sentences,
        extra=extra,
    )


def _embedded(sources: Sequence[FrameSource], entries: Sequence[Entry], embed: Embed) -> dict[str, NDArray[np.float32]]:
    texts = sorted({sources[dataset].episodes[index].sentence for dataset, index in entries})
    return dict(zip(texts, np.asarray(embed(texts), dtype=np.float32), strict=True))


def _normaliser(request: TrainingRequest, sources: Sequence[FrameSource], batches: Stream) -> Normaliser:
    statistics = pooled(sources, [feature.name for feature in request.policy.inputs])
    mean, std = action_moments(request.policy, (batches.batch(step) for step in range(MOMENT_BATCHES)))
    return Normaliser(
        request.policy,
        np.concatenate([item.mean for item in statistics.values()]),
        np.concatenate([item.std for item in statistics.values()]),
        mean,
        std,
    )


def _optimiser(policy: Policy, config: TrainConfig) -> torch.optim.Optimizer:
    """Return AdamW (I. Loshchilov, F. Hutter, 2019), whose weight decay is for matrices only."""
    parameters = list(policy.parameters())
    return torch.optim.AdamW(
        [
            {"params": [item for item in parameters if item.ndim > 1], "weight_decay": config.weight_decay},
            {"params": [item for item in parameters if item.ndim <= 1], "weight_decay": 0.0},
        ],
        lr=config.learning_rate,
        fused=True,
    )
