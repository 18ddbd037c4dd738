"""`simwright eval`: score a policy on scenes that it never saw."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from agents.cli.failing import CommandError
from agents.cli.output import Output
from agents.cli.settings import AssetDir, Engine, Json, LibraryPath, Workers, settings
from envs.worlds import DEFAULT_WORLD

if TYPE_CHECKING:
    from envs.task.program import TaskProgram
    from envs.verification.workers import Workers as Pool
    from policy.scoring.results import Rate, Score, TaskScore
    from policy.scoring.score import Scored

HELP = """Play a policy on seeds that training never saw and say how often it succeeds.

An episode succeeds when the task's own goal holds within its time limit and nothing else was damaged. Beside the rate
stand, on the same seeds, what doing nothing reaches and what the task's own solution reaches. Each task's
results lie in a folder of its own: score.json, films, and a picture of the first successes and failures.

[bold]Examples[/bold]

  simwright eval runs/policy

  simwright eval runs/policy open_drawer my_task.py --seeds 1000:1100 --videos 5 --out results
"""
RESULTS, MONTAGE = "score.json", "montage.png"


def evaluate(
    context: typer.Context,
    directory: Annotated[Path, typer.Argument(metavar="DIR", help="What `train` wrote, or a checkpoint in it.")],
    workers: Workers,
    tasks: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="TASK...",
            help="Names in the library, or program files. \\[default: the tasks that the policy was trained on]",
            show_default=False,
        ),
    ] = None,
    seeds: Annotated[str, typer.Option(help="Seeds of every task: FIRST:END, or a list 1,4,9.")] = "1000:1050",
    out: Annotated[
        Path | None,
        typer.Option(metavar="FOLDER", help="Where results and films go. \\[default: DIR/eval]", show_default=False),
    ] = None,
    videos: Annotated[int, typer.Option(min=0, help="Films of each task's first successes, and failures.")] = 3,
    baselines: Annotated[
        bool, typer.Option("--baselines/--no-baselines", help="Play no-op and solver on the same seeds.")
    ] = True,
    device: Annotated[str, typer.Option(help="auto, cpu, cuda, cuda:1, mps.")] = "cpu",
    library: LibraryPath = None,
    engine: Engine = DEFAULT_WORLD,
    asset_dir: AssetDir = None,
    json: Json = False,
) -> None:
    """Score; exits 0 when the policy was scored, whatever its rate."""
    from policy.errors import require_torch

    require_torch()
    from agents.cli.catalogs import open_catalog
    from agents.cli.tasks import find_task, parse_seeds
    from envs.verification.workers import Workers as Pool
    from memory.embedders import choose_embedder
    from policy.device import choose_device
    from policy.scoring.folder import checkpoint_of, trained_tasks, training_of
    from policy.scoring.score import score

    output, wanted, place = Output(json), parse_seeds(seeds), choose_device(device)
    checkpoint = checkpoint_of(directory)
    where = settings(context).library(library)
    programs = [find_task(name, where) for name in dict.fromkeys(tasks)] if tasks else trained_tasks(directory)
    names = [program.name for program in programs]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise CommandError(f"two tasks are called {', '.join(twice)}; score them one after another")
    folder = training_of(directory) / "eval" if out is None else out
    embedder = choose_embedder()
    with Pool(open_catalog(asset_dir), workers) as pool, output.bar("rollouts") as move:
        scored = score(
            checkpoint,
            programs,
            wanted,
            workers=pool,
            embed=embedder.embed,
            embedder=embedder.name,
            engine=engine,
            device=str(place),
            baselines=baselines,
            on_progress=move,
        )
        move("films", 0, len(programs))
        result = _kept(scored, {program.name: program for program in programs}, folder, pool, videos)
    show_score(output, result)
    for task in result.tasks:
        output.line(f"{folder / task.task}: {RESULTS}{f', films and {MONTAGE}' if videos else ''}")
    output.result({"folder": str(folder), **result.model_dump(mode="json")})


def show_score(output: Output, score: Score) -> None:
    """Print a score for a person: rates with intervals, baselines, each kind of failure with its first reason."""
    columns = ("task", "success", "95 % interval", "no-op", "solver", "most often fails by")
    output.table("Success on scenes never seen", columns, [_row(task) for task in score.tasks])
    failures = [
        (task.task, kind, f"{count} of {task.policy.trials}", task.policy.reasons[kind])
        for task in score.tasks
        for kind, count in task.policy.failures.items()
    ]
    if failures:
        output.table("Failures", ("task", "kind", "times", "the first of them"), failures)
    output.line(f"{score.steps_per_second:.0f} steps a second in one process")


def _row(task: TaskScore) -> tuple[str, ...]:
    low, high = task.policy.interval
    most = next(iter(task.policy.failures), "")
    return task.task, _rate(task.policy), f"{low:.0%} to {high:.0%}", _rate(task.no_op), _rate(task.solver), most


def _rate(rate: Rate | None) -> str:
    return "not played" if rate is None else f"{rate.successes} of {rate.trials} ({rate.rate:.0%})"


def _kept(scored: Scored, programs: dict[str, TaskProgram], folder: Path, pool: Pool, videos: int) -> Score:
    """Write each task's results, films and pictures into a folder of its own; return the score with the films' names.

    What an earlier score of the task left there is replaced, other tasks' folders are left alone.
    """
    from policy.files import write_whole
    from policy.scoring.film import film
    from policy.scoring.montage import write_montage

    tasks: list[TaskScore] = []
    for task in scored.score.tasks:
        place, rollouts = folder / task.task, scored.rollouts[task.task]
        films = list(film(programs[task.task], rollouts, place, engine=scored.score.engine, workers=pool, most=videos))
        (place / MONTAGE).unlink(missing_ok=True)
        if films:
            write_montage(place / MONTAGE, films)
        files = {item.trial.seed: item.path.name for item in films}
        trials = tuple(trial.model_copy(update={"video": files.get(trial.seed)}) for trial in task.trials)
        tasks.append(task.model_copy(update={"trials": trials}))
        alone = scored.score.model_copy(update={"tasks": (tasks[-1],)})
        write_whole(place / RESULTS, (alone.model_dump_json(indent=2) + "\n").encode())
    return scored.score.model_copy(update={"tasks": tuple(tasks)})
