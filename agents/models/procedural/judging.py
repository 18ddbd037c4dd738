"""The critic's turn: does what changed cover what the goal names?"""

from __future__ import annotations

import json
import re
from typing import Any

from agents.models.procedural.reading import Call, Conversation

Goal = dict[str, Any]


def judge(talk: Conversation) -> list[Call]:
    """Return the call that gives the judgement."""
    changed = dict(re.findall(r"^(\w+): (.*)$", talk.sections.get("What changed in one run", ""), re.MULTILINE))
    goal: Goal = json.loads(talk.sections["Goal"])
    subjects = _subjects(goal)
    still = sorted(name for name in subjects if changed.get(name) == "unchanged")
    verdict = talk.sections.get("Verdict", "")
    if _looks_back(goal):
        still = []
    if still:
        reason = f"the goal is about {', '.join(still)}, which nothing changed in the run"
        advice = "make the goal depend on what the stages do"
        return [("Judgement", {"agrees": False, "reason": reason, "advice": advice})]
    said = "; ".join(f"{name} {changed[name]}" for name in sorted(subjects) if name in changed)
    reason = f"what the goal names has changed ({said}) and the verdict is {verdict.split(':')[0] or 'missing'}"
    return [("Judgement", {"agrees": True, "reason": reason[:600], "advice": ""})]


def _subjects(goal: Goal) -> set[str]:
    """Return the objects that a goal's predicates are about."""
    part = goal.get("part")
    if goal["kind"] == "joint_fraction" and part:
        return {str(part["object"])}
    if "object" in goal:
        return {str(goal["object"])}
    return {name for inner in _inner(goal) for name in _subjects(inner)}


def _looks_back(goal: Goal) -> bool:
    """Whether the goal asks for something on the way, which the end need not show."""
    return goal["kind"] in {"sequence", "always", "never"} or any(_looks_back(inner) for inner in _inner(goal))


def _inner(goal: Goal) -> list[Goal]:
    """Return the goals that a goal is joined from."""
    return [*goal.get("goals", ()), *([goal["goal"]] if "goal" in goal else ())]
