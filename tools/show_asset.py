"""One asset in full: its parts, places and grasps, by the names that a program uses."""

from __future__ import annotations

import json
from typing import Annotated

from envs.assets.describe import describe
from tools.context import ToolContext


def show_asset(
    context: ToolContext,
    asset: Annotated[str, "a category such as 'bowl', or one instance of it such as 'bowl/7'"],
) -> str:
    """Show one asset: size, parts that move with their handles, volumes, surfaces, grasps. Lengths in metres."""
    name = asset if "/" in asset else context.catalog.first(asset)
    return json.dumps(describe(context.catalog.get(name)))
