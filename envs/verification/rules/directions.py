"""Beside which side, between what, on which half of the table: what a goal's places can be compared with."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import takewhile

import numpy as np

from envs.task.predicates import AtPose, Near
from envs.task.refs import ObjectRef
from envs.verification import words as w
from envs.verification.case import Case, Said, asked, finding
from envs.verification.goal_facts import Fact, fixed_point
from envs.verification.rules.spans import tests
from envs.verification.tokens import STOPS, Named, named_text
from envs.verification.verdict import Finding

SIDES = ("left of", "right of", "in front of", "behind", "across")
OF_TABLE = frozenset({"side", "half", "edge", "end"})
INTO = frozenset({"in", "into", "inside", "on", "onto", "to"})
PUT = w.PUTTING | {"move"}
ROBOT = ("the robot", "you", "yourself", "your base", "the base", "the arm")
ALONG = (0.1, 0.9)
"""Shares of the way from one thing to another at which something is between them."""
ASIDE = 0.5
"""Share of that way by which it may lie to a side."""


def beside(case: Case, said: Said) -> Iterator[Finding]:
    """Yield the sides of a thing that are said where the goal asks for nearness, on whichever side."""
    text = said.asking
    for k in range(len(text)):
        phrase = next((p for p in SIDES if [i.text for i in text[k : k + len(p.split())]] == p.split()), None)
        if phrase is None or text[k].tie is not None:
            continue
        behind = text[k + len(phrase.split()) : k + len(phrase.split()) + 4]
        number = next((item.tie for item in behind if item.tie is not None), None)
        before = [item for item in text[:k] if item.tie is not None]
        if number is None or not before or {item.text for item in text[max(0, k - 4) : k]} & {"that", "which"}:
            continue
        target, thing = said.ties[number].named, said.ties[before[-1].tie or 0].named
        for fact in case.facts_of(thing, placing=True):
            yield from _side(case, said, fact, phrase, target)


def _side(case: Case, said: Said, fact: Fact, phrase: str, target: Named) -> Iterator[Finding]:
    item, name = fact.predicate, target.objects[0]
    what = f"{said.quote} says {phrase!r} {named_text(target)}"
    point = fixed_point(fact)
    if fact.kind == "along" and phrase == "across" and set(target.objects) & set(fact.targets):
        yield finding("contradicted_word", f"{what}; the goal asks along it")
    elif isinstance(item, Near) and isinstance(item.target, ObjectRef) and item.target.object in target.objects:
        others = [one for one in case.facts if one is not fact and set(one.subjects) & set(fact.subjects)]
        if all(one.kind in ("near", "upright", "lifted", "on", "unchanged", "aligned") for one in others):
            yield finding("contradicted_word", f"{what}; the goal takes any side of it")
    elif point is not None and phrase in ("left of", "right of") and name in case.scene.objects:
        y = case.spec.object(name).pose.position[1]
        if (point[1] > y) != (phrase == "left of"):
            yield finding("contradicted_word", f"{what}; the goal asks the other side")


def of_table(case: Case, said: Said) -> Iterator[Finding]:
    """Yield the sides of the table that are said and that the goal does not ask, left being the robot's left."""
    text = [item.text for item in said.asking]
    both = {"left", "right"} <= set(text)
    for k, word in enumerate(text):
        if word not in ("left", "right") or not OF_TABLE & set(text[k + 1 : k + 2]):
            continue
        if text[k + 2 : k + 5] not in (["of", "the", "table"], ["of", "the", "tabletop"]):
            continue
        points = [point for item in case.facts if item.wanted and (point := fixed_point(item)) is not None]
        if points and not both and all((y > 0) != (word == "left") for _, y in points):
            yield finding("contradicted_word", f"{said.quote} says {word!r}; the goal asks the other side of the table")
        moved = [item for item in case.facts if item.kind not in ("unchanged", "upright", "lifted", "grasped")]
        if not moved:
            yield finding("contradicted_word", f"{said.quote} says {word!r} of the table; the goal asks for no place")


def on_table(case: Case, said: Said) -> Iterator[Finding]:
    """Yield what is to be put on the table and is asked to be in or on something else."""
    text = said.asking
    for k in range(1, len(text) - 2):
        number = text[k - 1].tie
        if number is None or [item.text for item in text[k : k + 3]] not in (
            ["on", "the", "table"],
            ["onto", "the", "table"],
        ):
            continue
        behind = list(takewhile(lambda item: item.text not in STOPS, text[k + 3 :]))
        if {item.text for item in behind} & INTO or not any(w.base(item.text) in PUT for item in text[: k - 1]):
            continue  # "the cube on the table into the bowl" says where it lies
        named = said.ties[number].named
        own = [item for item in case.facts_of(named, placing=True) if item.wanted and item.final]
        if own and all(item.kind in ("on", "inside") and not set(item.targets) & set(named.objects) for item in own):
            text_ = f"{said.quote} says {named_text(named)} on the table; the goal asks {asked(own[0])}"
            yield finding("contradicted_word", text_)


def nearer(case: Case, said: Said) -> Iterator[Finding]:
    """Yield what is to come nearer to the robot and is asked to go further away."""
    text = " ".join(item.text for item in said.every_word)
    text = f"{text} "
    closer = any(f"{word} {who} " in text for word in ("closer to", "nearer to", "towards", "toward") for who in ROBOT)
    away = any(f"away from {who} " in text for who in ROBOT)
    for fact in case.facts if closer != away else ():
        item = fact.predicate
        if isinstance(item, AtPose) and item.relative and fact.wanted:
            start = case.spec.object(item.object).pose.matrix()
            end = start @ item.pose.matrix()
            further = float(np.hypot(*end[:2, 3]) - np.hypot(*start[:2, 3]))
            if (further > 0) == closer:
                yield finding("contradicted_word", f"{said.quote} speaks of the robot; the goal asks the other way")


def between(case: Case, said: Said) -> Iterator[Finding]:
    """Yield what is to be between two things and may be elsewhere by the goal."""
    for clause in said.clauses:
        ends = [name for named in clause.between for name in named.objects if name in case.scene.objects]
        if len(ends) != 2 or clause.verb not in w.PUTTING | w.MOVING:
            continue
        a, b = (np.array(case.spec.object(name).pose.position[:2]) for name in ends)
        apart = float(np.linalg.norm(b - a))
        for thing in (item for item in clause.objects if item not in clause.between):
            own = [item for item in case.facts_of(thing, placing=True) if item.wanted and item.final]
            near = {item.predicate.target.object: item.predicate.distance for item in own
                    if isinstance(item.predicate, Near) and isinstance(item.predicate.target, ObjectRef)}  # fmt: skip
            points = [np.array(point) for item in own if (point := fixed_point(item)) is not None]
            if any(tests(item, thing) for end in ends for item in case.facts_of(Named((end,), None, ""), placing=True)):
                continue  # one of the two is asked to be on it: between them in a tower
            wrong = any(near.get(name, 0.0) > apart for name in ends) or any(not _lies(p, a, b) for p in points)
            untested = not points and not all(any(tests(item, Named((end,), None, "")) for item in own) for end in ends)
            if wrong or untested:
                text = f"{said.quote} says between {ends[0]} and {ends[1]}; the goal takes {thing.text} elsewhere, too"
                yield finding("contradicted_word", text)


def _lies(point: np.ndarray, a: np.ndarray, b: np.ndarray) -> bool:
    along = float((point - a) @ (b - a) / max(float((b - a) @ (b - a)), 1e-9))
    aside = float(np.linalg.norm(point - a - along * (b - a)))
    return ALONG[0] < along < ALONG[1] and aside <= ASIDE * float(np.linalg.norm(b - a))
