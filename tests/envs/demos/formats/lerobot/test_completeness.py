from __future__ import annotations

from pathlib import Path

import pytest

from envs.demos.errors import DatasetCorruptError
from envs.demos.formats.lerobot import read, write

FILES = [
    "meta/stats.json",
    "meta/tasks.parquet",
    "meta/subtasks.parquet",
    "meta/episodes/chunk-000/file-000.parquet",
    "videos/observation.images.front/chunk-000/file-000.mp4",
]


@pytest.fixture
def dataset(tmp_path, make_episode) -> Path:
    write([make_episode(seed, steps=30, cameras=("front",)) for seed in range(2)], tmp_path / "data")
    return tmp_path / "data"


def test_a_dataset_as_it_was_written_is_complete(dataset: Path) -> None:
    read(dataset).check()


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_is_cut_off_is_an_error_that_names_it(dataset: Path, name: str) -> None:
    content = (dataset / name).read_bytes()
    (dataset / name).write_bytes(content[: len(content) // 2])
    with pytest.raises(DatasetCorruptError, match=f"{Path(name).name}.*record the dataset again"):
        read(dataset).check()


@pytest.mark.parametrize("name", FILES)
def test_a_missing_file_is_an_error(dataset: Path, name: str) -> None:
    (dataset / name).unlink()
    with pytest.raises(DatasetCorruptError):
        read(dataset).check()


def test_a_video_whose_end_is_lost_says_how_many_frames_are_left(dataset: Path) -> None:
    path = dataset / FILES[-1]
    path.write_bytes(path.read_bytes()[:-200])
    with pytest.raises(DatasetCorruptError, match=r"of 60 frames"):
        read(dataset).check()
