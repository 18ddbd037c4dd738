"""What a policy learns from in one step."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Float32 = NDArray[np.float32]


@dataclass(frozen=True)
class Batch:
    """b samples: what was seen up to a frame, the sentence, and the actions from that frame on.

    `state` (b, h, d) float32 are the last h observations, oldest first, each the inputs' features side by side; before
    an episode's start its first frame is repeated. `sentence` (b, e) float32 is the embedded sentence. `actions`
    (b, c, a) float32 are the next c actions, the first being that of the frame itself; after an episode's end its last
    action is repeated, and there `is_pad` (b, c) is True.
    """

    state: Float32
    sentence: Float32
    actions: Float32
    is_pad: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.state)
