"""What is verified: wrong tasks and good ones that people wrote, and drafts of the procedural author."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from agents.models.procedural.drafting import drafts
from benchmarks.episodes import TASKS
from envs.assets.catalog import Catalog
from envs.builtin import BUILTIN, builtin
from envs.task.program import TaskProgram

DATA = Path(__file__).parent.parent / "data"
WRONG = DATA / "wrong_tasks"
GOOD = DATA / "good_tasks"
EXAMPLES = Path(__file__).parent.parent.parent / "docs" / "examples"


@dataclass(frozen=True)
class Job:
    """A task to verify, and what it is: `kind` says what is wrong with it, "good" that nothing is."""

    id: str
    kind: str
    program: TaskProgram
    why: str = ""


def written() -> list[Job]:
    """Return the wrong tasks written by hand."""
    return [
        Job(f"written/{name}", f"written.{entry['kind']}", _program(WRONG, name), entry["why"])
        for name, entry in _index(WRONG).items()
    ]


def good(*, quick: bool = False) -> list[Job]:
    """Return the good tasks that people wrote: benchmarks, documentation, built-in ones and those kept as data."""
    sources = dict(TASKS)
    if not quick:
        sources |= {f"{path.stem}_example": path.read_text(encoding="utf-8") for path in sorted(EXAMPLES.glob("*.py"))}
        sources |= {f"{name.replace('-', '_')}_builtin": builtin(name).source for name in BUILTIN}
        sources |= {name: _program(GOOD, name).source for name in _index(GOOD)}
    names = list(sources)[:1] if quick else list(sources)
    return [Job(f"good/{name}", "good", TaskProgram(name=name, source=sources[name])) for name in names]


def _index(folder: Path) -> dict[str, dict[str, str]]:
    return yaml.safe_load((folder / "index.yaml").read_text(encoding="utf-8")) or {}


def _program(folder: Path, name: str) -> TaskProgram:
    return TaskProgram(name=name, source=(folder / f"{name}.py").read_text(encoding="utf-8"))


def authored(catalog: Catalog, wanted: int, seed: int = 0) -> Iterator[TaskProgram]:
    """Yield drafts of the procedural author, each verb in turn."""
    by_verb: dict[str, list[TaskProgram]] = {}
    for idea, program in drafts(catalog, seed):
        if len(by_verb.setdefault(idea.verb, [])) < wanted:
            by_verb[idea.verb].append(program.model_copy(update={"name": f"{program.name[:55]}_authored"}))
    depth = 0
    while any(len(programs) > depth for programs in by_verb.values()):
        yield from (programs[depth] for programs in by_verb.values() if len(programs) > depth)
        depth += 1
