"""`simwright library`: look at the verified tasks, and move them about."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from agents.cli.failing import CommandError
from agents.cli.output import Output
from agents.cli.settings import Json, LibraryPath, settings

if TYPE_CHECKING:
    from memory.record import TaskRecord

HELP = "List, show, search, remove, export and import verified tasks."

app = typer.Typer(no_args_is_help=True, rich_markup_mode="rich")
Name = Annotated[str, typer.Argument(help="A task of the library.")]


@app.command("list")
def list_tasks(
    context: typer.Context,
    library: LibraryPath = None,
    built_in: Annotated[bool, typer.Option("--builtin", help="The tasks that come with Simwright instead.")] = False,
    json: Json = False,
) -> None:
    """List every task with its sentence, assets and rate.

    [bold]Examples[/bold]

    simwright library list --library demo/library --json

    simwright library list --builtin
    """
    from agents.cli.tasks import open_library

    output = Output(json)
    if built_in:
        _list_built_in(output)
        return
    store = open_library(settings(context).library(library))
    records = list(store.records())
    damaged = store.check()
    rows = [(r.name, r.spec.instruction, " ".join(_categories(r)), f"{r.verdict.rate:.0%}") for r in records]
    output.table(f"{len(rows)} verified tasks", ("name", "instruction", "assets", "rate"), rows)
    for item in damaged:
        output.note(f"{item.name} is damaged: {item.problem}; {item.remedy}")
    output.result(
        {
            "tasks": [_summary(r) for r in records],
            "damaged": [{"name": item.name, "problem": item.problem} for item in damaged],
        }
    )
    raise typer.Exit(1 if damaged else 0)


def _list_built_in(output: Output) -> None:
    """List the built-in tasks with the sentence that seed 0 gives."""
    from envs.assets.catalog import Catalog
    from envs.builtin import BUILTIN, builtin

    catalog = Catalog()
    specs = [builtin(name).instantiate(0, catalog) for name in BUILTIN]
    rows = [(name, spec.instruction, spec.scene.robot) for name, spec in zip(BUILTIN, specs, strict=True)]
    output.table(f"{len(rows)} built-in tasks", ("name", "instruction", "robot"), rows)
    output.result({"tasks": [{"name": row[0], "instruction": row[1], "robot": row[2]} for row in rows]})


@app.command("show")
def show(context: typer.Context, name: Name, library: LibraryPath = None, json: Json = False) -> None:
    """Show one task: sentence, program, verdict, provenance.

    [bold]Example[/bold]   simwright library show put_block_in_drawer
    """
    from agents.cli.tasks import open_library
    from agents.cli.verdicts import show_verdict

    output = Output(json)
    record = open_library(settings(context).library(library)).get(name)
    output.line(f"{record.name}: {record.spec.instruction}")
    output.line(f"folder: {record.folder}")
    output.line()
    output.line(record.program.source.rstrip())
    output.line()
    show_verdict(output, record.name, record.verdict)
    made = record.provenance
    output.line(f"made by {made.model} in {made.attempts} attempts; tokens {made.tokens or 0}")
    output.result(
        _summary(record)
        | {
            "program": record.program.source,
            "spec": record.spec.model_dump(mode="json"),
            "verdict": record.verdict.model_dump(mode="json"),
            "provenance": record.provenance.model_dump(mode="json"),
            "folder": str(record.folder),
        }
    )


@app.command("search")
def search(
    context: typer.Context,
    query: Annotated[str, typer.Argument(help="A sentence or a few words.")],
    count: Annotated[int, typer.Option(min=1, max=100, help="How many to return.")] = 5,
    library: LibraryPath = None,
    json: Json = False,
) -> None:
    """Find the tasks nearest to a sentence.

    [bold]Example[/bold]   simwright library search "something with a drawer"
    """
    from agents.cli.tasks import open_library

    output = Output(json)
    store = open_library(settings(context).library(library))
    output.note(store.embedder.describe())
    hits = store.search(query, count)
    found = [{"name": hit.name, "similarity": hit.similarity, "instruction": hit.instruction} for hit in hits]
    rows = [(hit.name, f"{hit.similarity:.2f}", hit.instruction) for hit in hits]
    output.table(f"nearest to {query!r}", ("name", "similarity", "instruction"), rows)
    output.result({"tasks": found})


@app.command("remove")
def remove(context: typer.Context, name: Name, library: LibraryPath = None, json: Json = False) -> None:
    """Delete one task.

    [bold]Example[/bold]   simwright library remove put_block_in_drawer
    """
    from agents.cli.tasks import open_library

    output = Output(json)
    open_library(settings(context).library(library)).remove(name)
    output.line(f"removed {name}")
    output.result({"removed": name})


@app.command("export")
def export(
    context: typer.Context,
    names: Annotated[list[str] | None, typer.Argument(metavar="NAME...", help="Tasks; all without any.")] = None,
    out: Annotated[Path, typer.Option(help="The folder or archive to write.")] = Path("tasks"),
    library: LibraryPath = None,
    json: Json = False,
) -> None:
    """Copy tasks out of the library, to send or to review.

    [bold]Example[/bold]   simwright library export put_block_in_drawer --out for_review
    """
    from agents.cli.tasks import open_library

    output = Output(json)
    store = open_library(settings(context).library(library))
    wanted = names or list(store.names())
    if not wanted:
        raise CommandError(f"the library {store.path} holds no task to export; fill it: simwright generate")
    store.export(wanted, out)
    output.line(f"exported {len(wanted)} tasks to {out}")
    output.result({"exported": wanted, "out": str(out)})


@app.command("import")
def import_tasks(
    context: typer.Context,
    path: Annotated[Path, typer.Argument(help="What `library export` wrote.")],
    library: LibraryPath = None,
    json: Json = False,
) -> None:
    """Take tasks in that another library exported; exits 1 when any is refused.

    [bold]Example[/bold]   simwright library import for_review --library other
    """
    from agents.cli.tasks import open_library

    output = Output(json)
    report = open_library(settings(context).library(library), must_exist=False).import_(path)
    output.line(f"imported {len(report.added)} tasks: {', '.join(report.added) or 'none'}")
    if report.identical:
        output.line(f"already there: {', '.join(report.identical)}")
    for name, reason in report.refused.items():
        output.line(f"refused {name}: {reason}")
    output.result(
        {"imported": list(report.added), "identical": list(report.identical), "refused": dict(report.refused)}
    )
    raise typer.Exit(1 if report.refused else 0)


@app.command("rebuild")
def rebuild(context: typer.Context, library: LibraryPath = None, json: Json = False) -> None:
    """Build the search index anew from the tasks' files.

    [bold]Example[/bold]   simwright library rebuild
    """
    from agents.cli.tasks import open_library

    output = Output(json)
    store = open_library(settings(context).library(library))
    count = store.rebuild_index()
    output.line(f"indexed {count} tasks with the {store.embedder.describe()}")
    output.result({"indexed": count, "embedder": store.embedder.name})


def _summary(record: TaskRecord) -> dict[str, object]:
    return {
        "name": record.name,
        "instruction": record.spec.instruction,
        "assets": _categories(record),
        "rate": record.verdict.rate,
        "hash": record.program.hash,
    }


def _categories(record: TaskRecord) -> list[str]:
    return sorted({item.asset.split("/")[0] for item in record.spec.scene.objects})
