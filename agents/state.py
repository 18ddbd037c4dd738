"""The state of a run: plain data that a checkpoint holds, one field a fact."""

from __future__ import annotations

from typing import Any, cast

from typing_extensions import TypedDict

FUNNEL = (
    "proposed",
    "program_runs",
    "valid",
    "stable",
    "feasible",
    "solved",
    "controls_refused",
    "novel",
    "committed",
)
"""How far a candidate came, in order; a candidate counts in every step up to its furthest."""


class Attempt(TypedDict):
    """One program of a candidate and what stopped it."""

    node: str
    kind: str
    reason: str
    stage: str | None


class Rejection(TypedDict):
    """A candidate that was given up."""

    name: str
    kind: str
    reason: str


class Tried(TypedDict):
    """A candidate of this run in a line, for the proposer."""

    name: str
    instruction: str
    categories: list[str]
    outcome: str


class Accepted(TypedDict):
    """A program that verification has accepted, with what it was written from and judged by."""

    source: str | None
    plan: dict[str, Any] | None
    verdict: dict[str, Any] | None
    evidence: str


class Usage(TypedDict):
    """What a run or a candidate has spent on its model; `cost` in US dollars, None where no price is known."""

    calls: int
    tokens: int
    cost: float | None


class RunState(TypedDict):
    """Everything that a run knows. The first group is the candidate's, the second the run's."""

    name: str
    near: list[dict[str, Any]]
    proposal: dict[str, Any] | None
    plan: dict[str, Any] | None
    source: str | None
    history: list[Attempt]
    failure: Attempt | None
    reached: list[str]
    verdict: dict[str, Any] | None
    evidence: str
    kept: Accepted | None
    spent: Usage

    candidate: int
    committed: list[str]
    rejected: list[Rejection]
    tried: list[Tried]
    funnel: dict[str, int]
    usage: Usage
    faults: int
    stopped: str | None


Update = dict[str, Any]
"""What a node changes: some of the state's fields."""


def fresh_run() -> Update:
    """Return the state of a run before its first candidate."""
    return fresh_candidate() | Update(
        candidate=0,
        committed=[],
        rejected=[],
        tried=[],
        funnel=dict.fromkeys(FUNNEL, 0),
        usage=nothing_spent(),
        faults=0,
        stopped=None,
    )


def fresh_candidate() -> Update:
    """Return the candidate's fields before anything is known of it."""
    return Update(
        name="",
        near=[],
        proposal=None,
        plan=None,
        source=None,
        history=[],
        failure=None,
        reached=[],
        verdict=None,
        evidence="",
        kept=None,
        spent=nothing_spent(),
    )


def nothing_spent() -> Usage:
    """Return a spending of nothing."""
    return Usage(calls=0, tokens=0, cost=0.0)


def after(state: RunState, update: Update) -> RunState:
    """Return the state as it is once a node's update is in it."""
    return cast("RunState", {**state, **update})


def counted(funnel: dict[str, int], reached: list[str]) -> dict[str, int]:
    """Return the funnel with one more candidate in every step up to the furthest that it reached."""
    furthest = max((FUNNEL.index(step) for step in reached), default=-1)
    return {step: funnel[step] + (position <= furthest) for position, step in enumerate(FUNNEL)}


def added(first: Usage, second: Usage) -> Usage:
    """Return the sum of two spendings; of a cost and an unknown cost nothing is known."""
    one, other = first["cost"], second["cost"]
    return Usage(
        calls=first["calls"] + second["calls"],
        tokens=first["tokens"] + second["tokens"],
        cost=None if one is None or other is None else one + other,
    )
