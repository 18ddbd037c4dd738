"""`simwright library`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from memory.library import Library

Run = Callable[..., Any]
NAME = "put_ball_in_bin"


def test_list_gives_name_instruction_assets_rate_and_hash(simwright: Run, library: Library) -> None:
    said = simwright("library", "list", "--json")
    assert said.code == 0
    assert said.json["tasks"] == [
        {
            "name": NAME,
            "instruction": "Put the ball into the bin.",
            "assets": ["ball", "bin"],
            "rate": 1.0,
            "hash": library.get(NAME).program.hash,
        }
    ]


def test_show_prints_program_and_verdict(simwright: Run, library: Library) -> None:
    assert "task.add" in simwright("library", "show", NAME).out
    shown = simwright("library", "show", NAME, "--json").json
    assert shown["verdict"]["accepted"] is True
    assert shown["program"] == library.get(NAME).program.source


def test_search_finds_by_words(simwright: Run, library: Library) -> None:
    said = simwright("library", "search", "drop the ball in a bin", "--json")
    assert [task["name"] for task in said.json["tasks"]] == [NAME]


def test_removing_takes_a_task_out_and_an_unknown_one_is_named(simwright: Run, library: Library) -> None:
    assert simwright("library", "remove", "put_ball").code == 2
    assert simwright("library", "remove", NAME).code == 0
    assert simwright("library", "list", "--json").json["tasks"] == []


@pytest.mark.parametrize("out", ["tasks", "tasks.tar.gz"])
def test_what_is_exported_can_be_imported_elsewhere(simwright: Run, library: Library, tmp_path: Path, out: str) -> None:
    assert simwright("library", "export", "--out", tmp_path / out).code == 0
    imported = simwright("library", "import", tmp_path / out, "--library", tmp_path / "other", "--json")
    assert (imported.code, imported.json["imported"]) == (0, [NAME])
    again = simwright("library", "import", tmp_path / out, "--library", tmp_path / "other", "--json")
    assert (again.json["imported"], again.json["identical"]) == ([], [NAME])


def test_a_damaged_task_is_listed_with_its_remedy_and_the_others_stay(simwright: Run, library: Library) -> None:
    (library.path / NAME / "task.py").write_text("cut short")
    said = simwright("library", "list", "--json")
    assert said.code == 1
    assert said.json["damaged"][0]["name"] == NAME
    assert "simwright library remove" in said.err


def test_rebuild_indexes_every_task(simwright: Run, library: Library) -> None:
    assert simwright("library", "rebuild", "--json").json["indexed"] == 1


def test_a_missing_library_says_how_to_make_one(simwright: Run) -> None:
    said = simwright("library", "list")
    assert said.code == 2
    assert "simwright generate" in said.err
