"""The command line: which settings come of which arguments."""

from __future__ import annotations

import pytest

from benchmarks.transfer.__main__ import DEFAULT, QUICK, chosen, parsed


def test_without_arguments_the_grid_is_the_default_one() -> None:
    assert chosen(parsed([])) == DEFAULT
    assert chosen(parsed(["--quick"])) == QUICK


def test_what_is_given_replaces_the_default() -> None:
    found = chosen(parsed(["--tasks", "2,32", "--episodes", "640", "--seeds", "3", "--policy", "flow", "--steps", "9"]))
    assert found == DEFAULT.model_copy(
        update={"tasks": (2, 32), "episodes": 640, "repeats": 3, "head": "flow", "steps": 9}
    )
    assert chosen(parsed(["--quick", "--seed", "5"])) == QUICK.model_copy(update={"seed": 5})


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--episodes", "20"], "20 episodes of 16 tasks are fewer than 2 of each"),
        (["--run", "runs/a"], "give both"),
        (["--tasks", "many"], "invalid"),
        (["--quick", "--library", "library"], "leave --library away"),
        (["--workers", "0"], "at least one process"),
    ],
)
def test_what_cannot_be_meant_is_told(arguments: list[str], told: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        parsed(arguments)
    assert stopped.value.code == 2
    assert told in capsys.readouterr().err
