from __future__ import annotations

import json
import shutil
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from envs.demos.errors import DatasetCorruptError, NoDatasetError
from envs.demos.formats.lerobot import read, write

RECORD = "meta/simwright.parquet"
DATA = "data/chunk-000/file-000.parquet"


@pytest.fixture
def dataset(tmp_path, make_episode) -> Path:
    write([make_episode(seed, steps=30) for seed in range(3)], tmp_path / "data")
    return tmp_path / "data"


@pytest.mark.parametrize("name", ["meta/info.json", RECORD, DATA])
def test_a_missing_file_is_named(dataset: Path, name: str) -> None:
    (dataset / name).unlink()
    with pytest.raises((DatasetCorruptError, NoDatasetError), match=r"info\.json|simwright\.parquet"):
        list(read(dataset).episodes())


@pytest.mark.parametrize("name", ["meta/info.json", RECORD, DATA])
def test_a_file_that_is_cut_off_is_an_error_that_names_it(dataset: Path, name: str) -> None:
    content = (dataset / name).read_bytes()
    (dataset / name).write_bytes(content[: len(content) // 2])
    with pytest.raises(DatasetCorruptError, match=name.replace(".", r"\.")):
        list(read(dataset).episodes())


def test_a_flipped_bit_in_the_states_is_noticed(dataset: Path) -> None:
    column = pq.ParquetFile(dataset / RECORD).metadata.row_group(1)
    states = next(column.column(k) for k in range(column.num_columns) if "states" in column.column(k).path_in_schema)
    content = bytearray((dataset / RECORD).read_bytes())
    content[states.data_page_offset + states.total_compressed_size // 2] ^= 1
    (dataset / RECORD).write_bytes(content)
    with pytest.raises(DatasetCorruptError):
        list(read(dataset).episodes())


def test_frames_that_were_edited_are_noticed(dataset: Path) -> None:
    table = pq.read_table(dataset / DATA)
    actions = table["action"].to_pylist()
    actions[40][2] += 1e-6
    place = table.schema.get_field_index("action")
    table = table.set_column(place, table.schema.field(place), pa.array(actions, table.schema.field(place).type))
    with pq.ParquetWriter(dataset / DATA, table.schema) as writer:
        for episode in range(3):
            writer.write_table(table.slice(30 * episode, 30))
    with pytest.raises(DatasetCorruptError, match=r"episode 1.*'action'"):
        list(read(dataset).episodes())


def test_a_spec_that_was_edited_is_noticed(dataset: Path) -> None:
    table = pq.read_table(dataset / RECORD)
    specs = [json.loads(text) for text in table["spec"].to_pylist()]
    specs[2]["time_limit"] = 61.0
    place = table.schema.get_field_index("spec")
    table = table.set_column(place, "spec", pa.array([json.dumps(spec) for spec in specs]))
    pq.write_table(table, dataset / RECORD, row_group_size=1)
    with pytest.raises(DatasetCorruptError, match=r"episode 2.*hash"):
        list(read(dataset).episodes())


def test_a_lost_data_file_is_noticed(dataset: Path) -> None:
    shutil.rmtree(dataset / "data")
    with pytest.raises(DatasetCorruptError, match="incomplete"):
        list(read(dataset).episodes())


def test_another_folder_is_no_dataset(tmp_path) -> None:
    with pytest.raises(NoDatasetError, match="no dataset folder"):
        read(tmp_path / "nothing")
    with pytest.raises(NoDatasetError, match="no LeRobot dataset"):
        read(tmp_path)
