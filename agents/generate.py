"""Generate tasks: start a run or resume one, and say what came of it."""

from __future__ import annotations

import sqlite3
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import BaseModel

from agents.config import CONFIG_FILE, GenerateConfig, write_whole
from agents.errors import RunError
from agents.events import Event, EventLog, Progress
from agents.graph import build_graph, stop_reason
from agents.models import make_model
from agents.roles import ROLES
from agents.state import Rejection, RunState, Usage, fresh_run
from agents.workshop import Workshop
from envs.verification.workers import Workers
from memory.embedders import choose_embedder
from memory.library import Library
from memory.lock import exclusive
from tools.context import ToolContext

if TYPE_CHECKING:
    from langgraph.checkpoint.serde.jsonplus import JsonPlusSerializer

CHECKPOINTS = "checkpoints.sqlite"
RESULT_FILE = "result.json"
THREAD = {"configurable": {"thread_id": "run"}, "recursion_limit": 1_000_000}


class GenerateResult(BaseModel):
    """What a run gave: names committed, the funnel, every rejection with its reason."""

    run: str
    committed: list[str]
    funnel: dict[str, int]
    rejected: list[Rejection]
    stopped: str
    usage: Usage
    model: str


def generate(config: GenerateConfig, *, progress: Progress | None = None) -> GenerateResult:
    """Run until the wanted tasks are committed or the budget is spent.

    Raises RunError where the folder holds a run already, ModelUnavailableError where the model cannot be used; a run
    that the model or a kill stopped is continued by `resume`.
    """
    if (config.out / CONFIG_FILE).exists():
        raise RunError(f"{config.out} holds a run already; resume it, or give another folder with --out")
    make_model(config.model, config.seed)
    config.catalog()
    config.write()
    return _run(config, progress)


def resume(folder: Path, *, progress: Progress | None = None) -> GenerateResult:
    """Go on with a run from its last checkpoint, or return its result where it has ended."""
    return _run(GenerateConfig.read(folder), progress)


def _run(config: GenerateConfig, progress: Progress | None) -> GenerateResult:
    from langgraph.checkpoint.sqlite import SqliteSaver

    catalog = config.catalog()
    library = Library(config.library, choose_embedder())
    workers = Workers(catalog, config.workers)
    shop = Workshop(
        config=config,
        model=make_model(config.model, config.seed),
        catalog=catalog,
        library=library,
        tools=ToolContext(catalog=catalog, library=library, engine=config.engine, folder=config.out, workers=workers),
        events=EventLog(config.out, progress),
        workers=workers,
    )
    with _alone(config.out), workers, _connection(config.out / CHECKPOINTS) as connection:
        graph = build_graph(shop, SqliteSaver(connection, serde=checkpoint_format()))
        shop.events.add(Event(0, config.run, "library", f"what is near is found by the {library.embedder.describe()}"))
        known = graph.get_state(THREAD)  # type: ignore[arg-type]
        start = None if known.created_at else fresh_run()
        for _ in graph.stream(start, THREAD, stream_mode="updates", durability="sync"):  # type: ignore[arg-type]
            pass
        state: RunState = graph.get_state(THREAD).values  # type: ignore[arg-type,assignment]
    result = GenerateResult(
        run=config.run,
        committed=state["committed"],
        funnel=state["funnel"],
        rejected=state["rejected"],
        stopped=stop_reason(state, config) or "ended",
        usage=state["usage"],
        model=shop.model_name,
    )
    write_whole(config.out / RESULT_FILE, result.model_dump_json(indent=2) + "\n")
    return result


def checkpoint_format() -> JsonPlusSerializer:
    """Return what reads checkpoints back: plain data, messages and the roles' answers, no other type, no pickles."""
    from langgraph.checkpoint.serde.jsonplus import JsonPlusSerializer

    return JsonPlusSerializer(allowed_msgpack_modules=[role.answer for role in ROLES.values()])


@contextmanager
def _alone(folder: Path) -> Generator[None]:
    """Hold a run's folder; raises RunError where another process works on it."""
    try:
        with exclusive(folder / ".lock", wait=False):
            yield
    except BlockingIOError as error:
        raise RunError(f"another process works on the run {folder}; wait for it, or stop it and resume") from error


@contextmanager
def _connection(path: Path) -> Generator[sqlite3.Connection]:
    connection = sqlite3.connect(path, check_same_thread=False)
    try:
        yield connection
    except sqlite3.DatabaseError as error:
        if isinstance(error, sqlite3.OperationalError):  # a full disk, say: nothing is wrong with the file
            raise
        raise RunError(
            f"{path} is damaged ({error}), so this run cannot go on; start another, the library has what was committed"
        ) from error
    finally:
        connection.close()
