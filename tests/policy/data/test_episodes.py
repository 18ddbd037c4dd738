from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from envs.demos.formats.lerobot import write
from policy.data.episodes import read_episodes
from policy.data.features import read_info
from policy.errors import DatasetUnfitError

EPISODES = "meta/episodes/chunk-000/file-000.parquet"
RECORD = "meta/simwright.parquet"


def table_of(root: Path):
    return read_episodes(root, read_info(root))


def rewrite(path: Path, edit: Callable[[list[dict]], list[dict]]) -> None:
    table = pq.read_table(path)
    pq.write_table(pa.Table.from_pylist(edit(table.to_pylist()), schema=table.schema), path)


def test_episodes_have_seed_task_and_sentence(tmp_path: Path, make_episode) -> None:
    write([make_episode(7, steps=3), make_episode(8, task="open", steps=5)], tmp_path / "data")
    found = table_of(tmp_path / "data")
    assert [(e.index, e.length, e.sentence, e.seed, e.task) for e in found.episodes] == [
        (0, 3, "Lift the block of lift.", 7, "lift"),
        (1, 5, "Lift the block of open.", 8, "open"),
    ]
    assert found.programs == {task: f"def build(task, rng):\n    pass  # {task}\n" for task in ("lift", "open")}


def test_a_dataset_of_another_origin_has_no_seeds_and_no_programs(make_dataset) -> None:
    root = make_dataset()
    (root / RECORD).unlink()
    found = table_of(root)
    assert {(e.seed, e.task) for e in found.episodes} == {(None, None)}
    assert found.programs == {}


@pytest.mark.parametrize("count", [0, 1])
def test_fewer_than_two_episodes_cannot_be_split(make_dataset, count: int) -> None:
    root = make_dataset(seeds=[3])
    if count == 0:
        rewrite(root / EPISODES, lambda rows: [])
        info = json.loads((root / "meta/info.json").read_text())
        (root / "meta/info.json").write_text(json.dumps(info | {"total_episodes": 0, "total_frames": 0}))
    with pytest.raises(DatasetUnfitError, match=rf"has {count} episodes?; training needs at least 2.*record more"):
        table_of(root)


@pytest.mark.parametrize(
    ("edit", "message"),
    [
        (lambda rows: rows[:3], "describes 3 episodes, info.json counts 4"),
        (lambda rows: [rows[1], rows[0], *rows[2:]], "describes 4 episodes"),
        (lambda rows: [rows[0] | {"length": 11}, *rows[1:]], "do not add up to the 48 frames"),
        (lambda rows: [rows[0] | {"length": None}, *rows[1:]], "says nothing of length for episode 0"),
        (lambda rows: [rows[0], rows[1] | {"tasks": None}, *rows[2:]], "says nothing of tasks for episode 1"),
        (lambda rows: [rows[0] | {"tasks": ["Lift.", "Drop."]}, *rows[1:]], r"episode 0, has 2 sentences.*split"),
    ],
)
def test_a_table_of_episodes_that_contradicts_itself_is_refused(make_dataset, edit, message: str) -> None:
    root = make_dataset()
    rewrite(root / EPISODES, edit)
    with pytest.raises(DatasetUnfitError, match=message):
        table_of(root)


@pytest.mark.parametrize("name", [EPISODES, RECORD])
def test_a_file_that_is_cut_off_is_an_error_that_names_it(make_dataset, name: str) -> None:
    root = make_dataset()
    content = (root / name).read_bytes()
    (root / name).write_bytes(content[: len(content) // 2])
    with pytest.raises(DatasetUnfitError, match=rf"{Path(name).name}.*cut off or damaged.*record the dataset again"):
        table_of(root)


def test_a_table_without_a_column_is_refused(make_dataset) -> None:
    root = make_dataset()
    pq.write_table(pq.read_table(root / EPISODES).drop_columns(["dataset_from_index"]), root / EPISODES)
    with pytest.raises(DatasetUnfitError, match="no column dataset_from_index"):
        table_of(root)


def test_a_record_of_other_episodes_is_refused(make_dataset) -> None:
    root = make_dataset()
    rewrite(root / RECORD, lambda rows: rows[:2])
    with pytest.raises(DatasetUnfitError, match="records 2 episodes, meta/episodes describes 4"):
        table_of(root)


def test_two_programs_of_one_name_are_refused(make_dataset) -> None:
    root = make_dataset()
    rewrite(root / RECORD, lambda rows: [rows[0] | {"program": "def build(task, rng):\n    return\n"}, *rows[1:]])
    with pytest.raises(DatasetUnfitError, match="two programs are called 'lift'"):
        table_of(root)
