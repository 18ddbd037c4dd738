"""What the catalog has."""

from __future__ import annotations

import json
from typing import cast

from envs.assets.category import AFFORDANCES
from tools.context import ToolContext


def list_assets(context: ToolContext) -> str:
    """List the categories of assets: name, noun, what can be done with it, its keypoints, and what affordances mean."""
    rows: list[dict[str, object]] = []
    for name in context.catalog.categories():
        category = context.catalog.category(name)
        rows.append(
            {
                "name": name,
                "noun": category.noun,
                "summary": category.summary,
                "articulated": category.articulated,
                "affordances": list(category.affordances),
                "keypoints": list(category.keypoints),
            }
        )
    meanings = {name: AFFORDANCES[name] for row in rows for name in cast("list[str]", row["affordances"])}
    return json.dumps({"categories": rows, "affordances": meanings})
