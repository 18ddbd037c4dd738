"""Writes episodes as a LeRobotDataset v3.0.

Episodes come one at a time and go to disk as they come: their record first, which has all that the frames are computed
from, and their videos. The tables of frames follow at the end, when it is known how wide the environment state has to
be. Memory does not grow with the length of the collection by more than what the statistics need.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from envs.demos.episode import Episode
from envs.demos.errors import DatasetWriteError
from envs.demos.formats.lerobot import features as names
from envs.demos.formats.lerobot.staged import StagedEpisodes
from envs.demos.formats.lerobot.stats import vector_stats
from envs.demos.formats.lerobot.tables import (
    CHUNK_SIZE,
    DATA_MEGABYTES,
    DATA_PATH,
    EPISODES_PATH,
    VIDEO_MEGABYTES,
    VIDEO_PATH,
    RollingParquet,
    write_indexed,
)
from envs.demos.layout import padded
from envs.demos.staging import staged_folder
from envs.worlds.world import CONTROL_HZ

if TYPE_CHECKING:
    import pyarrow as pa

VERSION = "v3.0"


@dataclass(frozen=True)
class DatasetSummary:
    """What was written."""

    path: Path
    episodes: int
    frames: int
    tasks: int


def write(
    episodes: Iterable[Episode], path: Path | str, *, overwrite: bool = False, language_columns: bool = False
) -> DatasetSummary:
    """Write a dataset folder, whole or not at all.

    Stage names go where LeRobot up to 0.5 has them, `subtask_index` and `meta/subtasks.parquet`, and as language
    annotations into the episodes' table, which every version loads. With `language_columns` these also become columns
    of the frames, as LeRobot from 0.6 on has them; earlier versions refuse to load such a dataset.
    Raises DatasetExistsError, and DatasetWriteError (also when there is no episode).
    """
    target = Path(path)
    with staged_folder(target, overwrite=overwrite) as folder:
        staged = StagedEpisodes(folder)
        try:
            for episode in episodes:
                staged.add(episode)
        finally:
            staged.close()
        if not staged.lengths:
            raise DatasetWriteError(f"there is no episode to write to {target}; nothing was left behind")
        _Tables(staged, language_columns).write()
    return DatasetSummary(target, len(staged.lengths), sum(staged.lengths), len(staged.instructions))


class _Tables:
    """The tables of frames and episodes, the names they refer to, the statistics, and info.json."""

    def __init__(self, staged: StagedEpisodes, language_columns: bool) -> None:
        self.staged, self.root, self.language_columns = staged, staged.folder, language_columns
        self.features = names.frame_features(
            names.shared_names(staged.environment_names), language_columns=language_columns
        )
        self.schema = names.frame_schema(self.features)
        self.collected: dict[str, list[NDArray]] = {}

    def write(self) -> None:
        """Write everything that the videos and records leave to be written."""
        data, table = RollingParquet(self.root, DATA_PATH), RollingParquet(self.root, EPISODES_PATH)
        try:
            start = 0
            for index, episode in enumerate(self.staged.episodes()):
                columns = self._columns(index, start, episode)
                chunk, file = data.locate()
                data.write(self._frames(columns, episode))
                self._describe(
                    table, index, start, episode, columns, {"data/chunk_index": chunk, "data/file_index": file}
                )
                start += len(episode)
        finally:
            data.close()
            table.close()
        write_indexed(self.root / "meta/tasks.parquet", "task", list(self.staged.instructions), "task_index")
        write_indexed(self.root / "meta/subtasks.parquet", "subtask", list(self.staged.stages), names.SUBTASK)
        stats = {name: vector_stats(np.concatenate(parts)) for name, parts in self.collected.items()}
        stats |= {key: video.stats() for key, video in self.staged.cameras.items()}
        self._json("meta/stats.json", stats)
        self._json("meta/info.json", self._info())

    def _columns(self, index: int, start: int, episode: Episode) -> dict[str, NDArray]:
        """Return the frames' columns that have statistics."""
        steps = np.arange(len(episode))
        done = steps == len(episode) - 1
        return {
            names.STATE: episode.agent,
            names.ENVIRONMENT: padded(episode.environment, self.features[names.ENVIRONMENT]["shape"][0]),
            names.KEYPOINTS: episode.keypoints,
            names.ACTION: episode.actions,
            names.REWARD: episode.rewards,
            names.DONE: done,
            names.SUCCESS: episode.success,
            names.SUBTASK: np.array([self.staged.stages[stage] for stage in episode.stages]),
            "timestamp": (steps / CONTROL_HZ).astype(np.float32),
            "frame_index": steps,
            "episode_index": np.full(len(episode), index),
            "index": start + steps,
            "task_index": np.full(len(episode), self.staged.instructions[episode.spec.instruction]),
        }

    def _frames(self, columns: dict[str, NDArray], episode: Episode) -> pa.Table:
        import pyarrow as pa

        arrays: list[pa.Array] = []
        for field in self.schema:
            if field.name == names.LANGUAGE:
                arrays.append(pa.array([_annotations(episode)] * len(episode), field.type))
            elif field.name in names.LANGUAGE_COLUMNS:
                arrays.append(pa.array([[]] * len(episode), field.type))
            elif pa.types.is_fixed_size_list(field.type):
                flat = pa.array(columns[field.name].ravel(), field.type.value_type)
                arrays.append(pa.FixedSizeListArray.from_arrays(flat, field.type.list_size))
            else:
                arrays.append(pa.array(columns[field.name].ravel(), field.type))
        return pa.table(arrays, schema=self.schema)

    def _describe(
        self,
        table: RollingParquet,
        index: int,
        start: int,
        episode: Episode,
        columns: dict[str, NDArray],
        place: dict[str, int],
    ) -> None:
        """Write the episode's row: where its frames are, and their statistics."""
        import pyarrow as pa

        video_columns, video_stats = self.staged.videos[index]
        stats = {name: vector_stats(values) for name, values in columns.items()} | video_stats
        for name, values in columns.items():
            self.collected.setdefault(name, []).append(values)
        chunk, file = table.locate()
        row = {
            "episode_index": index,
            "tasks": [episode.spec.instruction],
            "length": len(episode),
            "dataset_from_index": start,
            "dataset_to_index": start + len(episode),
            **place,
            **video_columns,
            **{f"stats/{name}/{key}": value for name, found in stats.items() for key, value in found.items()},
            "meta/episodes/chunk_index": chunk,
            "meta/episodes/file_index": file,
        }
        columns_of_row = {name: pa.array([value]) for name, value in row.items()}
        columns_of_row[names.LANGUAGE] = pa.array([_annotations(episode)], names.language_type(timed=True))
        table.write(pa.table(columns_of_row))

    def _info(self) -> dict[str, Any]:
        staged = self.staged
        cameras = {key: video.feature() for key, video in staged.cameras.items()}
        return {
            "codebase_version": VERSION,
            "robot_type": "panda",
            "total_episodes": len(staged.lengths),
            "total_frames": sum(staged.lengths),
            "total_tasks": len(staged.instructions),
            "chunks_size": CHUNK_SIZE,
            "data_files_size_in_mb": DATA_MEGABYTES,
            "video_files_size_in_mb": VIDEO_MEGABYTES,
            "fps": CONTROL_HZ,
            "splits": {"train": f"0:{len(staged.lengths)}"},
            "data_path": DATA_PATH,
            "video_path": VIDEO_PATH if cameras else None,
            "features": cameras | self.features,
        }

    def _json(self, name: str, data: dict[str, Any]) -> None:
        (self.root / name).write_text(json.dumps(data, indent=2), encoding="utf-8")


def _annotations(episode: Episode) -> list[dict[str, object]]:
    stages = [(step / CONTROL_HZ, name) for step, name in episode.stage_starts]
    return names.language_rows(episode.spec.paraphrases, stages)
