"""A goal with alternatives is met by none that the sentence does not leave open."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import BaseModel

from envs.task.goals import Any, Never, Not, Unchanged
from envs.task.mentions import walk
from envs.task.predicates import PREDICATES, Inside, JointFraction, Near, On
from envs.task.refs import ObjectRef
from envs.verification import words as w
from envs.verification.case import Case, Said, finding
from envs.verification.goal_facts import Fact
from envs.verification.pieces import pieces, spelled
from envs.verification.verdict import Finding

OPEN = frozenset({"or", "either", "any", "whichever", "some", "least", "wherever"})
"""Words that leave a choice."""
UNCHOSEN = w.NEGATIONS | {"no", "t", "nothing", "neither", "whether", "if", "when", "any", "every", "all", "both"}
"""Words behind which "or" leaves no choice: "nothing, the cup or the mug, may fall"."""
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


def elsewhere(case: Case, said: Said) -> Iterator[Finding]:
    """Yield where a goal is content with a thing being though the sentence names but one place for it."""
    text = [item.text for item in said.words]
    if not said.strict or OPEN & set(text) or any(text[k : k + 2] == ["one", "of"] for k in range(len(text))):
        return
    for choice in _choices(case.spec.goal):
        branches = [_placed(goal) for goal in choice.goals]
        things = set.intersection(*({thing for thing, _ in branch} for branch in branches))
        for thing in sorted(things):
            places = [{where for one, where in branch if one == thing} for branch in branches]
            every = set().union(*places)
            together = any(every <= set(tie.named.objects) for tie in said.ties)
            if len(every) > 1 and not set.intersection(*places) and not together:
                where = " or ".join(sorted(every))
                yield finding("contradicted_word", f"the goal takes {thing} at {where}; {said.quote} leaves no choice")


def either(case: Case, said: Said) -> Iterator[Finding]:
    """Yield the choices that a sentence leaves and a goal does not: both doors though either is enough."""
    if not said.strict or any(isinstance(item, Any) for item in walk(case.spec.goal)):
        return
    asked = {key for item in case.facts if item.wanted and item.final for key in _keys(item)}
    for piece in pieces(said):
        text = spelled(piece)
        for k in (k for k, word in enumerate(text) if _chooses(text, k, word)):
            ahead = [item.tie for item in piece[max(0, k - 2) : k] if item.tie is not None]
            behind = [item.tie for item in piece[k + 1 : k + 4] if item.tie is not None]
            if not ahead or not behind or UNCHOSEN & set(text[:k]):
                continue
            one, other = said.ties[ahead[-1]].named, said.ties[behind[0]].named
            mine, theirs = ({(name, named.part) for name in named.objects} for named in (one, other))
            if mine <= asked and theirs <= asked and not mine & theirs:
                text_ = f"{said.quote} says {one.text!r} or {other.text!r}; the goal asks both: use any_of"
                yield finding("contradicted_word", text_)
                return


def _chooses(text: list[str], k: int, word: str) -> bool:
    """Whether a word joins what there is a choice of: "this or that", "one of this and that"."""
    if word == "or":
        return text[k - 1 : k] != ["and"]
    before = text[max(0, k - 6) : k]
    one = next((n for n in range(len(before) - 1) if before[n : n + 2] == ["one", "of"]), None)
    return word == "and" and one is not None and not {"every", "each", "single"} & set(before[:one])


def _keys(fact: Fact) -> set[tuple[str, str | None]]:
    """Return what a fact is about: the parts whose joints it asks about, or its objects."""
    return set(fact.parts) if fact.kind == "joint_fraction" else {(name, None) for name in fact.subjects}


def _placed(goal: BaseModel) -> set[tuple[str, str]]:
    """Return what a branch of a goal puts in, on or near what."""
    found: set[tuple[str, str]] = set()
    if isinstance(goal, Not | Never | Unchanged):
        return found
    if isinstance(goal, Inside):
        return {(goal.object, goal.place.object)}
    if isinstance(goal, On):
        return {(goal.object, goal.support)}
    if isinstance(goal, Near):
        return {(goal.object, goal.target.object)} if isinstance(goal.target, ObjectRef) else found
    for child in (*getattr(goal, "goals", ()), getattr(goal, "goal", None)):
        found |= _placed(child) if isinstance(child, BaseModel) else set()
    return found


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
