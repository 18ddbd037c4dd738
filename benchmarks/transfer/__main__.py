"""`python -m benchmarks.transfer [--quick]`: what a policy learns of few and of many generated tasks.

About 40 minutes on two cores, most of them once: generated tasks, recorded episodes and finished policies stay under
--out, so that a second run, or one that was killed, does only what is missing. --quick takes hand-written tasks instead
of generated ones and shows in a minute that every part works. On a GPU the same command scales up:

  python -m benchmarks.transfer --device cuda --tasks 1,4,16,64 --held-out 16 --episodes 6400 --steps 100000 \\
      --trials 800 --seeds 3 --workers 16 --out runs/transfer-large
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path

import benchmarks.transfer as experiment_text
from benchmarks.transfer.grid import Settings

QUICK = Settings(tasks=(1, 2), held_out=1, episodes=8, steps=40, trials=2, demonstrations=2, batch_size=64, seed=7)
DEFAULT = Settings()
WIDTH = 150
"""Columns of the tables where the output is no terminal."""


def main() -> int:
    """Run the experiment, print its tables, write what was asked for; 1 with a sentence where it cannot be run."""
    arguments = parsed()
    from policy.errors import PolicyError, require_torch

    try:
        require_torch()
        with tempfile.TemporaryDirectory() as folder:
            out = arguments.out or (Path(folder) if arguments.quick else Path("runs/transfer"))
            return run(arguments, out)
    except (PolicyError, *_errors()) as error:
        print(f"benchmarks.transfer: {error}", file=sys.stderr)
        return 1


def run(arguments: argparse.Namespace, out: Path) -> int:
    """Run with files under a folder."""
    from rich.console import Console

    from benchmarks.transfer.experiment import Experiment
    from benchmarks.transfer.plot import plot
    from benchmarks.transfer.pool import existing, generated, handwritten
    from benchmarks.transfer.table import tables
    from envs.assets.catalog import Catalog
    from envs.verification.workers import Workers
    from memory.embedders import choose_embedder
    from policy.device import choose_device

    settings, embedder = chosen(arguments), choose_embedder()
    device = str(choose_device(arguments.device))
    notes = Console(stderr=True, highlight=False)

    def say(text: str) -> None:
        notes.print(text, markup=False, soft_wrap=True)

    out.mkdir(parents=True, exist_ok=True)
    if arguments.quick:
        pool = handwritten()
    elif arguments.library is not None:
        pool = existing(arguments.library, arguments.run, embedder)
    else:
        pool = generated(settings, out, embedder, workers=arguments.workers, say=say)
    with Workers(Catalog(), arguments.workers) as workers:
        report = Experiment(settings, pool, out, workers, embedder, device, say).run()
    console = Console(highlight=False)
    if not console.is_terminal:
        console = Console(highlight=False, width=WIDTH)
    console.print(tables(report, quick=arguments.quick))
    picture = arguments.plot or (None if arguments.quick else out / "transfer.png")
    written = arguments.json or (None if arguments.quick else out / "transfer.json")
    if picture is not None:
        plot(report, picture)
        say(f"plot: {picture}")
    if written is not None:
        written.write_text(report.model_dump_json(indent=2) + "\n", encoding="utf-8")
        say(f"figures: {written}")
    return 0


def parsed(argv: list[str] | None = None) -> argparse.Namespace:
    """Return the command line's arguments; those of the grid are None where they were not given."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.transfer",
        description=f"{experiment_text.__doc__}\n{__doc__}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--quick", action="store_true", help="a grid too small to mean anything, on hand-written tasks")
    parser.add_argument("--json", type=Path, metavar="FILE", help="where the figures go (default: OUT/transfer.json)")
    parser.add_argument("--plot", type=Path, metavar="FILE", help="where the picture goes (default: OUT/transfer.png)")
    parser.add_argument("--out", type=Path, metavar="DIR", help="tasks, episodes, policies (default: runs/transfer)")
    parser.add_argument("--library", type=Path, metavar="DIR", help="take the tasks of a library instead")
    parser.add_argument("--run", type=Path, metavar="DIR", help="the run that filled --library, for its first drafts")
    parser.add_argument("--device", default="auto", help="auto, cpu, cuda, mps (default: auto)")
    parser.add_argument("--workers", type=int, default=min(8, os.cpu_count() or 1), help="processes (default: cores)")
    parser.add_argument("--tasks", type=_numbers, metavar="1,4,8,16", help="numbers of tasks to train on")
    parser.add_argument("--held-out", type=int, metavar="N", help=f"held-out tasks (default: {DEFAULT.held_out})")
    parser.add_argument("--episodes", type=int, metavar="N", help=f"of each policy (default: {DEFAULT.episodes})")
    parser.add_argument("--steps", type=int, metavar="N", help=f"of training (default: {DEFAULT.steps})")
    parser.add_argument("--trials", type=int, metavar="N", help=f"rollouts a score (default: {DEFAULT.trials})")
    parser.add_argument("--seeds", type=int, metavar="N", help="training repeats, each with its own draw (default: 1)")
    parser.add_argument("--seed", type=int, metavar="N", help=f"of tasks and draws (default: {DEFAULT.seed})")
    parser.add_argument("--policy", metavar="HEAD", help=f"mlp or flow (default: {DEFAULT.head})")
    parser.add_argument("--batch", type=int, metavar="N", help=f"frames a step (default: {DEFAULT.batch_size})")
    arguments = parser.parse_args(argv)
    if arguments.run is not None and arguments.library is None:
        parser.error("--run tells whose drafts go with --library; give both")
    if arguments.quick and arguments.library is not None:
        parser.error("--quick takes hand-written tasks; leave --library away, or make the grid small by --tasks")
    if arguments.workers < 1:
        parser.error(f"--workers {arguments.workers}: at least one process has to work")
    try:
        chosen(arguments)
    except ValueError as error:
        parser.error(_first(error))
    return arguments


def chosen(arguments: argparse.Namespace) -> Settings:
    """Return the grid's settings: the defaults, or the quick ones, with what was given instead."""
    names = {"tasks": "tasks", "held_out": "held_out", "episodes": "episodes", "steps": "steps", "trials": "trials"}
    names |= {"repeats": "seeds", "seed": "seed", "head": "policy", "batch_size": "batch"}
    given = {field: getattr(arguments, name) for field, name in names.items() if getattr(arguments, name) is not None}
    base = QUICK if arguments.quick else DEFAULT
    return Settings.model_validate(base.model_dump() | given)


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in text.split(","))


def _errors() -> tuple[type[Exception], ...]:
    from agents.errors import AgentsError
    from envs.errors import EnvsError
    from memory.errors import MemoryStoreError

    return AgentsError, EnvsError, MemoryStoreError


def _first(error: ValueError) -> str:
    from pydantic import ValidationError

    if not isinstance(error, ValidationError):
        return str(error)
    problem = error.errors(include_url=False)[0]
    return f"{'.'.join(map(str, problem['loc']))} {problem['msg']}".strip()


if __name__ == "__main__":
    sys.exit(main())
