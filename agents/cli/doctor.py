"""`simwright doctor`: what works on this machine."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from agents.cli.output import Output
from agents.cli.settings import Json, settings

HELP = """Say what works on this machine, and what to do about what does not.

[bold]Examples[/bold]

  simwright doctor

  simwright doctor --model openai:gpt-4.1     (asks the model one short question)
"""


def doctor(
    context: typer.Context,
    model: Annotated[str | None, typer.Option(metavar="PROVIDER:NAME", help="Also ask this model a question.")] = None,
    json: Json = False,
) -> None:
    """Try everything in small; exits 0 when all that is needed works, 1 otherwise."""
    from agents.cli import checks
    from envs.worlds import WORLDS

    output = Output(json)
    home = settings(context).home
    wanted = {
        "python": checks.python,
        "disk": lambda: checks.disk(home),
        **{f"engine {name}": lambda name=name: checks.engine(name) for name in WORLDS},
        "renderer": checks.renderer,
        "video": checks.video,
        "planning": checks.planning,
        "sandbox": checks.sandbox,
        "library index": checks.index,
        "procedural author": checks.author,
        "extra embeddings": checks.embeddings,
        "language model": checks.keys,
    }
    if model is not None:
        wanted[f"model {model}"] = lambda: checks.model(model)
    found: list[checks.Check] = []
    with output.bar("checks") as move:
        for done, (name, check) in enumerate(wanted.items()):
            move(name, done, len(wanted))
            found.append(checks.tried(name, check))
    output.table("This machine", ("what", "state", "seen"), [(c.name, c.status, c.detail) for c in found])
    for check in found:
        if check.remedy:
            output.line(f"{check.name}: {check.remedy}")
    well = all(check.status == "works" for check in found if check.needed)
    output.line("everything that is needed works" if well else "something that is needed does not work")
    output.result({"ok": well, "checks": [asdict(check) for check in found]})
    raise typer.Exit(0 if well else 1)
