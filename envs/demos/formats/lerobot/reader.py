"""Reads a dataset that `writer` wrote: its episodes as they were recorded, and its frames as LeRobot sees them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from envs.demos.episode import ACTION_SIZE, Episode
from envs.demos.errors import DatasetCorruptError, NoDatasetError
from envs.demos.formats.lerobot import features as names
from envs.demos.formats.lerobot.completeness import check_complete, parquet_file
from envs.demos.formats.lerobot.record import RECORD_PATH, from_row
from envs.demos.formats.lerobot.writer import VERSION


@dataclass(frozen=True)
class Dataset:
    """A dataset folder. Nothing but info.json is read until it is asked for."""

    path: Path
    info: dict[str, Any]

    def __len__(self) -> int:
        return int(self.info["total_episodes"])

    def check(self) -> None:
        """Read what `episodes` does not: the other tables, the statistics, every frame of the videos.

        Raises DatasetCorruptError, naming the file.
        """
        check_complete(self.path, self.info)

    def episodes(self) -> Iterator[Episode]:
        """Yield every episode with what its frames say of its actions; images stay in their videos.

        Raises DatasetCorruptError where a file is missing, cut off, or disagrees with another.
        """
        count = 0
        with parquet_file(self.path / RECORD_PATH) as records:
            for group, frames in zip(range(records.num_row_groups), self._row_groups(), strict=False):
                episode = from_row(records.read_row_group(group), self.path / RECORD_PATH)
                self._compare(group, episode, frames)
                yield episode
                count += 1
            if not count == records.num_row_groups == len(self):
                raise DatasetCorruptError(
                    f"{self.path}: info.json counts {len(self)} episodes, {RECORD_PATH} has {records.num_row_groups} "
                    f"and there are frames of {count}; the dataset is incomplete, record it again"
                )

    def _row_groups(self) -> Iterator[dict[str, np.ndarray]]:
        files = sorted(self.path.glob("data/*/*.parquet"))
        for file in files:
            with parquet_file(file) as table:
                for group in range(table.num_row_groups):
                    columns = table.read_row_group(group, [names.ACTION, names.STATE, "episode_index"])
                    yield {
                        name: columns.column(name).combine_chunks().flatten().to_numpy(zero_copy_only=False)
                        if name != "episode_index"
                        else columns.column(name).to_numpy()
                        for name in columns.column_names
                    }

    def _compare(self, index: int, episode: Episode, frames: dict[str, np.ndarray]) -> None:
        expected = {names.ACTION: episode.actions, names.STATE: episode.agent}
        expected["episode_index"] = np.full(len(episode), index)
        for name, values in expected.items():
            found = frames[name].reshape(-1, ACTION_SIZE) if values.ndim == 2 else frames[name]
            if found.shape != values.shape or found.tobytes() != np.ascontiguousarray(values).tobytes():
                raise DatasetCorruptError(
                    f"{self.path}, episode {index}: the frames' {name!r} is not what {RECORD_PATH} recorded; "
                    "the dataset has been changed, record it again"
                )


def read(path: Path | str) -> Dataset:
    """Open a dataset folder; raises DatasetCorruptError saying what is missing or wrong."""
    root = Path(path)
    info_path = root / "meta/info.json"
    if not root.is_dir():
        raise NoDatasetError(f"there is no dataset folder {root}; give the folder that `demos --out` wrote")
    try:
        info = json.loads(info_path.read_text(encoding="utf-8"))
        version, total = info["codebase_version"], int(info["total_episodes"])
    except FileNotFoundError as error:
        raise NoDatasetError(
            f"{root} is no LeRobot dataset: it has no meta/info.json; give the folder that `demos --out` wrote"
        ) from error
    except (ValueError, KeyError, TypeError) as error:
        raise DatasetCorruptError(f"{info_path} cannot be read: {error!r}; record the dataset again") from error
    if version != VERSION:
        raise DatasetCorruptError(f"{info_path} says version {version!r}; this reads {VERSION!r}")
    if not (root / RECORD_PATH).is_file():
        raise DatasetCorruptError(
            f"{root} has no {RECORD_PATH}, so it was not recorded by Simwright and cannot be run again"
        )
    return Dataset(root, info | {"total_episodes": total})
