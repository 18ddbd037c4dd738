"""Mean, spread and range of a feature, and how those of several datasets become one."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike

from kpam.transforms import Array
from policy.errors import DatasetUnfitError

if TYPE_CHECKING:
    from policy.data.source import FrameSource

STATS_PATH = "meta/stats.json"
_KEYS = {"mean": "mean", "std": "std", "minimum": "min", "maximum": "max"}


@dataclass(frozen=True)
class Statistics:
    """Statistics of a feature over `count` frames, each (d,) float64 in the feature's units; `std` divides by count."""

    mean: Array
    std: Array
    minimum: Array
    maximum: Array
    count: int

    @classmethod
    def of(cls, values: ArrayLike) -> Statistics:
        """Compute the statistics of (n, d) values; raises ValueError where there are none."""
        wide = np.asarray(values, dtype=np.float64)
        if wide.ndim != 2 or not len(wide):
            raise ValueError(f"statistics need values of shape (n, d) with n > 0; got {wide.shape}")
        return cls(wide.mean(axis=0), wide.std(axis=0), wide.min(axis=0), wide.max(axis=0), len(wide))

    @property
    def size(self) -> int:
        """How many numbers the feature has."""
        return len(self.mean)


def combine(parts: Sequence[Statistics]) -> Statistics:
    """Return the statistics of everything that the parts were computed from, exactly.

    With n_i frames of mean m_i and standard deviation s_i: m = sum(n_i m_i) / n, and s^2 = sum(n_i (s_i^2 +
    (m_i - m)^2)) / n (T. F. Chan, G. H. Golub, R. J. LeVeque, 1979). Raises ValueError without a part, or where sizes
    differ.
    """
    if not parts:
        raise ValueError("combine the statistics of at least one dataset")
    if len({part.size for part in parts}) > 1:
        raise ValueError(f"statistics of features of {[part.size for part in parts]} numbers cannot be combined")
    counts = np.array([part.count for part in parts], dtype=np.float64)
    shares = (counts / counts.sum())[:, None]
    means, stds = np.stack([part.mean for part in parts]), np.stack([part.std for part in parts])
    mean = (shares * means).sum(axis=0)
    variance = (shares * (stds**2 + (means - mean) ** 2)).sum(axis=0)
    return Statistics(
        mean=mean,
        std=np.sqrt(variance),
        minimum=np.min([part.minimum for part in parts], axis=0),
        maximum=np.max([part.maximum for part in parts], axis=0),
        count=sum(part.count for part in parts),
    )


def pooled(sources: Sequence[FrameSource], names: Sequence[str]) -> dict[str, Statistics]:
    """Return the statistics of features over several datasets, from what their `meta/stats.json` say.

    Raises DatasetUnfitError where one says nothing of a feature, contradicts its size, or is not finite.
    """
    found = [read_statistics(source, names) for source in sources]
    return {name: combine([statistics[name] for statistics in found]) for name in names}


def read_statistics(source: FrameSource, names: Sequence[str]) -> dict[str, Statistics]:
    """Return the statistics of a dataset's features; raises as `pooled` does."""
    path = source.path / STATS_PATH
    try:
        stats = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise DatasetUnfitError(f"{path} cannot be read: {error}; record the dataset again") from error
    return {name: _statistics(path, name, stats, source.features[name].size) for name in names}


def _statistics(path: Path, name: str, stats: Any, size: int) -> Statistics:
    entry = stats.get(name) if isinstance(stats, Mapping) else None
    if not isinstance(entry, Mapping):
        raise DatasetUnfitError(f"{path} says nothing of {name!r}; record the dataset again")
    try:
        arrays = {field: np.asarray(entry[key], dtype=np.float64).reshape(-1) for field, key in _KEYS.items()}
        count = int(np.asarray(entry["count"]).reshape(-1)[0])
    except (KeyError, ValueError, TypeError, IndexError) as error:
        raise DatasetUnfitError(f"{path}, {name!r}, cannot be read: {error!r}; record the dataset again") from error
    for field, values in arrays.items():
        if len(values) != size:
            raise DatasetUnfitError(
                f"{path}: the {_KEYS[field]} of {name!r} has {len(values)} numbers, the feature has {size}; "
                "record the dataset again"
            )
        if not np.isfinite(values).all():
            raise DatasetUnfitError(
                f"{path}: the {_KEYS[field]} of {name!r} is not finite at dimension "
                f"{int(np.argmin(np.isfinite(values)))}; leave out the episodes whose frames are not finite, or record "
                "the dataset again"
            )
    if count < 1:
        raise DatasetUnfitError(f"{path}: {name!r} counts {count} frames; record the dataset again")
    return Statistics(**arrays, count=count)
