"""`simwright generate`: from nothing, or a sentence, to verified tasks."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from agents.cli.failing import CommandError
from agents.cli.output import Output
from agents.cli.settings import AssetDir, Engine, Json, LibraryPath, Workers, settings
from envs.worlds import DEFAULT_WORLD

if TYPE_CHECKING:
    from agents.events import Event
    from agents.generate import GenerateResult

HELP = """Generate tasks until N are verified and in the library, or the budget is spent.

Without --model the procedural author writes them: no language model, no key, no network, varied by the seed.

[bold]Examples[/bold]

  simwright generate --n 5 --seed 0

  simwright generate --n 1 --target "put the mug in the top drawer"

  simwright generate --n 1 --asset-dir assets   # tasks over your own assets

  OPENAI_API_KEY=... simwright generate --n 3 --model openai:gpt-4.1
"""


def generate(
    context: typer.Context,
    workers: Workers,
    n: Annotated[int, typer.Option("--n", min=1, max=1000, help="How many tasks to commit.")] = 5,
    seed: Annotated[int, typer.Option(min=0, help="Another seed gives other tasks.")] = 0,
    target: Annotated[str | None, typer.Option(help="A sentence that the tasks should come near to.")] = None,
    model: Annotated[
        str | None, typer.Option(metavar="PROVIDER:NAME", help="A chat model; the procedural author without one.")
    ] = None,
    library: LibraryPath = None,
    out: Annotated[
        Path | None, typer.Option(metavar="RUN_DIR", help="The run's folder. \\[default: runs/seed-SEED]")
    ] = None,
    engine: Engine = DEFAULT_WORLD,
    candidates: Annotated[
        int, typer.Option(min=0, help="Most candidates to propose; 0: four for each task, and 4.")
    ] = 0,
    vision: Annotated[
        bool, typer.Option("--vision", help="Show pictures to the critic; needs a model that sees.")
    ] = False,
    asset_dir: AssetDir = None,
    with_catalog: Annotated[
        bool, typer.Option("--with-catalog", help="Offer the catalog's assets beside those of --asset-dir.")
    ] = False,
    json: Json = False,
) -> None:
    """Generate tasks; exits 0 when all N are committed, 1 otherwise."""
    from pydantic import ValidationError

    from agents.budget import Budget
    from agents.config import GenerateConfig
    from agents.generate import generate as start

    where = settings(context)
    try:
        config = GenerateConfig(
            n=n,
            seed=seed,
            target=target,
            model=model,
            library=where.library(library).absolute(),
            out=out or where.new_run(seed),
            engine=engine,
            asset_dir=None if asset_dir is None else asset_dir.absolute(),
            with_catalog=with_catalog,
            vision=vision,
            workers=workers,
            budget=Budget(candidates=candidates),
        )
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        raise CommandError(f"--{first['loc'][-1]}: {first['msg']}") from error
    finish(Output(json), config.out, lambda progress: start(config, progress=progress))


def finish(output: Output, folder: Path, drive: Callable[[Callable[[Event], None]], GenerateResult]) -> None:
    """Drive a run to its end, then print funnel and rejections, write the report, and exit with 0 or 1."""
    from agents.config import CONFIG_FILE, GenerateConfig
    from agents.errors import AgentsError, RunError
    from agents.report import write_report

    try:
        result = drive(lambda event: output.note(f"[{event.candidate}] {event.name}  {event.node}: {event.text}"))
    except (KeyboardInterrupt, AgentsError, OSError, sqlite3.Error) as error:
        if (folder / CONFIG_FILE).is_file() and not isinstance(error, RunError):
            output.note(f"nothing that was finished is lost; go on with: simwright resume {folder}")
        raise
    page = write_report(folder)
    show(output, result)
    output.line(f"report: {page}")
    output.result(
        {
            "run": str(folder),
            "committed": result.committed,
            "funnel": result.funnel,
            "rejected": [dict(item) for item in result.rejected],
            "stopped": result.stopped,
            "model": result.model,
            "usage": dict(result.usage),
            "report": str(page),
        }
    )
    raise typer.Exit(0 if len(result.committed) >= GenerateConfig.read(folder).n else 1)


def show(output: Output, result: GenerateResult) -> None:
    """Print the funnel, what was committed, and each rejection with its reason."""
    from agents.report.page import STEPS

    output.table("Funnel", ("step", "candidates"), [(words, result.funnel[step]) for step, words in STEPS.items()])
    if result.rejected:
        rows = [(item["name"], item["kind"], item["reason"]) for item in result.rejected]
        output.table("Rejected", ("candidate", "kind", "reason"), rows)
    output.line(f"committed {len(result.committed)}: {', '.join(result.committed) or 'none'} ({result.stopped})")
