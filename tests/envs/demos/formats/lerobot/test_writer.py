from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest

from envs.demos.errors import DatasetExistsError, DatasetWriteError
from envs.demos.formats.lerobot import read, write

CABINET = (("cabinet", ("drawer_top_joint", "drawer_bottom_joint")),)


def leftovers(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_reading_gives_back_every_number_bit_for_bit(tmp_path, make_episode) -> None:
    written = [make_episode(seed, steps=5 + seed) for seed in range(3)]
    summary = write(written, tmp_path / "data")
    assert (summary.episodes, summary.frames, summary.tasks) == (3, 18, 1)
    found = list(read(tmp_path / "data").episodes())
    assert len(found) == 3
    for one, other in zip(written, found, strict=True):
        assert one.states.tobytes() == other.states.tobytes()
        assert one.actions.tobytes() == other.actions.tobytes()
        assert one.spec == other.spec
        assert (one.success == other.success).all()
        assert one.stages == other.stages
        assert one.layout == other.layout
        assert one.program_source == other.program_source


def test_frames_have_the_observation_before_and_the_outcome_after_each_action(tmp_path, make_episode) -> None:
    episode = make_episode(4, objects=CABINET)
    write([episode], tmp_path / "data")
    table = pq.read_table(tmp_path / "data/data/chunk-000/file-000.parquet")
    state = np.array(table["observation.state"].to_pylist(), dtype=np.float32)
    assert (state == episode.layout.agent(episode.states[:-1])).all()
    environment = np.array(table["observation.environment_state"].to_pylist(), dtype=np.float32)
    assert (environment == episode.environment).all()
    assert table["next.done"].to_pylist() == [False] * 11 + [True]
    assert table["next.success"].to_pylist() == episode.success.tolist()
    assert table["next.reward"].to_pylist() == episode.success.astype(float).tolist()
    assert table["timestamp"].to_pylist() == pytest.approx(np.arange(12) / 20)
    info = json.loads((tmp_path / "data/meta/info.json").read_text())
    assert info["features"]["observation.environment_state"]["names"] == [
        *(f"cabinet.{field}" for field in ("x", "y", "z", "qw", "qx", "qy", "qz")),
        "cabinet.drawer_top_joint",
        "cabinet.drawer_bottom_joint",
    ]


def test_the_environment_state_is_padded_to_the_largest_task(tmp_path, make_episode) -> None:
    small, large = make_episode(1), make_episode(2, task="open", objects=CABINET)
    write([small, large], tmp_path / "data")
    info = json.loads((tmp_path / "data/meta/info.json").read_text())
    feature = info["features"]["observation.environment_state"]
    assert feature["shape"] == [9]
    assert feature["names"][0] == "slot_0", "the slot means something else in each task"
    assert feature["names"][8] == "cabinet.drawer_bottom_joint", "the slot is padding in the other task"
    table = pq.read_table(tmp_path / "data/data/chunk-000/file-000.parquet")
    first = table["observation.environment_state"][0].as_py()
    assert first[7:] == [0.0, 0.0]
    assert table["task_index"].to_pylist() == [0] * 12 + [1] * 12


def test_each_episode_is_a_row_group_and_its_row_says_where(tmp_path, make_episode) -> None:
    write([make_episode(seed, steps=4 + seed) for seed in range(3)], tmp_path / "data")
    data = pq.ParquetFile(tmp_path / "data/data/chunk-000/file-000.parquet")
    assert [data.metadata.row_group(group).num_rows for group in range(3)] == [4, 5, 6]
    rows = pq.read_table(tmp_path / "data/meta/episodes/chunk-000/file-000.parquet").to_pylist()
    assert [(row["dataset_from_index"], row["dataset_to_index"]) for row in rows] == [(0, 4), (4, 9), (9, 15)]
    assert rows[0]["tasks"] == ["Lift the block of lift."]


def test_stage_names_are_subtasks_and_annotations(tmp_path, make_episode) -> None:
    write([make_episode(0)], tmp_path / "data")
    stages = pq.read_table(tmp_path / "data/meta/subtasks.parquet")["subtask"].to_pylist()
    table = pq.read_table(tmp_path / "data/data/chunk-000/file-000.parquet")
    assert [stages[k] for k in table["subtask_index"].to_pylist()] == ["reach"] * 6 + ["lift of lift"] * 6
    rows = pq.read_table(tmp_path / "data/meta/episodes/chunk-000/file-000.parquet")["language_persistent"][0].as_py()
    found = [(row["style"], row["content"], row["timestamp"]) for row in rows]
    assert found[0] == ("task_aug", "Raise the block.", 0.0)
    assert found[1] == ("subtask", "reach", 0.0)
    assert found[2] == ("subtask", "lift of lift", pytest.approx(0.3))


def test_language_columns_are_written_on_request_only(tmp_path, make_episode) -> None:
    write([make_episode(0)], tmp_path / "plain")
    write([make_episode(0)], tmp_path / "language", language_columns=True)
    plain = pq.read_schema(tmp_path / "plain/data/chunk-000/file-000.parquet").names
    both = pq.read_table(tmp_path / "language/data/chunk-000/file-000.parquet")
    assert "language_persistent" not in plain
    assert both["language_persistent"][11].as_py()[-1]["content"] == "lift of lift"
    assert both["language_events"][11].as_py() == []
    info = json.loads((tmp_path / "language/meta/info.json").read_text())
    assert info["features"]["language_events"] == {"dtype": "language", "shape": [1], "names": None}


def test_an_existing_dataset_is_replaced_only_when_asked(tmp_path, make_episode) -> None:
    write([make_episode(0)], tmp_path / "data")
    with pytest.raises(DatasetExistsError, match="already exists"):
        write([make_episode(1)], tmp_path / "data")
    write([make_episode(1), make_episode(2)], tmp_path / "data", overwrite=True)
    assert [episode.seed for episode in read(tmp_path / "data").episodes()] == [1, 2]
    assert leftovers(tmp_path) == ["data"]


def test_a_folder_that_is_no_dataset_is_never_replaced(tmp_path, make_episode) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data/thesis.txt").write_text("years of work")
    with pytest.raises(DatasetExistsError, match="not a dataset"):
        write([make_episode(0)], tmp_path / "data", overwrite=True)
    assert (tmp_path / "data/thesis.txt").read_text() == "years of work"


def test_an_interrupt_leaves_nothing_new_and_the_old_dataset_whole(tmp_path, make_episode) -> None:
    write([make_episode(0)], tmp_path / "data")

    def interrupted():
        yield make_episode(1, cameras=("front",))
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write(interrupted(), tmp_path / "data", overwrite=True)
    assert leftovers(tmp_path) == ["data"]
    assert [episode.seed for episode in read(tmp_path / "data").episodes()] == [0]


def test_no_episode_is_refused(tmp_path) -> None:
    with pytest.raises(DatasetWriteError, match="no episode"):
        write([], tmp_path / "data")
    assert leftovers(tmp_path) == []


def test_a_disk_that_fills_up_leaves_nothing(tmp_path) -> None:
    program = """
import resource, signal, sys
from pathlib import Path
import pyarrow, pyarrow.parquet
sys.path[:0] = [str(Path("tests/envs/demos"))]
import conftest
from envs.demos.errors import DatasetWriteError
from envs.demos.formats.lerobot import write
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
try:
    write((conftest.random_episode(seed, steps=200) for seed in range(9)), sys.argv[1])
except DatasetWriteError as error:
    print("refused:", error)
"""
    root = Path(__file__).parents[5]
    command = [sys.executable, "-c", program, str(tmp_path / "data")]
    result = subprocess.run(command, capture_output=True, text=True, cwd=root, env=os.environ | {"PYTHONPATH": "."})
    assert "Nothing was left behind" in result.stdout, result.stderr
    assert leftovers(tmp_path) == []


def test_the_remains_of_a_killed_process_are_cleared_and_ignored(tmp_path, make_episode) -> None:
    dead = subprocess.run([sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True, text=True)
    remains = tmp_path / f".data.{int(dead.stdout)}.writing"
    remains.mkdir()
    other = tmp_path / f".data.{os.getppid()}.writing"
    other.mkdir()
    write([make_episode(0)], tmp_path / "data")
    assert leftovers(tmp_path) == sorted([other.name, "data"]), "a living process keeps its folder"
