"""The residual block that encoder and heads are made of."""

from __future__ import annotations

from torch import Tensor, nn


class ResidualBlock(nn.Module):
    """x + W silu(norm(x)): one matrix a block, activated before it, so that the identity stays open.

    The order of K. He et al., "Identity mappings in deep residual networks" (2016), with layer normalisation.
    """

    def __init__(self, width: int) -> None:
        super().__init__()
        self.norm = nn.LayerNorm(width)
        self.linear = nn.Linear(width, width)

    def forward(self, x: Tensor) -> Tensor:
        """Map (..., width) to (..., width)."""
        return x + self.linear(nn.functional.silu(self.norm(x)))


class Readout(nn.Module):
    """The last layer: norm, activation, and a matrix to what is wanted."""

    def __init__(self, width: int, size: int) -> None:
        super().__init__()
        self.norm = nn.LayerNorm(width)
        self.linear = nn.Linear(width, size)

    def forward(self, x: Tensor) -> Tensor:
        """Map (..., width) to (..., size)."""
        return self.linear(nn.functional.silu(self.norm(x)))


def residual(width: int, blocks: int) -> nn.Sequential:
    """Return a stack of blocks of one width."""
    return nn.Sequential(*(ResidualBlock(width) for _ in range(blocks)))
