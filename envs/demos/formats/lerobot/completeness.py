"""Checks that the files of a dataset that replaying does not need are whole, too: other readers need them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from envs.demos.errors import DatasetCorruptError
from envs.demos.formats.lerobot.tables import VIDEO_PATH

if TYPE_CHECKING:
    import pyarrow.parquet as pq

TABLES = ("meta/tasks.parquet", "meta/subtasks.parquet")
STATS = "meta/stats.json"


def check_complete(root: Path, info: dict[str, Any]) -> None:
    """Read tables, statistics and every frame of the videos; raises DatasetCorruptError for the first damaged file."""
    for name in TABLES:
        with parquet_file(root / name) as table:
            table.read()
    try:
        json.loads((root / STATS).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise DatasetCorruptError(f"{root / STATS} cannot be read: {error}; record the dataset again") from error
    rows: list[dict[str, Any]] = []
    for file in sorted(root.glob("meta/episodes/*/*.parquet")):
        with parquet_file(file) as table:
            names = [name for name in table.schema_arrow.names if name.startswith("videos/")]
            rows += table.read(["episode_index", *names]).to_pylist()
    if [row["episode_index"] for row in rows] != list(range(info["total_episodes"])):
        raise DatasetCorruptError(
            f"{root / 'meta/episodes'} describes {len(rows)} episodes, info.json counts {info['total_episodes']}; "
            "record the dataset again"
        )
    for path, frames in _videos(root, info, rows).items():
        found = _frames(path)
        if found != frames:
            raise DatasetCorruptError(
                f"{path} is cut off or damaged: {found} of {frames} frames can be read; record the dataset again"
            )


def _videos(root: Path, info: dict[str, Any], rows: list[dict[str, Any]]) -> dict[Path, int]:
    """Return how many frames each video should have, from where the episodes' table says that the last one ends."""
    wanted: dict[Path, int] = {}
    for key in (name for name, feature in info["features"].items() if feature["dtype"] == "video"):
        for row in rows:
            place = {name: row[f"videos/{key}/{name}"] for name in ("chunk_index", "file_index")}
            path = root / VIDEO_PATH.format(video_key=key, **place)
            wanted[path] = max(wanted.get(path, 0), round(row[f"videos/{key}/to_timestamp"] * info["fps"]))
    return wanted


def _frames(path: Path) -> int:
    """Return how many frames of a video can be decoded."""
    import av
    from av.error import FFmpegError

    count = 0
    try:
        with av.open(str(path)) as container:
            for _ in container.decode(video=0):
                count += 1
    except (FFmpegError, IndexError):
        return count
    return count


@contextmanager
def parquet_file(path: Path) -> Iterator[pq.ParquetFile]:
    """Open a Parquet file; raises DatasetCorruptError where it is missing, or it or what the block reads is damaged."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        with pq.ParquetFile(path, page_checksum_verification=True) as file:
            yield file
    except (pa.ArrowException, OSError) as error:
        raise DatasetCorruptError(
            f"{path} is cut off or damaged: {str(error).rstrip('.')}; record the dataset again"
        ) from error
