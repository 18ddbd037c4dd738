"""What the catalog has."""

from __future__ import annotations

import json
from typing import Annotated, cast

from envs.assets.category import AFFORDANCES
from tools.context import ToolContext

NEAREST = 8
"""How many categories a query returns."""


def list_assets(
    context: ToolContext,
    query: Annotated[str, "what it should be or be for, such as 'something to keep milk cold'; empty for all"] = "",
) -> str:
    """List the categories of assets, those nearest to a query first: name, noun, what can be done, keypoints."""
    names = context.catalog.categories()
    if query.strip():
        names = tuple(found.category for found in context.asset_search.nearest(query, NEAREST))
    rows: list[dict[str, object]] = []
    for name in names:
        category = context.catalog.category(name)
        row: dict[str, object] = {
            "name": name,
            "noun": category.noun,
            "summary": category.summary,
            "articulated": category.articulated,
            "affordances": list(category.affordances),
            "keypoints": list(category.keypoints),
        }
        if category.instances:  # any number is an instance of the others
            row["instances"] = list(category.instances)
        rows.append(row)
    meanings = {name: AFFORDANCES[name] for row in rows for name in cast("list[str]", row["affordances"])}
    return json.dumps({"categories": rows, "affordances": meanings})
