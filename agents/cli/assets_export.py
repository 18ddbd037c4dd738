"""`simwright assets export`: an asset as a URDF for other tools."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from agents.cli.output import Output
from agents.cli.settings import AssetDir, Json


def export_asset(
    names: Annotated[list[str], typer.Argument(metavar="ASSET...", help="Instances such as safe/7, or categories.")],
    out: Annotated[Path, typer.Option("--out", help="Folder that gets one folder for each asset.", file_okay=False)],
    asset_dir: AssetDir = None,
    json: Json = False,
) -> None:
    """Write assets as URDF with visual and collision geometry, masses, limits, couplings.

    Beside each stands `asset.json`: everything that URDF has no word for (named places, grasps, springs, affordances).

    [bold]Example[/bold]   simwright assets export microwave/3 mug/1 --out exported
    """
    from agents.cli.catalogs import open_catalog
    from envs.assets.urdf import to_urdf

    output, catalog = Output(json), open_catalog(asset_dir)
    assets = [catalog.get(name if "/" in name else catalog.first(name)) for name in names]
    written: dict[str, str] = {}
    for asset in assets:
        path = to_urdf(asset, directory=out, annotated=True)
        written[asset.id] = str(path)
        output.line(f"{asset.id}: {path}")
    output.result({"written": written})
