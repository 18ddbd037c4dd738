"""What the catalog has."""

from __future__ import annotations

import json

from tools.context import ToolContext


def list_assets(context: ToolContext) -> str:
    """List the categories of assets: name, what people call it, what can be done with it, its keypoints."""
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
    return json.dumps({"categories": rows})
