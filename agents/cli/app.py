"""The `simwright` command: its verbs, and what every one of them shares."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from agents.cli import assets, demos, doctor, eval, generate, kpam, library, replay, resume, run, train, verify
from agents.cli.failing import run_app
from agents.cli.settings import Settings

app = typer.Typer(
    name="simwright",
    no_args_is_help=True,
    rich_markup_mode="rich",
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help=(
        "Write robot-manipulation tasks with agents, prove them in simulation, turn them into demonstrations.\n\n"
        "Start with [bold]simwright doctor[/bold], then [bold]simwright generate --n 2 --seed 0[/bold]."
    ),
)

app.command("generate", help=generate.HELP)(generate.generate)
app.command("resume", help=resume.HELP)(resume.resume)
app.command("run", help=run.HELP)(run.run)
app.command("verify", help=verify.HELP)(verify.verify)
app.command("demos", help=demos.HELP)(demos.demos)
app.command("train", help=train.HELP)(train.train)
app.command("eval", help=eval.HELP)(eval.evaluate)
app.command("replay", help=replay.HELP)(replay.replay)
app.add_typer(library.app, name="library", help=library.HELP)
app.add_typer(assets.app, name="assets", help=assets.HELP)
app.add_typer(kpam.app, name="kpam", help=kpam.HELP)
app.command("doctor", help=doctor.HELP)(doctor.doctor)


@app.callback()
def shared(
    context: typer.Context,
    home: Annotated[
        Path,
        typer.Option(envvar="SIMWRIGHT_HOME", help="Folder that holds library/, runs/ and data/.", file_okay=False),
    ] = Path(),
    debug: Annotated[bool, typer.Option("--debug", help="Show the traceback of an error; may stand anywhere.")] = False,
) -> None:
    """Hand what every verb needs to it."""
    context.obj = Settings(home=home, debug=debug)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and exit: 0 done, 1 a task or check failed, 2 wrong usage, 130 interrupted."""
    sys.exit(run_app(app, list(sys.argv[1:] if arguments is None else arguments)))
