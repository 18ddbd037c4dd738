"""A goal with alternatives is met by none that the sentence does not leave open."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import BaseModel

from envs.task.goals import Any, Never, Not, Unchanged
from envs.task.mentions import walk
from envs.task.predicates import PREDICATES, JointFraction
from envs.verification.case import Case, Said, finding
from envs.verification.verdict import Finding

OPEN = frozenset({"or", "either", "any", "whichever", "some", "least", "wherever"})
"""Words that leave a choice."""
ALIKE = ({"inside", "on", "matched", "share_inside"}, {"lifted", "grasped"})
"""Predicates that the same words ask for."""


def alternatives(case: Case, said: Said) -> Iterator[Finding]:
    """Yield what a goal is content without, or with in another's place, where the sentence asks for it outright."""
    text = [item.text for item in said.words]
    one_of = any(text[k : k + 2] == ["one", "of"] for k in range(len(text)))
    if not said.strict or OPEN & set(text) or one_of:
        return
    for choice in _choices(case.spec.goal):
        branches = [_tested(goal) for goal in choice.goals]
        elsewhere = _tested(case.spec.goal, without=choice)
        missing = set().union(*branches) - set.intersection(*branches) - elsewhere
        if missing:
            name, part = min(missing, key=str)
            thing = name if part is None else f"the {part} of {name}"
            yield finding(
                "contradicted_word", f"the goal is met without {thing}, of which {said.quote} leaves no choice"
            )
        kinds = [_kinds(goal) for goal in choice.goals]
        if any(one != kinds[0] for one in kinds):
            said_kinds = " or ".join(sorted({kind.replace("_", " ") for one in kinds for kind in one}))
            yield finding("contradicted_word", f"the goal takes {said_kinds}; {said.quote} leaves no choice")


def _choices(goal: object) -> Iterator[Any]:
    """Yield the alternatives of a goal, not those of what must not be."""
    if isinstance(goal, Not | Never):
        return
    if isinstance(goal, Any):
        yield goal
    elif isinstance(goal, BaseModel):
        for child in (*getattr(goal, "goals", ()), getattr(goal, "goal", None)):
            yield from _choices(child)


def _tested(goal: BaseModel, without: BaseModel | None = None) -> set[tuple[str, str | None]]:
    """Return what the predicates of a goal are about, but for one of its branches."""
    if goal is without:
        return set()
    if getattr(goal, "kind", "") in PREDICATES:
        if isinstance(goal, JointFraction):
            return {(goal.part.object, goal.part.part)}
        one = getattr(goal, "object", None)
        return {(name, None) for name in ((one,) if isinstance(one, str) else getattr(goal, "objects", ()))}
    if isinstance(goal, Unchanged):
        return set()
    inner = (*getattr(goal, "goals", ()), getattr(goal, "goal", None))
    return {key for child in inner if isinstance(child, BaseModel) for key in _tested(child, without)}


def _kinds(goal: BaseModel) -> frozenset[str]:
    found = {str(getattr(item, "kind", "")) for item in walk(goal)} & set(PREDICATES)
    same = (min(group) if kind in group else None for kind in found for group in ALIKE)
    alike = {kind for kind in same if kind is not None}
    return frozenset({kind for kind in found if not any(kind in group for group in ALIKE)} | alike)
