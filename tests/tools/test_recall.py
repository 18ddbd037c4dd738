"""The library is searched by meaning as its index has it, and an empty one answers with nothing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from envs.assets.catalog import Catalog
from envs.task.program import TaskProgram
from envs.verification.verdict import SeedResult, Verdict
from memory.embedders.lexical import LexicalEmbedder
from memory.library import Library
from memory.record import Provenance, TaskRecord
from tools.context import ToolContext
from tools.recall import recall

LIFT = """def build(task, rng):
    ball = task.add("ball", region="table_left", name="ball")
    task.say("Pick the {ball} up.", ball)
    task.goal(ball.lifted(0.1))
    task.stage("pick the ball up", pick(ball, lift=0.2), effect=ball.lifted(0.1))
"""


@pytest.fixture
def recalling(tmp_path: Path, program: str) -> ToolContext:
    """Tools over a library of two tasks."""
    catalog = Catalog()
    library = Library(tmp_path / "library", LexicalEmbedder())
    picture = tmp_path / "picture.png"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n")
    for name, source in (("put_block_on_plate", program), ("lift_ball", LIFT)):
        made = TaskProgram(name=name, source=source)
        verdict = Verdict(
            accepted=True,
            decision="accepted",
            reason="18 of 18",
            engine="sapien",
            rate=1.0,
            interval=(0.8, 1.0),
            seeds=tuple(SeedResult(seed=seed, success=True) for seed in range(18)),
            program_hash=made.hash,
        )
        record = TaskRecord(
            program=made, spec=made.instantiate(0, catalog), verdict=verdict, provenance=Provenance(model="procedural")
        )
        library.add(record, picture=picture, video=None)
    return ToolContext(catalog=catalog, library=library)


def names(answer: str) -> list[str]:
    return [task["name"] for task in json.loads(answer)["tasks"]]


@pytest.mark.parametrize(
    ("query", "nearest"), [("pick up a ball", "lift_ball"), ("block on a plate", "put_block_on_plate")]
)
def test_the_nearest_task_comes_first(recalling: ToolContext, query: str, nearest: str) -> None:
    assert names(recall(recalling, query))[0] == nearest


def test_a_task_is_told_with_its_sentence_categories_and_stages(recalling: ToolContext) -> None:
    first = json.loads(recall(recalling, "block on a plate", 1))["tasks"][0]
    assert first["instruction"] == "Put the block on the plate."
    assert first["assets"] == ["block", "plate"]
    assert first["stages"] == ["put it there"]


@pytest.mark.parametrize(("count", "found"), [(-3, 1), (0, 1), (1, 1), (500, 2)])
def test_the_count_is_kept_within_bounds(recalling: ToolContext, count: int, found: int) -> None:
    assert len(names(recall(recalling, "ball", count))) == found


@pytest.mark.parametrize("query", ["", "'; DROP TABLE tasks", '%*"(', "ball " * 500])
def test_no_query_breaks_the_search(recalling: ToolContext, query: str) -> None:
    assert set(names(recall(recalling, query))) <= {"put_block_on_plate", "lift_ball"}


def test_an_empty_library_and_none_have_nothing(tmp_path: Path) -> None:
    empty = ToolContext(catalog=Catalog(), library=Library(tmp_path / "empty", LexicalEmbedder()))
    assert names(recall(empty, "ball")) == []
    assert names(recall(ToolContext(catalog=Catalog()), "ball")) == []


def test_a_removed_task_is_not_found_again(recalling: ToolContext) -> None:
    assert recalling.library is not None
    recalling.library.remove("lift_ball")
    assert names(recall(recalling, "pick up a ball")) == ["put_block_on_plate"]
