from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from envs.demos.episode import Episode
from envs.demos.formats.lerobot import write
from policy.data.source import FrameSource
from policy.errors import DatasetUnfitError

DATA = "data/chunk-000/file-000.parquet"
EPISODES = "meta/episodes/chunk-000/file-000.parquet"
COLUMNS = ("observation.state", "observation.environment_state", "observation.keypoints", "action")


def recorded(episode: Episode) -> list[np.ndarray]:
    return [episode.agent, episode.environment, episode.keypoints, episode.actions]


def as_seen(source: FrameSource, index: int) -> list[np.ndarray]:
    frames = source.read(index, COLUMNS)
    return [frames[name] for name in COLUMNS]


def edit_frames(root: Path, column: str, edit: Callable[[list], None]) -> None:
    table = pq.read_table(root / DATA)
    values = table[column].to_pylist()
    edit(values)
    field = table.schema.field(column)
    table = table.set_column(table.schema.get_field_index(column), field, pa.array(values, field.type))
    pq.write_table(table, root / DATA)


@pytest.fixture
def episodes(make_episode) -> list[Episode]:
    return [make_episode(seed, steps=5 + seed) for seed in range(6)]


@pytest.fixture
def dataset(tmp_path: Path, episodes: list[Episode]) -> Path:
    write(episodes, tmp_path / "data")
    return tmp_path / "data"


def test_frames_are_what_was_recorded_bit_for_bit(dataset: Path, episodes: list[Episode]) -> None:
    source = FrameSource.open(dataset)
    for index in (4, 0, 5, 1):
        for found, wanted in zip(as_seen(source, index), recorded(episodes[index]), strict=True):
            assert found.dtype == np.float32
            assert (found == wanted).all()


@pytest.mark.parametrize("group", [1, 4, 7, 1000])
@pytest.mark.parametrize("lists", [False, True], ids=["fixed", "lists"])
def test_row_groups_and_lists_of_any_size_give_the_same_frames(dataset, episodes, group: int, lists: bool) -> None:
    table = pq.read_table(dataset / DATA)
    if lists:
        for name in COLUMNS:
            kept = pa.array(table[name].to_pylist(), pa.list_(pa.float64()))
            table = table.set_column(table.schema.get_field_index(name), name, kept)
    pq.write_table(table, dataset / DATA, row_group_size=group)
    source = FrameSource.open(dataset)
    for index in (5, 2, 0, 3):
        for found, wanted in zip(as_seen(source, index), recorded(episodes[index]), strict=True):
            assert (found == wanted).all()


def test_frames_are_found_in_several_files(dataset: Path, episodes: list[Episode]) -> None:
    frames, table = pq.read_table(dataset / DATA), pq.read_table(dataset / EPISODES)
    places = [(0, 0), (0, 0), (0, 1), (0, 1), (1, 0), (1, 0)]
    for place in sorted(set(places)):
        held = pa.array([place == places[k] for k in frames["episode_index"].to_pylist()])
        path = dataset / f"data/chunk-{place[0]:03d}/file-{place[1]:03d}.parquet"
        path.parent.mkdir(exist_ok=True)
        pq.write_table(frames.filter(held), path)
    for k, name in enumerate(("data/chunk_index", "data/file_index")):
        column = pa.array([place[k] for place in places])
        table = table.set_column(table.schema.get_field_index(name), name, column)
    pq.write_table(table, dataset / EPISODES)
    source = FrameSource.open(dataset)
    for index, episode in enumerate(episodes):
        for found, wanted in zip(as_seen(source, index), recorded(episode), strict=True):
            assert (found == wanted).all()


def test_state_and_action_are_enough(dataset: Path, episodes: list[Episode]) -> None:
    needed = ["observation.state", "action"]
    indices = ["timestamp", "frame_index", "episode_index", "index", "task_index"]
    pq.write_table(pq.read_table(dataset / DATA, columns=[*needed, *indices]), dataset / DATA)
    info = json.loads((dataset / "meta/info.json").read_text())
    info["features"] = {name: info["features"][name] for name in (*needed, *indices)}
    (dataset / "meta/info.json").write_text(json.dumps(info))
    (dataset / "meta/simwright.parquet").unlink()
    frames = FrameSource.open(dataset).read(3, needed)
    assert (frames["action"] == episodes[3].actions).all()


def test_reading_an_episode_touches_no_other(dataset: Path, episodes: list[Episode]) -> None:
    column = pq.ParquetFile(dataset / DATA).metadata.row_group(0).column(0)
    content = bytearray((dataset / DATA).read_bytes())
    end = (column.dictionary_page_offset or column.data_page_offset) + column.total_compressed_size
    content[end - 5] ^= 1
    (dataset / DATA).write_bytes(content)
    source = FrameSource.open(dataset)
    assert (source.read(4, ["observation.state"])["observation.state"] == episodes[4].agent).all()
    with pytest.raises(DatasetUnfitError, match=r"file-000\.parquet is missing, cut off or damaged"):
        source.read(0, ["observation.state"])


@pytest.mark.parametrize(("value", "word"), [(float("nan"), "nan"), (float("inf"), "inf")])
def test_what_is_not_finite_is_named(dataset: Path, value: float, word: str) -> None:
    edit_frames(dataset, "observation.state", lambda rows: rows[5 + 6 + 2].__setitem__(3, value))
    source = FrameSource.open(dataset)
    message = rf"data, episode 2, frame 2: 'observation.state' is {word} at dimension 3 \(panda_joint4\); leave"
    with pytest.raises(DatasetUnfitError, match=message):
        source.read(2, ["observation.state"])


def test_frames_that_are_not_where_they_should_be_are_refused(dataset: Path) -> None:
    table = pq.read_table(dataset / DATA)
    pq.write_table(table.slice(1), dataset / DATA)
    source = FrameSource.open(dataset)
    for index in (0, 5):
        with pytest.raises(DatasetUnfitError, match=f"frames of episode {index} do not lie where"):
            source.read(index, ["action"])


def test_frames_of_another_size_than_info_says_are_refused(dataset: Path) -> None:
    table = pq.read_table(dataset / DATA)
    short = pa.array([row[:7] for row in table["action"].to_pylist()], pa.list_(pa.float32()))
    pq.write_table(table.set_column(table.schema.get_field_index("action"), "action", short), dataset / DATA)
    with pytest.raises(DatasetUnfitError, match=r"episode 1: 'action' is not as info.json says: row 0 has 7 numbers"):
        FrameSource.open(dataset).read(1, ["action"])


def test_frames_of_another_type_than_info_says_are_refused(dataset: Path) -> None:
    table = pq.read_table(dataset / DATA)
    words = pa.array([["left"] * 8 for _ in range(len(table))])
    pq.write_table(table.set_column(table.schema.get_field_index("action"), "action", words), dataset / DATA)
    with pytest.raises(DatasetUnfitError, match=r"'action' is not as info.json says: it holds string, no numbers"):
        FrameSource.open(dataset).read(1, ["action"])


def test_a_frame_without_an_action_is_refused(dataset: Path) -> None:
    edit_frames(dataset, "action", lambda rows: rows.__setitem__(7, None))
    with pytest.raises(DatasetUnfitError, match=r"episode 1: 'action' is not as info.json says: row 2 is empty"):
        FrameSource.open(dataset).read(1, ["action"])


def test_a_column_that_info_promises_and_the_file_lacks_is_refused(dataset: Path) -> None:
    pq.write_table(pq.read_table(dataset / DATA).drop_columns(["action"]), dataset / DATA)
    with pytest.raises(DatasetUnfitError, match="has no column action"):
        FrameSource.open(dataset).read(1, ["action"])


def test_a_missing_file_of_frames_is_refused(dataset: Path) -> None:
    shutil.rmtree(dataset / "data")
    with pytest.raises(DatasetUnfitError, match=r"file-000\.parquet is missing"):
        FrameSource.open(dataset).read(0, ["action"])


def test_a_file_of_frames_that_is_cut_off_is_refused(dataset: Path) -> None:
    content = (dataset / DATA).read_bytes()
    (dataset / DATA).write_bytes(content[: len(content) // 2])
    with pytest.raises(DatasetUnfitError, match=r"file-000\.parquet is missing, cut off or damaged.*record"):
        FrameSource.open(dataset).read(0, ["action"])


def test_a_feature_that_is_no_vector_is_refused(dataset: Path) -> None:
    with pytest.raises(DatasetUnfitError, match=r"no vector task_index; choose from observation\.state"):
        FrameSource.open(dataset).read(0, ["task_index"])
    with pytest.raises(IndexError, match="episodes 0 to 5; there is no episode 6"):
        FrameSource.open(dataset).read(6, ["action"])


def test_the_fingerprint_is_that_of_the_content(dataset: Path, tmp_path: Path, make_dataset) -> None:
    shutil.copytree(dataset, tmp_path / "copy")
    fingerprint = FrameSource.open(dataset).fingerprint
    assert FrameSource.open(tmp_path / "copy").fingerprint == fingerprint
    assert FrameSource.open(make_dataset("other", range(1, 7))).fingerprint != fingerprint
