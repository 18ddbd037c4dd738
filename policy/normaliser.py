"""Brings states and actions to zero mean and unit spread and back; its numbers are saved with the weights."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np
import torch
from numpy.typing import ArrayLike, NDArray
from torch import Tensor, nn

if TYPE_CHECKING:
    from policy.config import PolicyConfig
    from policy.data.batch import Batch

LEAST_STATE_SPREAD = 1e-2
"""A state that varies less (metres, radians) counts as varying this much, so that a constant one is harmless."""
LEAST_ACTION_SPREAD = 1e-3
FURTHEST = 10.0
"""Normalised states are cut off here: what training never saw must not drown everything else."""


class Normaliser(nn.Module):
    """Means and spreads of states and of what is learned of actions.

    With relative actions the second are moments of differences, see `action_moments`. The moments of actions may
    differ along the chunk: what is near is often small, and must be as exact as what is far.
    """

    state_mean: Tensor
    state_spread: Tensor
    action_mean: Tensor
    action_spread: Tensor

    def __init__(
        self,
        config: PolicyConfig,
        state_mean: ArrayLike = 0.0,
        state_std: ArrayLike = 1.0,
        action_mean: ArrayLike = 0.0,
        action_std: ArrayLike = 1.0,
    ) -> None:
        """Take moments; without any, nothing is changed.

        Those of the state are (state_size,) in the order of the inputs, those of actions (action_size,) or (chunk,
        action_size). Raises ValueError for another shape, and for what is not finite.
        """
        super().__init__()
        self.pairs = config.relative_pairs
        state, action = (config.state_size,), (config.chunk, config.action_size)
        self.register_buffer("state_mean", _moment("state mean", state_mean, state))
        self.register_buffer("state_spread", _moment("state std", state_std, state).clamp(min=LEAST_STATE_SPREAD))
        self.register_buffer("action_mean", _moment("action mean", action_mean, action))
        self.register_buffer("action_spread", _moment("action std", action_std, action).clamp(min=LEAST_ACTION_SPREAD))

    def state(self, state: Tensor) -> Tensor:
        """Normalise states (..., state_size)."""
        return ((state - self.state_mean) / self.state_spread).clamp(-FURTHEST, FURTHEST)

    def actions(self, actions: Tensor, state: Tensor) -> Tensor:
        """Return what is learned of actions (b, chunk, action_size), seen from states (b, state_size) as they are."""
        return (actions - self._origin(state)[:, None] - self.action_mean) / self.action_spread

    def commands(self, learned: Tensor, state: Tensor) -> Tensor:
        """Return actions as the robot takes them: the inverse of `actions`."""
        return learned * self.action_spread + self.action_mean + self._origin(state)[:, None]

    def _origin(self, state: Tensor) -> Tensor:
        """Return what relative actions are relative to, (b, action_size); zero for absolute ones."""
        origin = state.new_zeros(len(state), self.action_mean.shape[-1])
        if self.pairs:
            action, seen = (list(column) for column in zip(*self.pairs, strict=True))
            origin[:, action] = state[:, seen]
        return origin


def action_moments(config: PolicyConfig, batches: Iterable[Batch]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return mean and standard deviation (chunk, action_size) of what is learned of actions, without the padding.

    Differences to the present joints are in no dataset's statistics, so they are measured on batches. A place of the
    chunk that is always padding gets the moments of the whole chunk.
    """
    shape = (config.chunk, config.action_size)
    count, total, squares = np.zeros((config.chunk, 1)), np.zeros(shape), np.zeros(shape)
    origin = np.zeros(config.action_size)
    for batch in batches:
        values = batch.actions.astype(np.float64)
        for action, seen in config.relative_pairs:
            values[:, :, action] -= batch.state[:, -1:, seen]
        if not count.any():  # squares of what is far from zero would lose the digits that matter
            origin = values[:, 0].mean(axis=0)
        real = ~batch.is_pad[..., None]
        values = np.where(real, values - origin, 0.0)
        count += real.sum(axis=0)
        total += values.sum(axis=0)
        squares += np.square(values).sum(axis=0)
    if not count.any():
        raise ValueError("there are no actions to measure; give at least one batch")
    seldom = count == 0
    count, total, squares = (np.where(seldom, part.sum(axis=0), part) for part in (count, total, squares))
    mean = total / count
    return mean + origin, np.sqrt(np.maximum(squares / count - mean**2, 0.0))


def _moment(what: str, values: ArrayLike, shape: tuple[int, ...]) -> Tensor:
    found = np.asarray(values, dtype=np.float32)
    if not np.isfinite(found).all():
        raise ValueError(f"the {what} {found.tolist()} is not finite; compute it from a dataset without NaN")
    if found.shape not in ((), shape, shape[-1:]):
        raise ValueError(f"the {what} has shape {found.shape}; this policy needs {shape}")
    return torch.from_numpy(np.broadcast_to(found, shape).copy())
