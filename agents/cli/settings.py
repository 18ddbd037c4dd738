"""Where things are kept, and the options that several verbs take."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from envs.worlds import WORLDS, require_world


@dataclass(frozen=True)
class Settings:
    """What stands before the verb: the folder that holds library, runs and data, and whether tracebacks are shown."""

    home: Path = Path()
    debug: bool = False

    def library(self, path: Path | None) -> Path:
        """Return the library's folder: the given one, or `library` under home."""
        return path if path is not None else self.home / "library"

    def new_run(self, seed: int) -> Path:
        """Return a folder under `runs` that does not exist yet, named for the seed."""
        runs = self.home / "runs"
        names = (f"seed-{seed}" + (f"-{number}" if number > 1 else "") for number in range(1, 10_000))
        return next(runs / name for name in names if not (runs / name).exists())


Json = Annotated[
    bool, typer.Option("--json", help="Print one JSON object on the last line of standard output.", show_default=False)
]
LibraryPath = Annotated[
    Path | None,
    typer.Option("--library", metavar="PATH", help="The library's folder. \\[default: library]", show_default=False),
]
AssetDir = Annotated[
    Path | None,
    typer.Option(
        "--asset-dir",
        metavar="DIR",
        envvar="SIMWRIGHT_ASSET_DIR",
        help="A folder of your own assets, as `assets import` writes it, beside the catalog.",
        show_default=False,
        show_envvar=True,
    ),
]
MOST_WORKERS = 8


def _cores() -> int:
    return max(1, min(MOST_WORKERS, os.cpu_count() or 1))


Workers = Annotated[
    int,
    typer.Option(
        "--workers",
        min=1,
        max=64,
        default_factory=_cores,
        help="Processes that share the rollouts; the results are the same. \\[default: one a core]",
        show_default=False,
    ),
]


def _known_engine(name: str) -> str:
    require_world(name)
    return name


Engine = Annotated[str, typer.Option("--engine", callback=_known_engine, help=f"The simulator: {', '.join(WORLDS)}.")]


def settings(context: typer.Context) -> Settings:
    """Return what stands before the verb."""
    return context.ensure_object(Settings)
