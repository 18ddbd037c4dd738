"""The plain head: a residual network that names one chunk of actions for a context."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field
from torch import Generator, Tensor, nn

from policy.blocks import Readout, residual
from policy.heads.head import Head, HeadConfig, masked_mean


class MlpConfig(HeadConfig):
    """Settings of `MlpHead`."""

    width: int = Field(default=256, ge=8, le=8192)
    blocks: int = Field(default=2, ge=0, le=64)
    loss: Literal["l1", "smooth_l1"] = "l1"


class MlpHead(Head):
    """Regression over the whole chunk.

    The absolute error, because its optimum is the median: where demonstrations hesitate between moving and waiting it
    does one of the two, where the squared error would do half of each (T. Zhao et al., 2023, make the same choice).
    """

    config_type: ClassVar[type[HeadConfig]] = MlpConfig

    def __init__(self, config: MlpConfig, context_width: int, chunk: int, action_size: int) -> None:
        super().__init__()
        self.shape = (chunk, action_size)
        self.error = nn.L1Loss(reduction="none") if config.loss == "l1" else nn.SmoothL1Loss(reduction="none")
        first = nn.Identity() if context_width == config.width else nn.Linear(context_width, config.width)
        self.net = nn.Sequential(
            first, residual(config.width, config.blocks), Readout(config.width, chunk * action_size)
        )

    def loss(
        self, context: Tensor, actions: Tensor, is_pad: Tensor, generator: Generator
    ) -> tuple[Tensor, dict[str, Tensor]]:
        """Return the mean error of the actions that are not padding."""
        loss = masked_mean(self.error(self.sample(context, generator), actions), is_pad)
        return loss, {"action": loss.detach()}

    def sample(self, context: Tensor, generator: Generator) -> Tensor:
        """Return the one chunk that a context has; the generator is not used."""
        return self.net(context).unflatten(-1, self.shape)
