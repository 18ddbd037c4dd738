"""A program's faults come back by kind, with what to change, whatever the program tries."""

from __future__ import annotations

import pytest

from tools.check_program import check_program
from tools.context import ToolContext


def test_a_good_program_is_ok_with_its_sentence(context: ToolContext, program: str) -> None:
    answer = check_program(context, program, 3)
    assert answer.startswith("ok\ninstruction: Put the block on the plate.")


@pytest.mark.parametrize(
    "body",
    [
        "while True: pass",
        "x = 'a' * 10**10",
        "import os",
        "open('/etc/passwd')",
        "build(task, rng)",
        "task.add('block'",
    ],
)
def test_a_hostile_or_broken_program_is_a_program_error(context: ToolContext, body: str) -> None:
    answer = check_program(context, f"def build(task, rng):\n    {body}\n", 1)
    assert answer.startswith("program_error: ")


def test_an_unknown_category_names_the_nearest(context: ToolContext, program: str) -> None:
    answer = check_program(context, program.replace('"plate"', '"plat"', 1), 1)
    assert not answer.startswith("ok")
    assert "plate" in answer
