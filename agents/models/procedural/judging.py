"""The critic's turn: does what changed cover what the goal names?"""

from __future__ import annotations

import json
import re

from agents.models.procedural.reading import Call, Conversation


def judge(talk: Conversation) -> list[Call]:
    """Return the call that gives the judgement."""
    changed = dict(re.findall(r"^(\w+): (.*)$", talk.sections.get("What changed in one run", ""), re.MULTILINE))
    goal = json.loads(talk.sections["Goal"])
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


def _subjects(goal: object) -> set[str]:
    """Return the objects that a goal's predicates are about."""
    if isinstance(goal, list):
        return {name for item in goal for name in _subjects(item)}
    if not isinstance(goal, dict):
        return set()
    part = goal.get("part")
    if goal.get("kind") == "joint_fraction" and isinstance(part, dict):
        return {str(part["object"])}
    if isinstance(goal.get("object"), str):
        return {goal["object"]}
    return {name for item in goal.values() for name in _subjects(item)}


def _looks_back(goal: object) -> bool:
    """Whether the goal asks for something on the way, which the end need not show."""
    if isinstance(goal, list):
        return any(_looks_back(item) for item in goal)
    return isinstance(goal, dict) and (
        goal.get("kind") in {"sequence", "always", "never"} or any(_looks_back(item) for item in goal.values())
    )
