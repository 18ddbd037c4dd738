"""Which episodes a dataset has, where their frames lie, and what Simwright recorded of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from envs.demos.formats.lerobot.record import RECORD_PATH
from policy.data.features import Info
from policy.data.parquet import open_parquet, reading, require_columns
from policy.errors import DatasetUnfitError

EPISODE_FILES = "meta/episodes/*/*.parquet"
_COLUMNS = (
    "episode_index",
    "tasks",
    "length",
    "dataset_from_index",
    "dataset_to_index",
    "data/chunk_index",
    "data/file_index",
)
_RECORD_COLUMNS = ("episode_index", "seed", "task", "program")


@dataclass(frozen=True, slots=True)
class EpisodeInfo:
    """An episode: its number, its frames, the sentence that it is about.

    `seed` is the scene's, `task` the name of the task's program; None where the dataset was not recorded by Simwright.
    """

    index: int
    length: int
    sentence: str
    seed: int | None = None
    task: str | None = None


@dataclass(frozen=True)
class EpisodeTable:
    """All episodes, and of each the numbers of its file and the row there at which it begins: (n,) int64."""

    episodes: tuple[EpisodeInfo, ...]
    programs: Mapping[str, str]
    chunks: NDArray[np.int64]
    files: NDArray[np.int64]
    rows: NDArray[np.int64]


def episode_files(root: Path) -> list[Path]:
    """Return the files of the episodes' table in order."""
    return sorted(root.glob(EPISODE_FILES))


def read_episodes(root: Path, info: Info) -> EpisodeTable:
    """Read the episodes' table, and the record beside it where there is one.

    Raises DatasetUnfitError where they contradict info.json or each other, where an episode has several sentences, and
    where there are fewer than two episodes, which cannot be split.
    """
    columns: dict[str, list[Any]] = {name: [] for name in _COLUMNS}
    for path in episode_files(root):
        file = open_parquet(path)
        require_columns(path, file, _COLUMNS)
        with file, reading(path):
            table = file.read(list(_COLUMNS), use_threads=False)
        for name in _COLUMNS:
            columns[name] += table.column(name).to_pylist()
    _check_table(root, info, columns)
    seeds, tasks, programs = _read_record(root, len(columns["length"]))
    episodes = tuple(
        EpisodeInfo(index, length, _sentence(root, index, sentences), seeds.get(index), tasks.get(index))
        for index, (length, sentences) in enumerate(zip(columns["length"], columns["tasks"], strict=True))
    )
    chunks, files = (np.array(columns[f"data/{name}_index"], dtype=np.int64) for name in ("chunk", "file"))
    return EpisodeTable(episodes, programs, chunks, files, _rows(chunks, files, columns["dataset_from_index"]))


def _check_table(root: Path, info: Info, columns: dict[str, list[Any]]) -> None:
    where = root / "meta/episodes"
    count = len(columns["length"])
    empty = [(name, values.index(None)) for name, values in columns.items() if None in values]
    if empty:
        raise DatasetUnfitError(
            f"{where} says nothing of {empty[0][0]} for episode {empty[0][1]}; record the dataset again"
        )
    if columns["episode_index"] != list(range(count)) or count != info.episodes:
        raise DatasetUnfitError(
            f"{where} describes {count} episodes, info.json counts {info.episodes}; record the dataset again"
        )
    if count < 2:
        raise DatasetUnfitError(
            f"{root} has {count} episode{'s' if count != 1 else ''}; training needs at least 2, one to learn from and "
            "one to validate on: record more"
        )
    ends = np.cumsum([0, *columns["length"]]).tolist()
    if min(columns["length"]) < 1 or ends[:-1] != columns["dataset_from_index"] or ends[-1] != info.frames:
        raise DatasetUnfitError(
            f"{where}: the episodes' lengths and places do not add up to the {info.frames} frames that info.json "
            "counts; record the dataset again"
        )


def _sentence(root: Path, index: int, sentences: list[str]) -> str:
    if len(sentences) != 1:
        raise DatasetUnfitError(
            f"{root}, episode {index}, has {len(sentences)} sentences {sentences}; policies follow one: split the "
            "episode where the sentence changes"
        )
    return sentences[0]


def _rows(chunks: NDArray[np.int64], files: NDArray[np.int64], starts: list[int]) -> NDArray[np.int64]:
    """Return the row of its file at which each episode begins; a file begins with its first episode."""
    first: dict[tuple[int, int], int] = {}
    places = list(zip(chunks.tolist(), files.tolist(), strict=True))
    for place, start in zip(places, starts, strict=True):
        first[place] = min(first.get(place, start), start)
    return np.array([start - first[place] for place, start in zip(places, starts, strict=True)], dtype=np.int64)


def _read_record(root: Path, count: int) -> tuple[dict[int, int], dict[int, str], dict[str, str]]:
    """Return each episode's seed and task, and each task's program; nothing for a dataset of another origin."""
    path = root / RECORD_PATH
    seeds: dict[int, int] = {}
    tasks: dict[int, str] = {}
    programs: dict[str, str] = {}
    if not path.exists():
        return seeds, tasks, programs
    file = open_parquet(path)
    require_columns(path, file, _RECORD_COLUMNS)
    with file, reading(path):
        for batch in file.iter_batches(1024, columns=list(_RECORD_COLUMNS), use_threads=False):
            for row in batch.to_pylist():
                index, seed, task, program = (row[name] for name in _RECORD_COLUMNS)
                seeds[index], tasks[index] = seed, task
                if programs.setdefault(task, program) != program:
                    raise DatasetUnfitError(
                        f"{path}: two programs are called {task!r}; record them into datasets of their own"
                    )
    if sorted(seeds) != list(range(count)):
        raise DatasetUnfitError(
            f"{path} records {len(seeds)} episodes, meta/episodes describes {count}; record the dataset again, or "
            f"delete {RECORD_PATH} to train without seeds"
        )
    return seeds, tasks, programs
