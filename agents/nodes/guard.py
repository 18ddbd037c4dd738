"""One bad candidate costs one candidate: what a node raises becomes the candidate's failure, kept in full."""

from __future__ import annotations

import functools
import traceback
from collections.abc import Callable
from typing import Protocol

from langchain_core.runnables import RunnableConfig
from langgraph.errors import GraphBubbleUp

from agents.errors import AgentsError
from agents.state import RunState, Update
from agents.workshop import Workshop, trouble
from envs.failures import FailureKind

Node = Callable[[Workshop, RunState, RunnableConfig], Update]
STOPS = (AgentsError, OSError, GraphBubbleUp)
"""What must stop the run: no model, no disk, an interrupt."""


class GraphNode(Protocol):
    """A node as LangGraph calls it, by parameter names."""

    def __call__(self, state: RunState, config: RunnableConfig) -> Update:
        """Return what the node changes."""
        ...


def guarded(name: str, node: Node, shop: Workshop) -> GraphNode:
    """Return the node over a workshop. An unforeseen exception leaves its traceback in the candidate's folder."""

    @functools.wraps(node)
    def run(state: RunState, config: RunnableConfig) -> Update:
        try:
            return node(shop, state, config)
        except STOPS:
            raise
        except Exception as error:
            if name in {"recall", "reject"}:
                raise
            shop.write(state, "error.txt", traceback.format_exc())
            reason = f"internal error in {name}: {type(error).__name__}: {error} (see error.txt)"
            shop.tell(state, name, reason)
            return Update(failure=trouble(name, reason, FailureKind.PROGRAM_ERROR), faults=state.get("faults", 0) + 1)

    del run.__wrapped__  # type: ignore[attr-defined]
    run.__annotations__ = {"state": RunState, "config": RunnableConfig, "return": dict}
    return run
