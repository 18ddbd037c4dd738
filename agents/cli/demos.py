"""`simwright demos`: record demonstrations of verified tasks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from agents.cli.failing import CommandError
from agents.cli.output import Output
from agents.cli.settings import AssetDir, Engine, Json, LibraryPath, Workers, settings
from envs.worlds import DEFAULT_WORLD

if TYPE_CHECKING:
    from envs.demos.collect import Tally
    from envs.demos.episode import Episode
    from envs.task.program import TaskProgram

HELP = """Record successful episodes of tasks and write them as a LeRobotDataset v3.0 with video.

The dataset appears whole or not at all. Scenes are drawn from seeds that verification did not use.

[bold]Examples[/bold]

  simwright demos put_block_in_drawer open_laptop --episodes 50 --out data/two_tasks

  simwright demos --all --episodes 5 --out data/everything
"""


def demos(
    context: typer.Context,
    out: Annotated[Path, typer.Option(metavar="DATASET_DIR", help="The dataset's folder.", show_default=False)],
    workers: Workers,
    tasks: Annotated[
        list[str] | None, typer.Argument(metavar="TASK...", help="Names in the library, or program files.")
    ] = None,
    episodes: Annotated[int, typer.Option(min=1, help="How many of each task.")] = 5,
    every: Annotated[bool, typer.Option("--all", help="Every task of the library.")] = False,
    video: Annotated[bool, typer.Option("--video/--no-video", help="Film every episode.")] = True,
    size: Annotated[int, typer.Option(min=32, max=1024, help="Pixels of a frame's edge, an even number.")] = 128,
    seed: Annotated[int, typer.Option(min=0, help="The first seed to record.")] = 10_000,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace a dataset that is there.")] = False,
    library: LibraryPath = None,
    engine: Engine = DEFAULT_WORLD,
    asset_dir: AssetDir = None,
    json: Json = False,
) -> None:
    """Record and export; exits 0 when every task gave all its episodes, 1 otherwise."""
    from agents.cli.catalogs import open_catalog
    from agents.cli.tasks import find_task, open_library
    from envs.demos.collect import Tally, collect
    from envs.demos.formats import load_format
    from envs.render.camera import front_camera
    from envs.verification.workers import Workers as Pool

    if bool(tasks) == every:
        raise CommandError("name the tasks to record, or give --all for every task of the library (not both)")
    if size % 2:
        raise CommandError(f"--size {size} is odd; video needs an even number of pixels")
    where = settings(context).library(library)
    names = list(open_library(where).names()) if every else list(dict.fromkeys(tasks or ()))
    programs = [find_task(name, where) for name in names]
    if not programs:
        raise CommandError(f"the library {where} is empty; fill it: simwright generate")
    _distinct(programs)
    output, catalog = Output(json), open_catalog(asset_dir)
    cameras = (front_camera(size, size),) if video else ()
    tallies = {program.name: Tally() for program in programs}

    def recorded(pool: Pool, move: Callable[[str, int, int], None]) -> Iterator[Episode]:
        for program in programs:
            name, tally = program.name, tallies[program.name]
            yield from collect(
                program,
                catalog,
                episodes,
                first_seed=seed,
                engine=engine,
                cameras=cameras,
                workers=pool,
                tally=tally,
                on_attempt=lambda tally, name=name: move(name, tally.successes, episodes),
            )
            output.note(f"{name}: {tally.successes} of {episodes} episodes in {tally.attempts} tries")
            if tally.successes < episodes:
                kind, times = max(tally.kinds.items(), key=lambda item: item[1])
                reason = next(failure.reason for failure in tally.failures if failure.kind == kind)
                output.note(f"{name}: most often {kind} ({times} of {tally.attempts} tries): {reason}")

    with Pool(catalog, workers) as pool, output.bar("episodes") as move:
        summary = load_format("lerobot").write(recorded(pool, move), out, overwrite=overwrite)
    _show(output, tallies, episodes)
    output.line(f"{summary.path}: {summary.episodes} episodes, {summary.frames} frames, {summary.tasks} sentences")
    output.result(
        {
            "dataset": str(out),
            "episodes": summary.episodes,
            "frames": summary.frames,
            "tasks": {
                name: {"episodes": tally.successes, "tries": tally.attempts, "failures": tally.kinds}
                for name, tally in tallies.items()
            },
        }
    )
    raise typer.Exit(0 if all(tally.successes == episodes for tally in tallies.values()) else 1)


def _show(output: Output, tallies: dict[str, Tally], episodes: int) -> None:
    rows = [
        (
            name,
            f"{tally.successes} of {episodes}",
            tally.attempts,
            ", ".join(f"{kind} {count}" for kind, count in tally.kinds.items()),
        )
        for name, tally in tallies.items()
    ]
    output.table("Recorded", ("task", "episodes", "seeds tried", "left out"), rows)


def _distinct(programs: list[TaskProgram]) -> None:
    names = [program.name for program in programs]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise CommandError(f"two tasks are called {', '.join(twice)}; give one of them another name")
