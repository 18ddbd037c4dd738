"""Cuts samples out of frames: the observations up to a frame, and the actions from it on."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from policy.data.batch import Float32

Indices = NDArray[np.int64]


def history(frames: Indices, starts: Indices, steps: int) -> Indices:
    """Return the rows (b, steps) of the last observations up to each frame, oldest first.

    `frames` (b,) are rows and `starts` (b,) the first rows of their episodes, before which nothing is looked up: the
    first row is repeated.
    """
    return np.maximum(frames[:, None] + np.arange(1 - steps, 1), starts[:, None])


def future(frames: Indices, ends: Indices, chunk: int) -> tuple[Indices, NDArray[np.bool_]]:
    """Return the rows (b, chunk) of the actions from each frame on, and which of them lie past the episode's end.

    `ends` (b,) are the rows after the episodes' last ones, beyond which the last row is repeated.
    """
    rows = frames[:, None] + np.arange(chunk)
    return np.minimum(rows, ends[:, None] - 1), rows >= ends[:, None]


def side_by_side(frames: dict[str, Float32], names: tuple[str, ...]) -> Float32:
    """Return features as one array (n, d), in the order of `names`."""
    return np.concatenate([frames[name] for name in names], axis=1)
