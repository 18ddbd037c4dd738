"""The generative head: a flow that carries noise to a chunk of actions, so that several ways may be right.

Conditional flow matching (Y. Lipman et al., "Flow matching for generative modeling", 2023) on straight paths (X. Liu
et al., "Rectified flow", 2023): x_t = (1 - t) x_0 + t x_1 with noise x_0 and actions x_1, and the velocity
v(x, t) = E[x_1 - x_0 | x_t = x, t, context]. The network learns D(x, t) = E[x_1 | x_t = x, t, context], from which
v = (D - x) / (1 - t): the same flow, but the noise need not be passed through the network, and the last Euler step
ends on D itself.
"""

from __future__ import annotations

import math
from typing import ClassVar

import torch
from pydantic import Field
from torch import Generator, Tensor, nn

from policy.blocks import Readout, residual
from policy.heads.head import Head, HeadConfig, gaussian, masked_mean

SLOWEST, FASTEST = 0.5, 16.0
"""Frequencies of the time embedding, in turns from t = 0 to 1."""


class FlowConfig(HeadConfig):
    """Settings of `FlowHead`."""

    width: int = Field(default=256, ge=8, le=8192)
    blocks: int = Field(default=3, ge=0, le=64)
    time_width: int = Field(default=32, ge=2, le=1024, multiple_of=2)
    steps: int = Field(default=10, ge=1, le=1000, description="Euler steps that sample a chunk")


class FlowHead(Head):
    """Flow matching over the whole chunk with a residual network."""

    frequencies: Tensor
    config_type: ClassVar[type[HeadConfig]] = FlowConfig

    def __init__(self, config: FlowConfig, context_width: int, chunk: int, action_size: int) -> None:
        super().__init__()
        self.steps, self.shape = config.steps, (chunk, action_size)
        size = chunk * action_size
        turns = torch.logspace(math.log10(SLOWEST), math.log10(FASTEST), config.time_width // 2)
        self.register_buffer("frequencies", 2.0 * math.pi * turns, persistent=False)
        self.of_context = nn.Linear(context_width, config.width)
        self.of_time = nn.Linear(config.time_width, config.width, bias=False)
        self.of_actions = nn.Linear(size, config.width, bias=False)
        self.net = nn.Sequential(residual(config.width, config.blocks), Readout(config.width, size))

    def loss(
        self, context: Tensor, actions: Tensor, is_pad: Tensor, generator: Generator
    ) -> tuple[Tensor, dict[str, Tensor]]:
        """Return the mean squared error of D at one random time a chunk, where there are actions."""
        target = actions.masked_fill(is_pad.unsqueeze(-1), 0.0)
        noise = gaussian(tuple(actions.shape), generator, actions)
        time = torch.rand((len(actions), 1), generator=generator, device=generator.device).to(actions)
        at = torch.lerp(noise, target, time.unsqueeze(-1))
        ends = self._ends(at, self.of_time(self._embedded(time)), self.of_context(context))
        loss = masked_mean((ends - target).square(), is_pad)
        return loss, {"action": loss.detach()}

    def sample(self, context: Tensor, generator: Generator) -> Tensor:
        """Return a chunk for each context, drawn with the generator's noise: x += v(x, t) / steps from t = 0 to 1."""
        x = gaussian((len(context), *self.shape), generator, context)
        of_context = self.of_context(context)
        times = torch.arange(self.steps, device=context.device, dtype=context.dtype).unsqueeze(-1) / self.steps
        for k, of_time in enumerate(self.of_time(self._embedded(times))):
            x = torch.lerp(x, self._ends(x, of_time, of_context), 1.0 / (self.steps - k))
        return x

    def _ends(self, x: Tensor, of_time: Tensor, of_context: Tensor) -> Tensor:
        """Return D, where the paths through x end: (b, chunk, action_size)."""
        return self.net(of_context + of_time + self.of_actions(x.flatten(-2))).unflatten(-1, self.shape)

    def _embedded(self, time: Tensor) -> Tensor:
        angle = time * self.frequencies
        return torch.cat([angle.sin(), angle.cos()], dim=-1)
