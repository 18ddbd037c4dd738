"""`simwright run`: play a task once and look at it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from agents.cli.output import Output
from agents.cli.settings import AssetDir, Engine, Json, LibraryPath, settings
from envs.worlds import DEFAULT_WORLD

HELP = """Play a task once with its own solution and say how it went.

[bold]Examples[/bold]

  simwright run put_block_in_drawer --seed 3 --video drawer.mp4

  simwright run towers-of-hanoi --engine pybullet --topdown above.png

  simwright run my_task.py --image before_and_after.png
"""


def run(
    context: typer.Context,
    task: Annotated[str, typer.Argument(help="A name in the library, a built-in task, or a program file.")],
    seed: Annotated[int, typer.Option(min=0, help="Which scene to draw.")] = 0,
    video: Annotated[Path | None, typer.Option(metavar="FILE.mp4", help="Film it.", dir_okay=False)] = None,
    image: Annotated[
        Path | None, typer.Option(metavar="FILE.png", help="Picture it before and after.", dir_okay=False)
    ] = None,
    top_down: Annotated[
        Path | None,
        typer.Option(
            "--topdown", metavar="FILE.png", help="Picture colour and height from straight above.", dir_okay=False
        ),
    ] = None,
    library: LibraryPath = None,
    engine: Engine = DEFAULT_WORLD,
    asset_dir: AssetDir = None,
    json: Json = False,
) -> None:
    """Play one seed; exits 0 when the goal is reached and nothing else was disturbed, 1 otherwise."""
    from agents.cli.catalogs import open_catalog
    from agents.cli.failing import CommandError
    from agents.cli.tasks import find_task
    from envs.execution.executor import execute

    for path, suffix in ((video, ".mp4"), (image, ".png"), (top_down, ".png")):
        if path is not None and path.suffix.lower() != suffix:
            raise CommandError(f"{path} must end in {suffix}")
    output, catalog = Output(json), open_catalog(asset_dir)
    program = find_task(task, settings(context).library(library))
    spec = program.instantiate(seed, catalog)
    output.line(f"{program.name}, seed {seed}: {spec.instruction}")
    limit = round(spec.time_limit)
    with output.bar("simulated seconds") as move:
        rollout = execute(
            spec,
            catalog,
            engine=engine,
            on_step=lambda state: move("simulated seconds", round(state.time), limit),
        )
    if image is not None or video is not None or top_down is not None:
        from agents.report.pictures import write_film, write_picture_pair, write_top_down

        with output.bar("pictures"):
            if image is not None:
                write_picture_pair(rollout, catalog, image)
            if top_down is not None:
                write_top_down(rollout, catalog, top_down)
            if video is not None:
                write_film(rollout, catalog, video)
    failure = rollout.failure
    measured = rollout.measurement.text if rollout.measurement is not None else "not measured"
    rows = [(stage, f"{rollout.stages.count(stage) / 20:.1f} s") for stage in dict.fromkeys(rollout.stages)]
    output.table("Stages", ("stage", "simulated time"), rows)
    output.line(f"goal: {measured}")
    output.line("success" if rollout.success else f"failed: {failure.kind}: {failure.reason}" if failure else "failed")
    for path in (image, top_down, video):
        if path is not None:
            output.line(f"wrote {path}")
    output.result(
        {
            "name": program.name,
            "seed": seed,
            "instruction": spec.instruction,
            "success": rollout.success,
            "failure": failure.model_dump(mode="json") if failure else None,
            "goal": measured,
            "duration": rollout.duration,
            "program": program.hash,
            "spec": spec.hash(),
        }
    )
    raise typer.Exit(0 if rollout.success else 1)
