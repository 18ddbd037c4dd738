"""Tasks that come with Simwright: GenSim's fourteen base tasks, as programs read as text and never imported."""

from __future__ import annotations

from functools import cache
from importlib import resources

from envs.errors import UnknownNameError
from envs.task.program import TaskProgram

BUILTIN: tuple[str, ...] = (
    "align-box-corner",
    "align-rope",
    "assembling-kits",
    "block-insertion",
    "manipulating-rope",
    "packing-boxes",
    "packing-boxes-pairs",
    "palletizing-boxes",
    "place-red-in-green",
    "put-block-in-bowl",
    "separating-piles",
    "stack-block-pyramid",
    "sweeping-piles",
    "towers-of-hanoi",
)
"""The built-in tasks by name, as GenSim calls them."""


def builtin(name: str) -> TaskProgram:
    """Return a built-in task by name, written with - or with _; raises UnknownNameError with the nearest."""
    known = name.replace("_", "-")
    if known not in BUILTIN:
        raise UnknownNameError("built-in task", name, BUILTIN)
    return TaskProgram(name=known.replace("-", "_"), source=_source(known.replace("-", "_")))


@cache
def _source(name: str) -> str:
    return resources.files(__name__).joinpath("programs", f"{name}.py").read_text(encoding="utf-8")
