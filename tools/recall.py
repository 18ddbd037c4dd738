"""Tasks that the library holds."""

from __future__ import annotations

import json
from typing import Annotated

from tools.context import ToolContext


def recall(
    context: ToolContext,
    query: Annotated[str, "a sentence or a few words to search for"],
    count: Annotated[int, "how many tasks to return, 1 to 20"] = 5,
) -> str:
    """Search the library for verified tasks near a query, nearest first."""
    if context.library is None:
        return json.dumps({"tasks": []})
    found = context.library.search(query, max(1, min(count, 20)))
    tasks: list[dict[str, object]] = []
    for hit in found:
        record = context.library.get(hit.name)
        tasks.append(
            {
                "name": hit.name,
                "instruction": record.spec.instruction,
                "assets": sorted({item.asset.split("/")[0] for item in record.spec.scene.objects}),
                "stages": [stage.name for stage in record.spec.stages],
            }
        )
    return json.dumps({"tasks": tasks})
