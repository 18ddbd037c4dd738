"""`simwright assets check`: whether every instance is sound."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from agents.cli.output import Output
from agents.cli.seeds import seed_range
from agents.cli.settings import AssetDir, Json, Workers

if TYPE_CHECKING:
    from envs.assets.catalog import Catalog


def check_assets(
    workers: Workers,
    names: Annotated[
        list[str] | None,
        typer.Argument(metavar="CATEGORY...", help="Categories, or instances such as mug/7. Without any: all."),
    ] = None,
    seeds: Annotated[str, typer.Option(help="Which instances of each category, FIRST:BEFORE.")] = "0:20",
    asset_dir: AssetDir = None,
    json: Json = False,
) -> None:
    """Check instances: both engines load them, they stand still, joints sweep freely, places and words are true.

    Exits 1 when something is found; every line names the instance, the check and what it measured.

    [bold]Example[/bold]   simwright assets check drawer_cabinet mug --seeds 0:50
    """
    from agents.cli.catalogs import open_catalog
    from envs.assets.checks.instance import check_instance
    from envs.verification.workers import Workers as Pool

    output, catalog = Output(json), open_catalog(asset_dir)
    span = seed_range(seeds)
    for name in names or ():
        catalog.category(name.partition("/")[0])
    wanted = [
        asset
        for name in names or catalog.categories()
        for asset in ([name] if "/" in name else _all_of(catalog, name, span))
    ]
    rows: list[tuple[str, str, str]] = []
    with Pool(catalog, min(workers, len(wanted))) as pool, output.bar("assets") as move:
        for done, (asset, found) in enumerate(zip(wanted, pool.in_order(check_instance, wanted), strict=True), start=1):
            rows += [(asset, finding.check, finding.text) for finding in found]
            move(asset, done, len(wanted))
    faulty = len({asset for asset, _, _ in rows})
    for asset, check, text in rows:
        output.line(f"{asset}: {check}: {text}")
    output.line(f"{len(wanted)} instances checked, " + (f"{faulty} with findings" if rows else "nothing found"))
    output.result(
        {
            "checked": len(wanted),
            "faulty": faulty,
            "findings": [{"asset": asset, "check": check, "text": text} for asset, check, text in rows],
        }
    )
    raise typer.Exit(1 if rows else 0)


def _all_of(catalog: Catalog, category: str, seeds: range) -> list[str]:
    return [f"{category}/{seed}" for seed in catalog.numbers(category, seeds)]
