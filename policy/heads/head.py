"""What every head is: a loss over a chunk of actions, and a way to sample one."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import ClassVar

import torch
from torch import Generator, Tensor, nn

from envs.frozen import Frozen


class HeadConfig(Frozen):
    """The base of every head's settings; they stand beside their head."""


class Head(nn.Module, ABC):
    """Turns a context into a chunk of normalised actions.

    A head is made as `Head(config, context_width, chunk, action_size)`. Randomness comes from the generator that is
    handed in and from nowhere else.
    """

    config_type: ClassVar[type[HeadConfig]]

    @abstractmethod
    def loss(
        self, context: Tensor, actions: Tensor, is_pad: Tensor, generator: Generator
    ) -> tuple[Tensor, dict[str, Tensor]]:
        """Return the loss to descend, (), and its parts by name, detached.

        `context` (b, width), `actions` (b, chunk, action_size) normalised, `is_pad` (b, chunk): where it is true there
        is no action, and neither loss nor gradient may depend on what stands there.
        """

    @abstractmethod
    def sample(self, context: Tensor, generator: Generator) -> Tensor:
        """Return normalised actions (b, chunk, action_size) for contexts (b, width)."""


def masked_mean(error: Tensor, is_pad: Tensor) -> Tensor:
    """Return the mean of errors (b, chunk, action_size) over the actions that are not padding, ()."""
    real = (~is_pad).unsqueeze(-1).to(error.dtype)
    return (error * real).sum() / (real.sum() * error.shape[-1]).clamp(min=1.0)


def gaussian(shape: tuple[int, ...], generator: Generator, like: Tensor) -> Tensor:
    """Draw standard normal numbers on the generator's device and bring them to where `like` is."""
    return torch.randn(shape, generator=generator, device=generator.device, dtype=like.dtype).to(like.device)
