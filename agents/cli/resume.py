"""`simwright resume`: go on with a run that was stopped or killed."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from agents.cli.generate import finish
from agents.cli.output import Output
from agents.cli.settings import Json

HELP = """Go on with a run from its last step, after Ctrl-C, a kill, or a model that could not be reached.

[bold]Example[/bold]   simwright resume runs/seed-0
"""


def resume(
    run: Annotated[Path, typer.Argument(metavar="RUN_DIR", help="The folder that `generate` wrote.")],
    json: Json = False,
) -> None:
    """Resume a run; exits as `generate` does."""
    from agents.generate import resume as go_on

    finish(Output(json), run, lambda progress: go_on(run, progress=progress))
