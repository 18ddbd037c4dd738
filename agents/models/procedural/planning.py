"""The decomposer's turn: from conditions to an order of stages that can bring them about."""

from __future__ import annotations

import json
from typing import Any

import numpy as np

from agents.models.procedural.conditions import Condition, Success, parse
from agents.models.procedural.reading import Call, Conversation

OPEN_ENOUGH = 0.6
RECALLED = 8
"""Tasks of the library that are looked at for a first part."""
WHICH = {"top", "middle", "bottom", "left", "right"}


def decompose(talk: Conversation, rng: np.random.Generator) -> list[Call]:
    """Return the next tool call, or the call that gives the plan."""
    proposal = json.loads(talk.sections["Proposal"])
    steps = plan(proposal, rng)["stages"]
    library = talk.sections.get("Tasks in the library", "None.")
    if len(steps) > 1 and not library.startswith("None") and not talk.answers("recall"):
        return [("recall", {"query": steps[0]["name"], "count": RECALLED})]
    tasks = [task for answer in talk.data("recall") for task in answer["tasks"]]
    categories = {item["category"] for item in proposal["objects"]}
    return [("Plan", {"stages": steps, "reuses": begins_with([step["name"] for step in steps], categories, tasks)})]


def plan(proposal: dict[str, Any], rng: np.random.Generator) -> dict[str, Any]:
    """Return the stages of a proposal, nothing of the library used."""
    starts_open = {
        f"{item['name']}.{piece.split(' ')[0]}"
        for item in proposal["objects"]
        for piece in item["start"].split(" and ")
        if piece.endswith(" open")
    }
    steps = [_stage(condition, rng) for condition in ordered(parse(proposal["success"]), starts_open)]
    return {"stages": steps, "reuses": []}


def begins_with(stages: list[str], categories: set[str], tasks: list[dict[str, Any]]) -> list[str]:
    """Return the task with the most stages that are the first, but not all, of these and use these categories."""
    fitting = [
        task
        for task in tasks
        if task["stages"] == stages[: len(task["stages"])]
        and 0 < len(task["stages"]) < len(stages)
        and set(task["assets"]) <= categories
    ]
    return [max(fitting, key=lambda task: len(task["stages"]))["name"]] if fitting else []


def ordered(success: Success, starts_open: set[str]) -> list[Condition]:
    """Return the conditions in the order to bring them about, with what must be opened first put in front.

    What opens comes before what goes in, what goes in before what closes; a tower grows from below.
    """
    if success.in_order:
        return list(success.conditions)
    opened = [c for c in success.conditions if c.kind == "at_least"]
    closing = [c for c in success.conditions if c.kind == "at_most"]
    carried = _from_below([c for c in success.conditions if c.kind not in {"at_least", "at_most"}])
    ready = starts_open | {c.subject for c in opened}
    for condition in carried:
        place = condition.object or ""
        if condition.kind == "inside" and "." in place and place not in ready:
            opened.append(Condition("at_least", place, figure=OPEN_ENOUGH))
            ready.add(place)
    if not carried:
        return closing + opened
    return opened + carried + closing


def _from_below(conditions: list[Condition]) -> list[Condition]:
    """Order things put on one another so that what carries is in place first."""
    waiting, placed = list(conditions), list[Condition]()
    while waiting:
        subjects = {c.subject for c in waiting}
        ready = next((c for c in waiting if c.object not in subjects or c.kind != "on"), waiting[0])
        waiting.remove(ready)
        placed.append(ready)
    return placed


def _stage(condition: Condition, rng: np.random.Generator) -> dict[str, Any]:
    what, _, part = condition.subject.partition(".")
    said = f"{_spoken(part)} of the {_spoken(what)}" if part else _spoken(what)
    if condition.kind == "at_least":
        name, do = f"open the {said}", f"grip and follow {condition.subject}"
    elif condition.kind == "at_most":
        verb = "push" if rng.random() < 0.5 else "grip"
        name, do = f"close the {said}", f"{verb} and follow {condition.subject}"
    elif condition.kind == "lifted":
        name, do = f"pick the {said} up", f"pick up {condition.subject}"
    else:
        owner, _, inner = (condition.object or "").partition(".")
        place = f"{_spoken(inner)} of the {_spoken(owner)}" if inner else _spoken(owner)
        word = {"inside": "into", "on": "onto", "near": "beside"}[condition.kind]
        name = f"put the {said} {word} the {place}"
        do = f"pick up {condition.subject} and place it {condition.kind} {condition.object}"
    return {"name": name, "do": do, "precondition": "", "effect": condition.say()}


def _spoken(name: str) -> str:
    """Return a name as people say it: "drawer_top" is the top drawer."""
    words = name.split("_")
    if len(words) == 2 and words[1] in WHICH:
        words.reverse()
    return " ".join(words)
