"""The frames of a LeRobotDataset v3.0, one episode at a time."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from policy.data.batch import Float32
from policy.data.episodes import EpisodeInfo, EpisodeTable, episode_files, read_episodes
from policy.data.features import INFO_PATH, Feature, Info, read_info
from policy.data.parquet import numbers
from policy.data.rows import RowReader
from policy.errors import DatasetUnfitError

if TYPE_CHECKING:
    import pyarrow as pa

_EPISODE = "episode_index"


class FrameSource:
    """A dataset to learn from, recorded by Simwright or by LeRobot itself.

    What is kept in memory is the list of episodes and what `RowReader` keeps, never the frames of a whole dataset.
    """

    def __init__(self, path: Path, info: Info, table: EpisodeTable) -> None:
        self.path, self.info = path, info
        self._table = table
        self._rows = RowReader()

    @classmethod
    def open(cls, path: Path | str) -> FrameSource:
        """Open a dataset's folder; frames are read later.

        Raises DatasetUnfitError for what nothing can be learned from: no dataset, another version of the format, no
        action or observation vectors, fewer than two episodes, tables that are damaged or contradict each other.
        """
        root = Path(path)
        info = read_info(root)
        return cls(root, info, read_episodes(root, info))

    @property
    def fps(self) -> float:
        """Frames a second."""
        return self.info.fps

    @property
    def robot(self) -> str | None:
        """The robot's name, where the dataset has one."""
        return self.info.robot

    @property
    def features(self) -> dict[str, Feature]:
        """What a frame holds, by LeRobot's names."""
        return self.info.features

    @property
    def episodes(self) -> tuple[EpisodeInfo, ...]:
        """Every episode, in order: the k-th has index k."""
        return self._table.episodes

    @property
    def programs(self) -> Mapping[str, str]:
        """The source of each task's program by the task's name; empty where Simwright did not record the dataset."""
        return self._table.programs

    @cached_property
    def fingerprint(self) -> str:
        """A SHA-256 over info.json and the episodes' table, which holds statistics of every episode."""
        digest = hashlib.sha256()
        for path in (self.path / INFO_PATH, *episode_files(self.path)):
            with path.open("rb") as file:
                digest.update(hashlib.file_digest(file, "sha256").digest())
        return digest.hexdigest()

    def read(self, index: int, columns: Sequence[str]) -> dict[str, Float32]:
        """Return features of an episode's frames, each (n, d) float32, in the features' units.

        Raises DatasetUnfitError, naming the episode, where a file is damaged or holds something else than info.json
        and the episodes' table say, and where a number is not finite; IndexError for an episode that is not there.
        """
        if not 0 <= index < len(self.episodes):
            raise IndexError(f"{self.path} has episodes 0 to {len(self.episodes) - 1}; there is no episode {index}")
        unfit = [name for name in columns if not self._vector(name)]
        if unfit:
            raise DatasetUnfitError(
                f"{self.path} has no vector {', '.join(unfit)}; choose from "
                f"{', '.join(name for name in self.features if self._vector(name))}"
            )
        path = self.path / self.info.data_file(int(self._table.chunks[index]), int(self._table.files[index]))
        length, row = self.episodes[index].length, int(self._table.rows[index])
        frames = self._rows.read(path, row, length, (*columns, _EPISODE))
        if len(frames) != length or not np.all(frames.column(_EPISODE).to_numpy() == index):
            raise DatasetUnfitError(
                f"{path}: the {length} frames of episode {index} do not lie where meta/episodes says, from row {row} "
                "on; record the dataset again"
            )
        return {name: self._values(path, index, name, frames.column(name)) for name in columns}

    def _vector(self, name: str) -> bool:
        return name in self.features and self.features[name].is_vector

    def _values(self, path: Path, index: int, name: str, column: pa.ChunkedArray) -> Float32:
        feature = self.features[name]
        try:
            values = np.asarray(numbers(column, feature.size), dtype=np.float32)
        except ValueError as error:
            raise DatasetUnfitError(
                f"{path}, episode {index}: {name!r} is not as info.json says: {error}; record the dataset again"
            ) from error
        if not np.isfinite(values).all():
            frame, dimension = (int(k) for k in np.argwhere(~np.isfinite(values))[0])
            which = f" ({feature.names[dimension]})" if len(feature.names) == feature.size else ""
            raise DatasetUnfitError(
                f"{self.path}, episode {index}, frame {frame}: {name!r} is {values[frame, dimension]} at dimension "
                f"{dimension}{which}; leave the episode out and record another"
            )
        return values
