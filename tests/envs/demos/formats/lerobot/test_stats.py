from __future__ import annotations

import numpy as np
import pytest

from envs.demos.formats.lerobot.stats import channel_histogram, image_stats, vector_stats


def test_vector_statistics_are_those_of_numpy() -> None:
    values = np.random.default_rng(0).normal(size=(50, 3)).astype(np.float32)
    found = vector_stats(values)
    wide = values.astype(np.float64)
    assert found["mean"] == pytest.approx(wide.mean(axis=0).tolist())
    assert found["std"] == pytest.approx(wide.std(axis=0).tolist())
    assert found["q90"] == pytest.approx(np.quantile(wide, 0.9, axis=0).tolist())
    assert (found["min"], found["count"]) == (wide.min(axis=0).tolist(), [50])


def test_every_statistic_of_a_scalar_is_a_list_of_one() -> None:
    found = vector_stats(np.array([False, True, True, True]))
    assert found["mean"] == [0.75]
    assert all(isinstance(value, list) and len(value) == 1 for value in found.values())


def test_image_statistics_are_exact_and_per_channel() -> None:
    frames = np.random.default_rng(1).integers(0, 256, size=(4, 6, 8, 3), dtype=np.uint8)
    found = image_stats(channel_histogram(frames[:1]) + channel_histogram(frames[1:]), 4)
    scaled = frames.reshape(-1, 3) / 255
    for name, value in {
        "mean": scaled.mean(0),
        "std": scaled.std(0),
        "min": scaled.min(0),
        "max": scaled.max(0),
    }.items():
        assert np.array(found[name]).shape == (3, 1, 1)
        assert np.array(found[name]).ravel() == pytest.approx(value)
    exact = np.quantile(scaled, 0.1, axis=0, method="inverted_cdf")
    assert np.array(found["q10"]).ravel() == pytest.approx(exact)
    assert found["count"] == [4]
