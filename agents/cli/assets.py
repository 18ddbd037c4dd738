"""`simwright assets`: what the catalog offers."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from agents.cli.assets_check import check_assets
from agents.cli.output import Output
from agents.cli.settings import Json

if TYPE_CHECKING:
    from envs.assets.model import Joint

HELP = "Look at the assets that tasks are made of, and check them."

app = typer.Typer(no_args_is_help=True, rich_markup_mode="rich")


@app.command("list")
def list_assets(json: Json = False) -> None:
    """List every category with its keypoints and what can be done with it.

    [bold]Example[/bold]   simwright assets list
    """
    from envs.assets.catalog import Catalog

    output, catalog = Output(json), Catalog()
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
    image: Annotated[Path | None, typer.Option(help="Write a picture of it (PNG).", dir_okay=False)] = None,
    json: Json = False,
) -> None:
    """Show one asset: parts, joints, keypoints, grasps, sizes.

    [bold]Example[/bold]   simwright assets show drawer_cabinet/7 --image cabinet.png
    """
    from envs.assets.catalog import Catalog

    output, catalog = Output(json), Catalog()
    category = catalog.category(name.partition("/")[0])
    asset = catalog.get(name if "/" in name else f"{name}/0")
    output.line(f"{asset.id}: {asset.description}")
    output.line(f"{category.summary} Affordances: {', '.join(category.affordances)}.")
    size = " x ".join(f"{edge * 100:.1f}" for edge in asset.size)
    mass = sum(link.mass for link in asset.links)
    output.line(f"{size} cm, {mass:.2f} kg, {'fixed to the table' if asset.fixed_base else 'free'}, {asset.licence}")
    if asset.parts:
        rows = [
            (p.name, p.noun, p.joint, asset.joint(p.joint).kind, _span(asset.joint(p.joint)), p.handle)
            for p in asset.parts
        ]
        output.table("Parts", ("part", "noun", "joint", "kind", "range", "handle"), rows)
    rows = [("point", p.name, p.link, "") for p in asset.points] + [("axis", a.name, a.link, "") for a in asset.axes]
    rows += [("volume", v.name, v.link, _centimetres(v.size)) for v in asset.volumes]
    rows += [("surface", s.name, s.link, _centimetres(s.size)) for s in asset.surfaces]
    rows += [("grasp", g.name, g.link, f"{g.width * 100:.1f} cm wide") for g in asset.grasps]
    output.table("Named places", ("kind", "name", "link", "size"), rows)
    if image is not None:
        from agents.report.pictures import write_asset_picture

        write_asset_picture(asset, image)
        output.line(f"picture: {image}")
    output.result(asset.model_dump(mode="json"))


app.command("check")(check_assets)


def _span(joint: Joint) -> str:
    unit, factor = ("deg", 57.29577951308232) if joint.kind == "revolute" else ("cm", 100.0)
    return f"{joint.lower * factor:.0f} to {joint.upper * factor:.0f} {unit}"


def _centimetres(size: tuple[float, ...]) -> str:
    return " x ".join(f"{edge * 100:.1f}" for edge in size) + " cm"
