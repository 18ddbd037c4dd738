"""Episodes on their way into a dataset: what is already on disk, and what the tables still need to know."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from envs.demos.episode import Episode
from envs.demos.formats.lerobot import features as names
from envs.demos.formats.lerobot.record import RECORD_PATH, from_row, record_schema, to_row
from envs.demos.formats.lerobot.stats import Stats
from envs.demos.formats.lerobot.video import RollingVideo
from envs.worlds.world import CONTROL_HZ


class StagedEpisodes:
    """Episodes on their way: records and videos on disk, and what the tables need to know of them."""

    def __init__(self, folder: Path) -> None:
        import pyarrow.parquet as pq

        self.folder = folder
        self.lengths: list[int] = []
        self.videos: list[tuple[dict[str, Any], dict[str, Stats]]] = []
        self.cameras: dict[str, RollingVideo] = {}
        self.instructions: dict[str, int] = {}
        self.stages: dict[str, int] = {}
        self.environment_names: list[tuple[str, ...]] = []
        (folder / "meta").mkdir()
        self._records = pq.ParquetWriter(
            folder / RECORD_PATH, record_schema(), compression="zstd", use_dictionary=False, write_page_checksum=True
        )

    def add(self, episode: Episode) -> None:
        """Write an episode's record and frames; every episode must have the first one's cameras."""
        if not self.lengths:
            keys = [names.IMAGES + camera for camera in episode.images]
            self.cameras = {key: RollingVideo(self.folder, key, CONTROL_HZ) for key in keys}
        images = {names.IMAGES + camera: frames for camera, frames in episode.images.items()}
        if set(images) != set(self.cameras):
            raise ValueError(f"an episode has cameras {sorted(images)}, the first one {sorted(self.cameras)}")
        columns: dict[str, Any] = {}
        stats: dict[str, Stats] = {}
        for key, video in self.cameras.items():
            found, stats[key] = video.append(images[key])
            columns |= found
        self._records.write_table(to_row(len(self.lengths), episode))
        self.videos.append((columns, stats))
        self.lengths.append(len(episode))
        self.instructions.setdefault(episode.spec.instruction, len(self.instructions))
        for stage in episode.stages:
            self.stages.setdefault(stage, len(self.stages))
        self.environment_names.append(episode.layout.environment_names)

    def close(self) -> None:
        """Finish the records' footer and the videos; all are tried, the first error counts."""
        try:
            self._records.close()
        finally:
            _close_all(list(self.cameras.values()))

    def episodes(self) -> Iterator[Episode]:
        """Read the records back, one at a time."""
        import pyarrow.parquet as pq

        with pq.ParquetFile(self.folder / RECORD_PATH) as records:
            for group in range(records.num_row_groups):
                yield from_row(records.read_row_group(group), self.folder / RECORD_PATH)


def _close_all(videos: list[RollingVideo]) -> None:
    if videos:
        try:
            videos[0].close()
        finally:
            _close_all(videos[1:])
