"""What TASK and seeds mean."""

from __future__ import annotations

from pathlib import Path

import pytest

from agents.cli.failing import CommandError
from agents.cli.tasks import find_task, parse_seeds


def test_seeds_are_a_range_or_a_list() -> None:
    assert parse_seeds("0:3") == [0, 1, 2]
    assert parse_seeds("7") == [7]
    assert parse_seeds("4,1,9") == [4, 1, 9]


@pytest.mark.parametrize("text", ["", "a", "3:3", "5:2", "1:", "-1", "0:999999999", "1,,2", "1,1"])
def test_seeds_that_are_none_are_refused_with_an_example(text: str) -> None:
    with pytest.raises(CommandError, match="0:20"):
        parse_seeds(text)


@pytest.mark.parametrize(
    ("file", "name"),
    [
        ("My Task-2.py", "my_task_2"),
        ("3d.py", "task_3d"),
        ("open_door/task.py", "open_door"),
        ("é.py", "task"),
    ],
)
def test_a_program_is_named_after_its_file_or_its_tasks_folder(file: str, name: str, tmp_path: Path) -> None:
    path = tmp_path / file
    path.parent.mkdir(exist_ok=True)
    path.write_text("def build(task, rng):\n    pass\n")
    assert find_task(str(path), tmp_path / "library").name == name


def test_a_missing_program_file_names_what_is_there(tmp_path: Path) -> None:
    (tmp_path / "open_door.py").touch()
    with pytest.raises(CommandError, match=r"has open_door\.py\."):
        find_task(str(tmp_path / "zzz.py"), tmp_path / "library")
    with pytest.raises(CommandError, match="there is no folder"):
        find_task(str(tmp_path / "no" / "zzz.py"), tmp_path / "library")


def test_a_folder_is_no_program(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="is a folder; name a program file in it"):
        find_task(str(tmp_path), tmp_path / "library")


def test_a_name_is_looked_up_in_the_library(library: object, tmp_path: Path) -> None:
    assert "def build" in find_task("put_ball_in_bin", tmp_path / "library").source
