"""Divides episodes into those to learn from and those to validate on, so that no scene is in both."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from policy.data.source import FrameSource
from policy.errors import DatasetUnfitError


class Entry(NamedTuple):
    """An episode of several datasets: the dataset's place among them, and the episode's index there."""

    dataset: int
    episode: int


@dataclass(frozen=True)
class Split:
    """The episodes to learn from and those to validate on, in the order of the datasets."""

    train: tuple[Entry, ...]
    validation: tuple[Entry, ...]


def split(sources: Sequence[FrameSource], validation_share: float = 0.1, seed: int = 0) -> Split:
    """Split by scene: the episodes of one task and scene seed stay together, whichever datasets they lie in.

    A task is a program's name. Where Simwright did not record a dataset, the sentence takes its place, and each
    episode is a scene. Of each task with at least two scenes, the nearest whole number to its share goes to
    validation, at least one and never all; which ones follows from `seed` and the task alone, so adding a dataset
    moves no scene of another task. Raises DatasetUnfitError where nothing is left to validate on.
    """
    if not 0 < validation_share < 1:
        raise ValueError(f"the share of validation must lie between 0 and 1; got {validation_share}")
    scenes: dict[str, dict[str, list[Entry]]] = {}
    for dataset, source in enumerate(sources):
        for episode in source.episodes:
            if episode.task is None or episode.seed is None:
                task, scene = f"sentence {episode.sentence}", f"{source.fingerprint} {episode.index}"
            else:
                task, scene = f"task {episode.task}", str(episode.seed)
            scenes.setdefault(task, {}).setdefault(scene, []).append(Entry(dataset, episode.index))
    kept: list[Entry] = []
    held: list[Entry] = []
    for task, groups in scenes.items():
        order = sorted(groups, key=lambda scene: _rank(seed, task, scene))
        count = min(max(1, round(validation_share * len(order))), len(order) - 1)
        for place, scene in enumerate(order):
            (held if place < count else kept).extend(groups[scene])
    if not held:
        raise DatasetUnfitError(
            f"no task of {', '.join(str(source.path) for source in sources)} has two scenes, so that nothing is left "
            "to validate on; record more episodes"
        )
    return Split(tuple(sorted(kept)), tuple(sorted(held)))


def _rank(seed: int, task: str, scene: str) -> bytes:
    return hashlib.sha256(f"{seed}\n{task}\n{scene}".encode()).digest()
