"""The training loop.

Batch, noise and learning rate of a step are functions of the seed and the step, and validation changes nothing. So a
training that was killed goes on from its last state to the same weights, bit for bit on one machine's processor.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.optim.swa_utils import get_ema_multi_avg_fn

from envs.verification.workers import Workers
from policy import checkpoint
from policy.data.batch import Batch
from policy.data.source import FrameSource
from policy.tensors import TensorBatch
from policy.train.config import TrainConfig
from policy.train.curves import Curves
from policy.train.errors import DivergedError
from policy.train.folder import check, claimed, keep_programs
from policy.train.layout import BEST, LAST, STATE
from policy.train.plan import programs_of
from policy.train.prepare import Embed, prepare
from policy.train.request import TrainingRequest
from policy.train.results import write_results
from policy.train.state import TrainState
from policy.train.validation import Validator
from policy.train.watch import Watch

NOISE = 2
"""What a generator is for, beside the seed; the stream of batches has 0 and 1."""


def train(
    request: TrainingRequest,
    sources: Sequence[FrameSource],
    folder: Path,
    *,
    embed: Embed,
    workers: Workers,
    device: torch.device | str = "cpu",
    watch: Watch | None = None,
) -> TrainState:
    """Train to the end of the request, from the beginning or from where the folder was left; return the final state.

    `embed` turns n sentences into (n, e) numbers, `workers` play the validation rollouts, `watch` is told of progress.
    A training that is finished is left as it is. Raises TrainingFolderError for a folder that holds something else,
    DatasetUnfitError for data that cannot be learned from, CheckpointError for a damaged state, and DivergedError.
    """
    watch = Watch() if watch is None else watch
    config = request.train
    check(folder, request)
    ready = prepare(request, sources, embed, torch.device(device))
    state, plan = ready.state, ready.plan
    with claimed(folder, request):
        if (folder / STATE).is_file():
            state.load(folder / STATE)
        watch.on_start(state.step, plan)
        if state.is_finished(config):
            return state
        keep_programs(folder, programs_of(sources).values())
        validator = Validator(plan, ready.validation, ready.sentences, workers, engine=request.engine, seed=config.seed)
        with Curves(folder, step=state.step) as curves:
            window = Window()
            while not state.is_finished(config):
                if state.awaits_validation(config):
                    checkpoint.save(state.averaged, folder / LAST, step=state.step, **ready.extra)
                    result = validator.validate(state.averaged, folder / LAST, state.step, watch)
                    state.validations.append(result)
                    if state.best is result:
                        checkpoint.save(state.averaged, folder / BEST, step=state.step, **ready.extra)
                    write_results(folder, plan.describe(), state.validations)
                    curves.validated(state.validations)
                    watch.on_validation(result, state.best is result)
                    state.save(folder / STATE)
                    continue
                window.add(learn(state, ready.batches.batch(state.step), config))
                state.step += 1
                watch.on_step(state.step)
                saving = state.step % config.save_every == 0 or state.awaits_validation(config)
                if saving or state.step % config.log_every == 0:
                    point = window.close(state.step) | {"learning_rate": config.learning_rate_at(state.step - 1)}
                    curves.add(state.step, point)
                    watch.on_point(state.step, point)
                if saving:  # before a validation, too: its rollouts may take longer than all the steps since the last
                    state.save(folder / STATE)
    return state


def learn(state: TrainState, batch: Batch, config: TrainConfig) -> dict[str, Tensor]:
    """Take the step that is next; return loss, its parts and the gradient's norm before clipping, on the device."""
    policy, optimiser, device = state.policy, state.optimiser, state.policy.device
    noise = np.random.SeedSequence([config.seed, NOISE, state.step]).generate_state(1, np.uint64)[0]
    for group in optimiser.param_groups:
        group["lr"] = config.learning_rate_at(state.step)
    loss, parts = policy(TensorBatch.of(batch, device), torch.Generator(device).manual_seed(int(noise)))
    optimiser.zero_grad()
    loss.backward()
    norm = nn.utils.clip_grad_norm_(policy.parameters(), config.gradient_clip)
    optimiser.step()
    average = get_ema_multi_avg_fn(config.average_at(state.step))
    average(list(state.averaged.parameters()), list(policy.parameters()), state.step)
    return {"loss": loss.detach(), **parts, "gradient": norm}


class Window:
    """Means over the steps since the last point; they stay on the device until they are asked for."""

    def __init__(self) -> None:
        self._sums: dict[str, Tensor] = {}
        self._count = 0

    def add(self, values: Mapping[str, Tensor]) -> None:
        """Add a step's values."""
        self._sums = {name: self._sums.get(name, 0.0) + value for name, value in values.items()}
        self._count += 1

    def close(self, step: int) -> dict[str, float]:
        """Return the means and begin anew; raises DivergedError where one is not a finite number."""
        means = {name: float(total) / self._count for name, total in self._sums.items()}
        if not all(map(math.isfinite, means.values())):
            raise DivergedError(f"before step {step}", means)
        self._sums, self._count = {}, 0
        return means
