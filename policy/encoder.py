"""Makes one vector of what the policy sees and of what it was told."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from policy.blocks import residual
from policy.config import PolicyConfig


class Encoder(nn.Module):
    """The normalised states of the last looks and the sentence's embedding, joined by one layer and residual blocks."""

    def __init__(self, config: PolicyConfig) -> None:
        super().__init__()
        width, told = config.encoder.width, config.sentence_size
        size = config.observation_steps * config.state_size
        self.sentence = nn.Linear(told, config.encoder.sentence_width) if told else None
        self.first = nn.Linear(size + (config.encoder.sentence_width if told else 0), width)
        self.blocks = residual(width, config.encoder.blocks)

    def forward(self, state: Tensor, sentence: Tensor) -> Tensor:
        """Return contexts (b, width) of normalised states (b, observation_steps, state_size) and sentences (b, e)."""
        seen = state.flatten(1)
        if self.sentence is not None:
            # Embeddings have unit length, so their numbers are small: brought to the size of a normalised state.
            seen = torch.cat([seen, self.sentence(sentence * sentence.shape[-1] ** 0.5)], dim=-1)
        return self.blocks(self.first(seen))
