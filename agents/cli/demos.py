"""`simwright demos`: record demonstrations of verified tasks."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from agents.cli.failing import CommandError
from agents.cli.output import Bar, Output
from agents.cli.settings import Engine, Json, LibraryPath, settings

if TYPE_CHECKING:
    from envs.assets.catalog import Catalog
    from envs.demos.episode import Episode
    from envs.task.program import TaskProgram

HELP = """Record successful episodes of tasks and write them as a LeRobotDataset v3.0 with video.

[bold]Examples[/bold]

  simwright demos put_block_in_drawer open_laptop --episodes 50 --out data/two_tasks

  simwright demos --all --episodes 5 --out data/everything
"""


def demos(
    context: typer.Context,
    tasks: Annotated[
        list[str] | None, typer.Argument(metavar="TASK...", help="Names in the library, or program files.")
    ] = None,
    out: Annotated[Path, typer.Option(metavar="DATASET_DIR", help="The dataset's folder, which must not exist.")] = ...,  # type: ignore[assignment]
    episodes: Annotated[int, typer.Option(min=1, help="How many of each task.")] = 5,
    every: Annotated[bool, typer.Option("--all", help="Every task of the library.")] = False,
    video: Annotated[bool, typer.Option("--video/--no-video", help="Record a camera.")] = True,
    size: Annotated[int, typer.Option(min=32, max=1024, help="Pixels of a frame's edge.")] = 128,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace a dataset that is there.")] = False,
    library: LibraryPath = None,
    engine: Engine = "sapien",
    json: Json = False,
) -> None:
    """Record and export; exits 0 when every task gave all its episodes, 1 otherwise."""
