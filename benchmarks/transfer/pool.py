"""Where tasks come from: a run that generates them, a library that is there, or programs written by hand."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.transfer.grid import Settings, TransferError
from envs.failures import FailureKind
from envs.task.program import TaskProgram

if TYPE_CHECKING:
    from agents.config import GenerateConfig
    from memory.embedders import Embedder

RUN, LIBRARY = "run", "library"
LIFT = """
def build(task, rng):
    thing = task.add("{thing}", region="table_front")
    task.say("Pick the {{{thing}}} up.", thing)
    task.goal(thing.lifted({goal}))
    task.stage("lift it", pick(thing, lift=0.12))
    task.time_limit(10)
"""


@dataclass(frozen=True)
class Pool:
    """Programs by name: what verification accepted, and the first draft of every candidate.

    `refused` says of each first draft that verification did not accept what it met first; `left_out` of each that
    takes no part why that is so.
    """

    source: str
    verified: Mapping[str, TaskProgram]
    drafts: Mapping[str, TaskProgram] = field(default_factory=dict)
    refused: Mapping[str, str] = field(default_factory=dict)
    left_out: Mapping[str, str] = field(default_factory=dict)


def generated(
    settings: Settings, out: Path, embedder: Embedder, *, workers: int = 1, say: Callable[[str], None] = print
) -> Pool:
    """Generate as many tasks as the grid needs under `out`, once: a second call reads them, one after a kill goes on.

    Raises TransferError where `out` holds a run with another request, and where the run ended with too few tasks.
    """
    from agents.config import CONFIG_FILE, GenerateConfig
    from agents.generate import generate, resume

    run, library = (out / RUN).absolute(), (out / LIBRARY).absolute()
    request = GenerateConfig(
        n=settings.wanted, seed=settings.seed, library=library, out=run, engine=settings.engine, workers=workers
    )
    if (run / CONFIG_FILE).is_file():
        different = _differences(GenerateConfig.read(run), request)
        if different:
            raise TransferError(f"{run} generates other tasks ({'; '.join(different)}); name another folder with --out")
        result = resume(
            run, progress=lambda event: say(f"[{event.candidate}] {event.name}  {event.node}: {event.text}")
        )
    else:
        result = generate(
            request, progress=lambda event: say(f"[{event.candidate}] {event.name}  {event.node}: {event.text}")
        )
    if len(result.committed) < settings.wanted:
        raise TransferError(
            f"the run {run} ended with {len(result.committed)} of {settings.wanted} tasks ({result.stopped}); "
            "take another --seed, or smaller --tasks or --held-out"
        )
    return existing(library, run, embedder)


def existing(library: Path, run: Path | None, embedder: Embedder) -> Pool:
    """Read a library and, for the control, the run that wrote its tasks; without a run there are no drafts."""
    from memory.library import Library

    if not library.is_dir():
        raise TransferError(f"there is no library {library}; name one that `simwright generate` filled")
    verified = {record.name: record.program for record in Library(library, embedder).records()}
    if run is None:
        return Pool(f"library {library.name}, no run", verified)
    drafts, refused, left_out = first_drafts(run)
    return Pool(f"library {library.name}, run {run.name}", verified, drafts, refused, left_out)


def first_drafts(run: Path) -> tuple[dict[str, TaskProgram], dict[str, str], dict[str, str]]:
    """Return a run's first drafts by the candidate's name, why each one that was refused was, and which are left out.

    Left out are candidates that were no new tasks: what refuses those is the library and not a simulator. A candidate
    without any program was never drafted.
    """
    drafts: dict[str, TaskProgram] = {}
    refused: dict[str, str] = {}
    left_out: dict[str, str] = {}
    for path in sorted((run / "candidates").glob("*/outcome.json")):
        outcome: dict[str, Any] = json.loads(path.read_bytes())
        name, attempts = outcome["name"], outcome["attempts"]
        draft = next((file for file in sorted(path.parent.glob("draft-*.py"), key=_number)), None)
        if draft is None:
            continue
        if outcome["kind"] == FailureKind.NOT_NOVEL.value:
            left_out[name] = outcome["reason"]
            continue
        drafts[name] = TaskProgram(name=name, source=draft.read_text(encoding="utf-8"))
        if attempts:
            refused[name] = f"{attempts[0]['node']}: {attempts[0]['kind']}: {attempts[0]['reason']}"
    if not drafts:
        raise TransferError(f"{run} keeps no drafts; give the folder of a run that `simwright generate` wrote, or none")
    return drafts, refused, left_out


def handwritten() -> Pool:
    """Return three small programs that nobody verified, and a draft that lifts less than its goal asks for."""
    verified = {f"lift_{thing}": LIFT.format(thing=thing, goal=0.08) for thing in ("ball", "block", "can")}
    refused = {"lift_mug": LIFT.format(thing="mug", goal=0.3)}
    programs = {name: TaskProgram(name=name, source=text) for name, text in (verified | refused).items()}
    accepted = {name: programs[name] for name in verified}
    return Pool("hand-written programs", accepted, programs, dict.fromkeys(refused, "asks for more than it does"))


def _differences(there: GenerateConfig, wanted: GenerateConfig) -> list[str]:
    free = {"workers", "video"}
    one, other = there.model_dump(exclude=free), wanted.model_dump(exclude=free)
    return [f"{name} {one[name]!r}, now {other[name]!r}" for name in one if one[name] != other[name]]


def _number(path: Path) -> int:
    return int(path.stem.rpartition("-")[2])
