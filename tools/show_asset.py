"""One asset in full: its parts, places and grasps, by the names that a program uses."""

from __future__ import annotations

import json
from typing import Annotated

from envs.assets.model import AssetModel
from tools.context import ToolContext


def show_asset(
    context: ToolContext,
    asset: Annotated[str, "a category such as 'bowl', or one instance of it such as 'bowl/7'"],
) -> str:
    """Show one asset: size, parts that move with their handles, volumes, surfaces, grasps. Lengths in metres."""
    name = asset if "/" in asset else f"{asset}/0"
    return json.dumps(describe(context.catalog.get(name)))


def describe(model: AssetModel) -> dict[str, object]:
    """Return what a program can refer to in an asset, as plain data."""
    heights = {point.name: round(point.position[2], 3) for point in model.points}
    parts = [
        {
            "name": part.name,
            "noun": part.noun,
            "which": part.which,
            "joint": model.joint(part.joint).kind,
            "range": round(model.joint(part.joint).upper - model.joint(part.joint).lower, 3),
            "handle": part.handle_kind,
            "handle_height": heights.get(f"{part.handle}.centre"),
            "interior": part.interior,
        }
        for part in model.parts
    ]
    return {
        "asset": model.id,
        "category": model.category,
        "description": model.description,
        "colour": model.colour_name,
        "fixed_base": model.fixed_base,
        "size": [round(edge, 3) for edge in model.size],
        "parts": parts,
        "volumes": [{"name": v.name, "size": [round(edge, 3) for edge in v.size]} for v in model.volumes],
        "surfaces": [{"name": s.name, "size": [round(edge, 3) for edge in s.size]} for s in model.surfaces],
        "grasps": [{"name": g.name, "width": round(g.width, 3)} for g in model.grasps],
        "points": [point.name for point in model.points],
        "axes": [axis.name for axis in model.axes],
        "affordances": list(model.affordances),
    }
