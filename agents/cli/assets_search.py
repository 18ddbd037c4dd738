"""`simwright assets search`: which category does what one needs."""

from __future__ import annotations

from typing import Annotated

import typer

from agents.cli.output import Output
from agents.cli.settings import AssetDir, Json


def search_assets(
    text: Annotated[str, typer.Argument(help="What it should be or be for.")],
    count: Annotated[int, typer.Option(min=1, help="How many categories to name.")] = 5,
    asset_dir: AssetDir = None,
    json: Json = False,
) -> None:
    """Find categories by meaning, nearest first.

    [bold]Example[/bold]   simwright assets search "something to keep milk cold"
    """
    from agents.cli.catalogs import open_catalog
    from envs.assets.search import AssetSearch
    from memory.embedders import choose_embedder

    output, catalog, embedder = Output(json), open_catalog(asset_dir), choose_embedder()
    output.note(embedder.describe())
    found = AssetSearch(catalog, embedder.embed).nearest(text, count)
    if not found:
        output.line(f"nothing in the catalog is near {text!r}; try other words, or see all: simwright assets list")
    else:
        rows = [(f"{item.nearness:.2f}", item.category, catalog.category(item.category).summary) for item in found]
        output.table(f"Nearest to {text!r}", ("nearness", "name", "what it is"), rows)
    output.result({"found": [{"name": item.category, "nearness": item.nearness} for item in found]})
