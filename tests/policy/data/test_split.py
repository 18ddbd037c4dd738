from __future__ import annotations

from pathlib import Path

import pytest

from envs.demos.formats.lerobot import write
from policy.data.source import FrameSource
from policy.data.split import Entry, Split, split
from policy.errors import DatasetUnfitError


def scenes(sources: list[FrameSource], entries: tuple[Entry, ...]) -> set[tuple[str | None, int | None]]:
    found = [sources[dataset].episodes[episode] for dataset, episode in entries]
    return {(episode.task, episode.seed) for episode in found}


@pytest.fixture
def overlapping(tmp_path: Path, make_episode) -> list[FrameSource]:
    """Two datasets of two tasks; some scenes lie in both, and one of them twice in the first."""
    one = [make_episode(seed, steps=2) for seed in (*range(12), 3)] + [
        make_episode(seed, steps=2, task="open") for seed in range(6)
    ]
    other = [make_episode(seed, steps=3) for seed in range(8, 20)]
    write(one, tmp_path / "one")
    write(other, tmp_path / "other")
    return [FrameSource.open(tmp_path / name) for name in ("one", "other")]


def test_every_episode_is_on_one_side(overlapping: list[FrameSource]) -> None:
    found = split(overlapping)
    every = [Entry(d, episode.index) for d, source in enumerate(overlapping) for episode in source.episodes]
    assert sorted(found.train + found.validation) == every


@pytest.mark.parametrize("seed", range(10))
def test_no_scene_of_a_task_is_on_both_sides(overlapping: list[FrameSource], seed: int) -> None:
    found = split(overlapping, 0.3, seed)
    assert not scenes(overlapping, found.train) & scenes(overlapping, found.validation)


def test_each_task_gives_its_share_to_validation(overlapping: list[FrameSource]) -> None:
    held = scenes(overlapping, split(overlapping, 0.3).validation)
    assert sum(task == "lift" for task, _ in held) == 6, "of 20 seeds"
    assert sum(task == "open" for task, _ in held) == 2, "of 6 seeds"


def test_a_task_with_two_scenes_keeps_one_and_gives_one(tmp_path: Path, make_episode) -> None:
    several = [make_episode(seed, steps=2) for seed in range(40)]
    few = [make_episode(seed, steps=2, task="open") for seed in (0, 1)]
    write([*several, *few, make_episode(0, steps=2, task="close")], tmp_path / "data")
    source = FrameSource.open(tmp_path / "data")
    for share in (0.01, 0.99):
        found = split([source], share)
        for side in (found.train, found.validation):
            assert sum(task == "open" for task, _ in scenes([source], side)) == 1
        assert ("close", 0) in scenes([source], found.train), "a task's only scene is for training"


def test_the_seed_decides_and_another_dataset_moves_nothing(overlapping, make_dataset) -> None:
    assert split(overlapping, seed=1) == split(overlapping, seed=1)
    assert len({split(overlapping, seed=seed).validation for seed in range(5)}) > 1
    more = FrameSource.open(make_dataset("more", range(9), task="push", steps=2))
    with_more = split([*overlapping, more], seed=1)
    alone = split(overlapping, seed=1)
    assert (
        Split(*(tuple(e for e in side if e.dataset < 2) for side in (with_more.train, with_more.validation))) == alone
    )


def test_episodes_of_another_origin_are_scenes_of_their_sentence(tmp_path: Path, make_episode) -> None:
    episodes = [make_episode(0, steps=2, task=task) for task in ("lift", "open") for _ in range(10)]
    write(episodes, tmp_path / "data")
    (tmp_path / "data/meta/simwright.parquet").unlink()
    found = split([FrameSource.open(tmp_path / "data")], 0.2)
    assert len(found.train) == 16
    assert [sum(low <= e.episode < low + 10 for e in found.validation) for low in (0, 10)] == [2, 2]


def test_one_scene_is_not_enough(tmp_path: Path, make_episode) -> None:
    write([make_episode(5, steps=2) for _ in range(3)], tmp_path / "data")
    with pytest.raises(DatasetUnfitError, match="data has two scenes, so that nothing is left to validate on; record"):
        split([FrameSource.open(tmp_path / "data")])


@pytest.mark.parametrize("share", [0.0, 1.0, -0.1, 2.0])
def test_a_share_that_is_none_is_refused(make_dataset, share: float) -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        split([FrameSource.open(make_dataset())], share)
