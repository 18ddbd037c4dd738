"""`simwright verify`: prove a task over seeds and controls."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from agents.cli.output import Output
from agents.cli.settings import AssetDir, Engine, Json, LibraryPath, Workers, settings

if TYPE_CHECKING:
    from envs.verification.verdict import Verdict

HELP = """Run a task over distinct seeds and the controls that must fail, and say whether it holds.

Accepted at the 18th success of 20, rejected at the third failure; fewer than 20 seeds decide nothing.

[bold]Examples[/bold]

  simwright verify put_block_in_drawer

  simwright verify my_task.py --seeds 0:20 --json
"""


def verify(
    context: typer.Context,
    task: Annotated[str, typer.Argument(help="A name in the library, or a program file.")],
    workers: Workers,
    seeds: Annotated[str, typer.Option(help="Seeds: FIRST:END, or a list 1,4,9.")] = "0:20",
    library: LibraryPath = None,
    engine: Engine = "sapien",
    asset_dir: AssetDir = None,
    json: Json = False,
) -> None:
    """Verify a task; exits 0 when it is accepted, 1 otherwise."""
    from agents.cli.catalogs import open_catalog
    from agents.cli.tasks import find_task, parse_seeds
    from envs.verification.verify import verify as verify_program
    from envs.verification.workers import Workers as Pool

    output = Output(json)
    wanted = parse_seeds(seeds)
    program = find_task(task, settings(context).library(library))
    catalog = open_catalog(asset_dir)
    with Pool(catalog, workers) as pool, output.bar("rollouts") as move:
        verdict = verify_program(program, catalog, seeds=wanted, engine=engine, workers=pool, on_progress=move)
    show_verdict(output, program.name, verdict)
    output.result(verdict.model_dump(mode="json"))
    raise typer.Exit(0 if verdict.accepted else 1)


def show_verdict(output: Output, name: str, verdict: Verdict) -> None:
    """Print a verdict for a person: decision, rate, controls, each failure with its reason."""
    low, high = verdict.interval
    output.line(f"{name}: {verdict.decision} ({verdict.reason})")
    output.line(f"rate {verdict.rate:.0%} in {verdict.engine}, 95 % interval {low:.0%} to {high:.0%}")
    if verdict.controls:
        rows = [
            (c.name, c.outcome.replace("_", " "), f"{c.successes} of {c.trials}", c.reason) for c in verdict.controls
        ]
        output.table("Controls", ("control", "outcome", "reached the goal", "why"), rows)
    failed = [(r.seed, r.failure.kind, r.failure.stage or "", r.failure.reason) for r in verdict.seeds if r.failure]
    if failed:
        output.table("Failures", ("seed", "kind", "stage", "reason"), failed)
