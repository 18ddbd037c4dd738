from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from policy.data.source import FrameSource
from policy.data.statistics import Statistics, combine, pooled, read_statistics
from policy.errors import DatasetUnfitError

FIELDS = ("mean", "std", "minimum", "maximum")


def same(one: Statistics, other: Statistics) -> None:
    assert one.count == other.count
    for field in FIELDS:
        np.testing.assert_allclose(getattr(one, field), getattr(other, field), rtol=1e-9, atol=1e-12)


def test_combined_statistics_are_those_of_all_the_values() -> None:
    rng = np.random.default_rng(0)
    parts = [rng.normal(5 * k, 1 + k, size=(n, 3)) for k, n in enumerate((2, 40, 7))]
    same(combine([Statistics.of(part) for part in parts]), Statistics.of(np.concatenate(parts)))
    same(
        combine([combine([Statistics.of(p) for p in parts[:2]]), Statistics.of(parts[2])]),
        Statistics.of(np.vstack(parts)),
    )


def test_datasets_of_different_length_are_pooled_by_their_frames(make_dataset) -> None:
    sources = [
        FrameSource.open(make_dataset("small", range(2), steps=4)),
        FrameSource.open(make_dataset("large", range(10, 17), steps=20)),
    ]
    for name in ("observation.state", "observation.keypoints", "action"):
        frames = [source.read(episode.index, [name])[name] for source in sources for episode in source.episodes]
        same(pooled(sources, [name])[name], Statistics.of(np.concatenate(frames)))


def test_what_cannot_be_combined_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one"):
        combine([])
    with pytest.raises(ValueError, match=r"\[2, 3\] numbers cannot be combined"):
        combine([Statistics.of(np.zeros((4, 2))), Statistics.of(np.zeros((4, 3)))])
    with pytest.raises(ValueError, match=r"got \(0, 3\)"):
        Statistics.of(np.zeros((0, 3)))


def change(root: Path, edit: Callable[[dict], object]) -> None:
    stats = json.loads((root / "meta/stats.json").read_text())
    edit(stats)
    (root / "meta/stats.json").write_text(json.dumps(stats))


@pytest.mark.parametrize(
    ("edit", "message"),
    [
        (
            lambda s: s["action"]["mean"].__setitem__(2, float("nan")),
            "the mean of 'action' is not finite at dimension 2",
        ),
        (lambda s: s["action"]["max"].__setitem__(0, float("inf")), "the max of 'action' is not finite at dimension 0"),
        (lambda s: s["action"]["std"].pop(), "the std of 'action' has 7 numbers, the feature has 8"),
        (lambda s: s["action"].pop("min"), "'action', cannot be read: KeyError"),
        (lambda s: s.pop("action"), "says nothing of 'action'"),
        (lambda s: s["action"].update(count=[0]), "counts 0 frames"),
        (lambda s: s["action"].update(mean=["a"] * 8), "'action', cannot be read"),
    ],
)
def test_statistics_that_nothing_can_be_normalised_with_are_refused(make_dataset, edit, message: str) -> None:
    root = make_dataset()
    change(root, edit)
    with pytest.raises(DatasetUnfitError, match=rf"stats\.json.*{message}.*record the dataset again"):
        read_statistics(FrameSource.open(root), ["action"])


def test_missing_statistics_are_refused(make_dataset) -> None:
    root = make_dataset()
    source = FrameSource.open(root)
    (root / "meta/stats.json").unlink()
    with pytest.raises(DatasetUnfitError, match=r"stats\.json cannot be read"):
        read_statistics(source, ["action"])
