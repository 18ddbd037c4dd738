"""`simwright verify`: prove a task over seeds, in several worlds, against controls and mutants."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from agents.cli.failing import CommandError
from agents.cli.output import Output
from agents.cli.settings import AssetDir, Json, LibraryPath, Workers, settings
from envs.worlds import WORLDS, require_world

if TYPE_CHECKING:
    from collections.abc import Sequence

    from envs.assets.catalog import Catalog
    from envs.task.program import TaskProgram

ALL_WORLDS = ",".join(WORLDS)
PROBED = 3
"""Seeds at which a program is tried before anything is simulated: as many as reject a task if all of them fail."""
HELP = """Run a task over distinct seeds, and all that must fail if the task is to mean anything; say whether it holds.

The first of --worlds decides. What happens in the others, at half the time step and with twice the solver iterations is
reported beside it; so are robustness and the share of wrong versions of the task that are told from it.

Accepted at the 18th success of 20, rejected at the third failure; fewer than 20 seeds decide nothing. Exit codes: 0
accepted, 1 not.

[bold]Examples[/bold]

  simwright verify put-block-in-bowl

  simwright verify my_task.py --seeds 0:20 --worlds sapien,pybullet --out verdicts/my_task

  simwright verify my_task.py --quick --json     (rollouts, scene checks and controls alone)

  simwright verify my_task.py --worlds pybullet,sapien --no-mutation
"""


def verify(
    context: typer.Context,
    task: Annotated[str, typer.Argument(help="A name in the library, a built-in task, or a program file.")],
    workers: Workers,
    seeds: Annotated[str, typer.Option(help="Seeds: FIRST:END, or a list 1,4,9.")] = "0:20",
    worlds: Annotated[str, typer.Option(help="Simulators, the one that decides first.")] = ALL_WORLDS,
    out: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Write verdict.json, and a page with pictures, here.", file_okay=False),
    ] = None,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace a verdict that is there.")] = False,
    quick: Annotated[
        bool, typer.Option("--quick", help="Leave out evidence, robustness and mutation: what decides is the same.")
    ] = False,
    evidence: Annotated[bool, typer.Option("--evidence/--no-evidence", help="Other worlds, finer physics.")] = True,
    robustness: Annotated[
        bool, typer.Option("--robustness/--no-robustness", help="Pose noise, friction and mass as curves.")
    ] = True,
    mutation: Annotated[
        bool, typer.Option("--mutation/--no-mutation", help="The share of wrong versions that are told.")
    ] = True,
    library: LibraryPath = None,
    asset_dir: AssetDir = None,
    json: Json = False,
) -> None:
    """Verify a task; exits 0 when it is accepted, 1 otherwise."""
    from agents.cli.catalogs import open_catalog
    from agents.cli.tasks import find_task, parse_seeds
    from agents.cli.verdicts import show_verdict
    from agents.report.verdict_page import require_room, write_verdict
    from envs.verification.verify import verify as verify_program
    from envs.verification.workers import Workers as Pool

    output = Output(json)
    engine, *others = parse_worlds(worlds)
    wanted = parse_seeds(seeds)
    if out is not None:
        require_room(out, overwrite=overwrite)
    program = find_task(task, settings(context).library(library))
    catalog = open_catalog(asset_dir)
    require_task(program, catalog, wanted)
    with Pool(catalog, workers) as pool, output.bar("rollouts") as move:
        verdict = verify_program(
            program,
            catalog,
            seeds=wanted,
            engine=engine,
            workers=pool,
            on_progress=move,
            evidence=evidence and not quick,
            worlds=others,
            robustness=robustness and not quick,
            mutation=mutation and not quick,
        )
        page = None
        if out is not None:
            page = write_verdict(program, catalog, verdict, out, overwrite=overwrite, on_picture=move)
    show_verdict(output, program.name, verdict)
    if page is not None:
        output.line(f"wrote {page}")
    output.result({"name": program.name, **verdict.model_dump(mode="json")})
    raise typer.Exit(0 if verdict.accepted else 1)


def parse_worlds(text: str) -> list[str]:
    """Return the worlds that a text names, "sapien,pybullet"; raises CommandError, or what `require_world` raises."""
    names = [name.strip() for name in text.split(",")]
    if "" in names:
        raise CommandError(f"--worlds {text!r} is no list of worlds; write {ALL_WORLDS}, the one that decides first")
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise CommandError(f"--worlds {text!r} names {', '.join(twice)} twice; name each once")
    for name in names:
        require_world(name)
    return names


def require_task(program: TaskProgram, catalog: Catalog, seeds: Sequence[int]) -> None:
    """Raise the error of a program that gives a task at none of the first few seeds, which no rollout need find out."""
    from envs.errors import EnvsError

    first: EnvsError | None = None
    for seed in seeds[:PROBED]:
        try:
            program.instantiate(seed, catalog)
        except EnvsError as error:
            first = first or error
        else:
            return
    if first is not None:
        raise first
