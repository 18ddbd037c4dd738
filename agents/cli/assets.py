"""`simwright assets`: what the catalog offers."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from agents.cli.assets_check import check_assets
from agents.cli.assets_export import export_asset
from agents.cli.assets_import import import_assets
from agents.cli.assets_search import search_assets
from agents.cli.assets_sheet import sheet
from agents.cli.assets_tables import tables
from agents.cli.output import Output
from agents.cli.settings import AssetDir, Json

HELP = "Look at the assets that tasks are made of, and check them."

app = typer.Typer(no_args_is_help=True, rich_markup_mode="rich")


@app.command("list")
def list_assets(asset_dir: AssetDir = None, json: Json = False) -> None:
    """List every category with its keypoints and what can be done with it.

    [bold]Example[/bold]   simwright assets list
    """
    from agents.cli.catalogs import open_catalog

    output, catalog = Output(json), open_catalog(asset_dir)
    categories = [catalog.category(name) for name in catalog.categories()]
    rows = [(c.name, "yes" if c.articulated else "no", ", ".join(c.affordances), c.summary) for c in categories]
    output.table(f"{len(rows)} categories", ("name", "moving parts", "affordances", "what it is"), rows)
    output.result(
        {
            "categories": [
                {
                    "name": c.name,
                    "articulated": c.articulated,
                    "keypoints": list(c.keypoints),
                    "affordances": list(c.affordances),
                }
                for c in categories
            ]
        }
    )


@app.command("show")
def show_asset(
    name: Annotated[str, typer.Argument(help="A category, or one instance of it: block, drawer_cabinet/7.")],
    image: Annotated[
        Path | None, typer.Option(help="Where the picture goes, PNG. \\[default: CATEGORY_SEED.png]", dir_okay=False)
    ] = None,
    asset_dir: AssetDir = None,
    json: Json = False,
) -> None:
    """Print what agents are told of an asset, and write a picture of it with its named places.

    [bold]Example[/bold]   simwright assets show drawer_cabinet/7 --image cabinet.png
    """
    from agents.cli.catalogs import open_catalog
    from agents.report.asset_sheet import write_asset_picture
    from envs.assets.describe import as_text, describe

    output, catalog = Output(json), open_catalog(asset_dir)
    asset = catalog.get(name if "/" in name else catalog.first(name))
    category = catalog.category(asset.category)
    output.line(as_text(describe(asset)))
    output.line(f"{category.summary}; licence {asset.licence}, origin {asset.origin}")
    path = image or Path(f"{asset.category}_{asset.instance}.png")
    write_asset_picture(asset, path)
    output.line(f"picture: {path}")
    output.result(asset.model_dump(mode="json"))


app.command("search")(search_assets)
app.command("check")(check_assets)
app.command("sheet")(sheet)
app.command("tables")(tables)
app.command("export")(export_asset)
app.command("import")(import_assets)
