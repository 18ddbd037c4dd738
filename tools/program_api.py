"""The API that task programs are written in."""

from __future__ import annotations

from tools.context import ToolContext


def program_api(context: ToolContext) -> str:
    """Return the whole API of task programs: what `build(task, rng)` may call, and what the language lacks."""
    from envs.task.api_text import api_text

    del context
    return api_text()
