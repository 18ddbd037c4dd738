"""`simwright replay`: run a dataset's episodes again."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from agents.cli.output import Output
from agents.cli.settings import AssetDir, Json, Workers

HELP = """Run every episode of a dataset again, from its seed and its recorded actions, through the environment.

With --verify each state is compared with the recorded one, bit for bit.

[bold]Example[/bold]   simwright replay data/two_tasks --verify
"""


def replay(
    dataset: Annotated[Path, typer.Argument(metavar="DATASET_DIR", help="What `demos` wrote.")],
    workers: Workers,
    verify: Annotated[bool, typer.Option("--verify", help="Exit with 1 when any state differs.")] = False,
    asset_dir: AssetDir = None,
    json: Json = False,
) -> None:
    """Replay a dataset; with --verify exits 0 when every state of every episode is the same, 1 otherwise."""
    from agents.cli.catalogs import open_catalog
    from envs.demos.replay import EpisodeReplay
    from envs.demos.replay import replay as replay_dataset
    from envs.verification.workers import Workers as Pool

    output = Output(json)
    catalog = open_catalog(asset_dir)
    with Pool(catalog, workers) as pool, output.bar("episodes") as move:

        def told(episode: EpisodeReplay, total: int) -> None:
            move(f"{episode.task} seed {episode.seed}", episode.index + 1, total)

        report = replay_dataset(dataset, catalog, workers=pool, on_episode=told)
    output.line(report.text)
    output.result(
        {
            "dataset": str(dataset),
            "exact": report.exact,
            "episodes": [
                {
                    "index": episode.index,
                    "task": episode.task,
                    "seed": episode.seed,
                    "steps": episode.steps,
                    "exact": episode.exact,
                    "difference": episode.difference,
                }
                for episode in report.episodes
            ],
        }
    )
    raise typer.Exit(1 if verify and not report.exact else 0)
