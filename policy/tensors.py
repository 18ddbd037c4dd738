"""A batch as torch computes with it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import torch
from torch import Tensor

if TYPE_CHECKING:
    from policy.data.batch import Batch


@dataclass(frozen=True)
class TensorBatch:
    """`policy.data.batch.Batch` as tensors: state (b, h, d), sentence (b, e), actions (b, c, a), is_pad (b, c)."""

    state: Tensor
    sentence: Tensor
    actions: Tensor
    is_pad: Tensor

    @classmethod
    def of(cls, batch: Batch, device: torch.device | str = "cpu") -> TensorBatch:
        """Bring a batch to a device; on the processor its memory is shared, not copied."""
        arrays = (batch.state, batch.sentence, batch.actions, batch.is_pad)
        return cls(*(torch.from_numpy(array).to(device, non_blocking=True) for array in arrays))

    def __len__(self) -> int:
        return len(self.state)
