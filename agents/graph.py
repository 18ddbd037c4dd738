"""The state machine that makes tasks: nodes, edges, routers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from langchain_core.runnables import RunnableConfig
from langgraph.checkpoint.base import BaseCheckpointSaver
from langgraph.graph import END, START, StateGraph  # pyright: ignore[reportMissingTypeStubs]
from langgraph.graph.state import CompiledStateGraph  # pyright: ignore[reportMissingTypeStubs]

from agents.config import GenerateConfig
from agents.nodes import authoring, ending, proving, weighing
from agents.nodes.guard import guarded
from agents.state import RunState, Update
from agents.workshop import Workshop
from envs.failures import FailureKind

Node = Callable[[Workshop, RunState, RunnableConfig], Update]

NODES: dict[str, Node] = {
    "recall": authoring.recall,
    "propose": authoring.propose,
    "decompose": authoring.decompose,
    "code": authoring.code,
    "solve": proving.solve,
    "simulate": proving.simulate,
    "verify": proving.verify,
    "critique": proving.critique,
    "repair": authoring.repair,
    "restore": weighing.restore,
    "commit": ending.commit,
    "reject": ending.reject,
}

FORWARD = {
    "decompose": "code",
    "code": "solve",
    "solve": "simulate",
    "simulate": "verify",
    "verify": "critique",
    "critique": "commit",
}
HOPELESS = {FailureKind.NOT_NOVEL, FailureKind.BUDGET_SPENT}
"""What no other program of the same proposal mends."""
REPLAN_AFTER = 2
"""Repairs of the program before the plan is asked for again."""


def build_graph(shop: Workshop, checkpointer: BaseCheckpointSaver[Any]) -> CompiledStateGraph[Any, Any, Any, Any]:
    """Return the compiled graph over a workshop, checkpointed after every node."""
    graph = StateGraph(RunState)
    for name, node in NODES.items():
        graph.add_node(name, guarded(name, node, shop))  # pyright: ignore[reportUnknownMemberType]
    graph.add_conditional_edges(START, after_candidate(shop.config), ["recall", END])
    graph.add_edge("recall", "propose")
    graph.add_conditional_edges("propose", after_propose, ["decompose", "reject"])
    for name, onward in FORWARD.items():
        graph.add_conditional_edges(name, after_attempt(onward), [onward, "repair"])
    graph.add_conditional_edges("repair", after_repair(shop.config), ["decompose", "code", "reject", "restore"])
    graph.add_edge("restore", "critique")
    graph.add_conditional_edges("commit", after_commit(shop.config), ["recall", "reject", END])
    graph.add_conditional_edges("reject", after_candidate(shop.config), ["recall", END])
    return graph.compile(checkpointer=checkpointer)  # pyright: ignore[reportUnknownMemberType]


def after_propose(state: RunState) -> str:
    """A proposal goes on to be decomposed, its absence is rejected."""
    return "reject" if state["failure"] else "decompose"


def after_attempt(onward: str) -> Callable[[RunState], str]:
    """What holds goes onward, what failed to repair."""

    def route(state: RunState) -> str:
        return "repair" if state["failure"] else onward

    return route


def after_repair(config: GenerateConfig) -> Callable[[RunState], str]:
    """Back to the coder, or to the decomposer where the plan is at fault, while the budget lasts.

    Where the failure is that of an accepted program's revision, that program is taken up again.
    """

    def route(state: RunState) -> str:
        failure, repairs = state["failure"], len(state["history"])
        if failure is not None and state["kept"] is not None and failure["kind"] != FailureKind.GOAL_WEAK:
            return "restore"
        if failure is None or FailureKind(failure["kind"]) in HOPELESS or repairs > config.budget.repairs:
            return "reject"
        if failure["node"] == "decompose" or state["plan"] is None:
            return "decompose"
        replan = failure["kind"] == FailureKind.CRITIC_DISAGREES or repairs == REPLAN_AFTER + 1
        return "decompose" if replan else "code"

    return route


def after_commit(config: GenerateConfig) -> Callable[[RunState], str]:
    """What the library would not take is rejected; otherwise on to the next candidate."""

    def route(state: RunState) -> str:
        return "reject" if state["failure"] else after_candidate(config)(state)

    return route


def after_candidate(config: GenerateConfig) -> Callable[[RunState], str]:
    """Another candidate, unless the run has what it wants or has spent its budget."""

    def route(state: RunState) -> str:
        return END if stop_reason(state, config) else "recall"

    return route


def stop_reason(state: RunState, config: GenerateConfig) -> str | None:
    """Return why the run ends now, or None."""
    budget = config.budget
    if len(state["committed"]) >= config.n:
        return "all wanted tasks are committed"
    if state["candidate"] >= budget.proposals(config.n):
        return f"budget_spent: {state['candidate']} candidates proposed"
    if budget.tokens is not None and state["usage"]["tokens"] >= budget.tokens:
        return f"budget_spent: {state['usage']['tokens']} tokens used of {budget.tokens}"
    if state["faults"] >= budget.faults:
        return f"budget_spent: {state['faults']} candidates in a row were lost to faults of the model"
    return None
