"""The statistics that LeRobot normalises with: min, max, mean, std, count and quantiles of each feature."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from kpam.transforms import Array

QUANTILES = {"q01": 0.01, "q10": 0.10, "q50": 0.50, "q90": 0.90, "q99": 0.99}
LEVELS = 256

Stats = dict[str, list]


def vector_stats(values: NDArray) -> Stats:
    """Return the statistics of (n, ...) values over n; every one but the count has the shape of a value, at least 1-D.

    Quantiles interpolate linearly between samples.
    """
    flat = values.reshape(len(values), -1).astype(np.float64)
    found = {"min": flat.min(axis=0), "max": flat.max(axis=0), "mean": flat.mean(axis=0), "std": flat.std(axis=0)}
    found |= dict(zip(QUANTILES, np.quantile(flat, list(QUANTILES.values()), axis=0), strict=True))
    return {name: value.tolist() for name, value in found.items()} | {"count": [len(values)]}


def channel_histogram(frames: NDArray[np.uint8]) -> NDArray[np.int64]:
    """Count the 256 levels of each channel over (n, H, W, 3) frames, (3, 256); histograms add up over frames."""
    return np.stack([np.bincount(frames[..., channel].ravel(), minlength=LEVELS) for channel in range(3)])


def image_stats(histogram: NDArray[np.int64], frames: int) -> Stats:
    """Return the exact statistics of each channel from its histogram, in [0, 1], each of shape (3, 1, 1)."""
    level = np.arange(LEVELS) / (LEVELS - 1)
    total = histogram.sum(axis=1)
    mean = histogram @ level / total
    variance = np.maximum(histogram @ level**2 / total - mean**2, 0.0)
    found = {"min": _quantile(histogram, 0.0), "max": _quantile(histogram, 1.0), "mean": mean, "std": np.sqrt(variance)}
    found |= {name: _quantile(histogram, share) for name, share in QUANTILES.items()}
    return {name: value.reshape(3, 1, 1).tolist() for name, value in found.items()} | {"count": [frames]}


def _quantile(histogram: NDArray[np.int64], share: float) -> Array:
    """Return the level below or at which a share of the pixels lies, for each channel."""
    cumulated = np.cumsum(histogram, axis=1)
    rank = np.maximum(np.ceil(share * cumulated[:, -1:]), 1)
    return np.argmax(cumulated >= rank, axis=1) / (LEVELS - 1)
