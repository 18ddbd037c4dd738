"""`simwright assets tables`: what categories are made from, as Markdown."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from agents.cli.output import Output
from agents.cli.settings import Json


def tables(
    into: Annotated[
        Path | None, typer.Option("--into", help="A page with the two comments between which they go.", dir_okay=False)
    ] = None,
    json: Json = False,
) -> None:
    """Print every category's parameters, their sources, variants and affordances, or write them into a page.

    [bold]Example[/bold]   simwright assets tables --into docs/assets.md
    """
    from agents.report.catalog_page import insert, section
    from envs.assets.catalog import Catalog

    output, catalog = Output(json), Catalog()
    text = section(catalog)
    if into is None:
        output.line(text)
    else:
        output.line(f"{into}: {'written' if insert(into, text) else 'as it was'}")
    output.result(
        {
            "categories": {
                name: {
                    "parameters": {
                        key: {"low": span.low, "high": span.high, "unit": span.unit, "source": span.source}
                        for key, span in catalog.category(name).parameters.items()
                    },
                    "variants": {key: list(choices) for key, choices in catalog.category(name).variants.items()},
                    "scale": catalog.category(name).scale,
                }
                for name in catalog.categories()
            }
        }
    )
