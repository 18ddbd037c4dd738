"""What TASK means on the command line: a program file, a task of the library, or one that comes with Simwright."""

from __future__ import annotations

import re
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

from agents.cli.failing import CommandError

if TYPE_CHECKING:
    from envs.task.program import TaskProgram
    from memory.library import Library

LARGEST = 64 * 1024
"""Bytes of a program file; the sandbox takes no more."""


def find_task(text: str, library: Path) -> TaskProgram:
    """Return the program that TASK names.

    A path that ends in .py, or that exists, is a program file, named after the file (`task.py` after its folder). Any
    other text is a name in the library, or else of a built-in task. Raises CommandError with the nearest name, or the
    error of a task that the library holds damaged.
    """
    from envs.builtin import BUILTIN, builtin

    path = Path(text)
    if path.suffix == ".json":
        raise CommandError(_about_spec(path))
    if path.suffix == ".py" or path.is_file():
        return _from_file(path)
    if path.is_dir() and path.name != text:
        raise CommandError(f"{path} is a folder; name a program file in it, such as {path / 'task.py'}")
    if library.is_dir() and (library / text).is_dir():
        return open_library(library).get(text).program
    if text.replace("_", "-") in BUILTIN:
        return builtin(text)
    held = open_library(library).names() if library.is_dir() else ()
    near = get_close_matches(text.replace("_", "-"), [*BUILTIN, *(name.replace("_", "-") for name in held)], n=1)
    hint = f" (did you mean {near[0]!r}?)" if near and near[0] in BUILTIN else ""
    if not library.is_dir():
        raise CommandError(
            f"{text!r} is no program file and no built-in task{hint}, and there is no library at {library} to hold a "
            "task of that name; write the path of a .py file, name a library with --library, or make one: simwright "
            f"generate. Built-in: {', '.join(BUILTIN)}"
        )
    if hint:
        raise CommandError(f"{text!r} is neither a task of the library {library} nor a built-in one{hint}")
    return open_library(library).get(text).program


def open_library(path: Path, *, must_exist: bool = True) -> Library:
    """Open a library with the best embedder that this machine has; raises CommandError where there is none."""
    from memory.embedders import choose_embedder
    from memory.library import Library

    if must_exist and not path.is_dir():
        raise CommandError(f"there is no library at {path}; name one with --library, or make one: simwright generate")
    return Library(path, choose_embedder())


def _about_spec(path: Path) -> str:
    """Return what there is to say about a spec that was given for a program; whatever is wrong with it comes first."""
    from envs.assets.catalog import Catalog
    from envs.task.spec_file import read_spec

    spec = read_spec(path, Catalog())
    return (
        f"{path} is the one scene that seed {spec.seed} gives of task {spec.name!r}; the program draws the others, so "
        "name that: the task.py beside it"
    )


def _from_file(path: Path) -> TaskProgram:
    from envs.task.program import TaskProgram

    if not path.is_file():
        siblings = sorted(item.name for item in path.parent.glob("*.py")) if path.parent.is_dir() else []
        near = get_close_matches(path.name, siblings, n=1)
        there = f"{path.parent} has {', '.join(siblings[:10]) or 'no .py file'}" if path.parent.is_dir() else ""
        hint = f" Did you mean {path.parent / near[0]}?" if near else " Give the path of a .py file."
        raise CommandError(f"there is no program file {path}; {there or f'there is no folder {path.parent}'}.{hint}")
    size = path.stat().st_size
    if size > LARGEST:
        raise CommandError(f"{path} has {size} bytes; a program has at most {LARGEST}")
    try:
        source = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise CommandError(f"{path} is no text in UTF-8 ({error.reason} at byte {error.start})") from error
    return TaskProgram(name=_name(path), source=source)


def _name(path: Path) -> str:
    stem = path.resolve().parent.name if path.stem == "task" else path.stem
    name = re.sub(r"[^a-z0-9]+", "_", stem.lower()).strip("_")[:64]
    return name if name[:1].isalpha() else f"task_{name}"[:64].rstrip("_")


def parse_seeds(text: str) -> list[int]:
    """Return the seeds that a text names: "0:20" is 0 to 19, "7" is 7, "1,4,9" is those; raises CommandError."""
    remedy = f"--seeds {text!r} is no list of seeds; write 0:20 for 0 to 19, or 1,4,9"
    if not re.fullmatch(r"\d{1,9}:\d{1,9}|\d{1,9}(,\d{1,9})*", text):
        raise CommandError(remedy)
    if ":" in text:
        first, end = (int(part) for part in text.split(":"))
        if not first < end <= first + 100_000:
            raise CommandError(f"{remedy}; the end must be above the start, by at most 100000")
        return list(range(first, end))
    seeds = [int(part) for part in text.split(",")]
    twice = sorted({seed for seed in seeds if seeds.count(seed) > 1})
    if twice:
        raise CommandError(f"--seeds {text!r} names {', '.join(map(str, twice))} twice; name each once, or write 0:20")
    return seeds
