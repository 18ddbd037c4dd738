"""What comes first in the sentence comes first in the goal."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, pairwise

from envs.task.goals import Sequence
from envs.task.mentions import walk
from envs.verification import words as w
from envs.verification.case import Case, Said, finding
from envs.verification.goal_facts import Fact
from envs.verification.pieces import pieces, places, spelled
from envs.verification.rules.senses import senses
from envs.verification.tokens import Word
from envs.verification.verdict import Finding

STRONG = frozenset({"first", "before", "after", "afterwards"})
"""Words by which an order is asked for outright; "then" may only tell one thing after the other."""


def joints(case: Case, said: Said) -> Iterator[Finding]:
    """Compare the order in which joints are said to be opened and closed with that of a sequence."""
    told = [
        (name, sense)
        for clause in said.clauses
        for _, sense, named in senses(clause)
        if named is not None
        for name in named.objects
    ]
    goals = [item for item in walk(case.spec.goal) if isinstance(item, Sequence)]
    for goal in goals:
        steps = [(fact.subjects[0], next(iter(fact.senses()))) for fact in case.facts
                 if fact.step is not None and len(fact.senses()) == 1 and fact.subjects]  # fmt: skip
        if len(told) > 1 and len(goal.goals) == len(steps) and sorted(told) == sorted(steps) and told != steps:
            yield finding("contradicted_word", f"{said.quote} and the goal ask for the same in another order")
    if not goals:
        for first, second in pairwise(told):
            if first[0] == second[0] and first[1] != second[1] and len(_joints(case, first[0])) < 2:
                yield finding("untied_word", f"{said.quote} asks for {first[1]!r} first; the goal asks no order")


def things(case: Case, said: Said) -> Iterator[Finding]:
    """Compare the order in which things are said to be handled with that of the goal."""
    words = [item for item in said.words if not item.told]
    text = [item.text for item in words]
    marks = [k for k, word in enumerate(text) if word in w.ORDER and not (word == "first" and text[k - 1] == "the")]
    if not marks:
        return
    outright = any(text[k] in STRONG for k in marks) or ("only", "then") in pairwise(text)
    for one, other in combinations(_told(case, said, words), 2):
        mine, theirs = (_facts(case, name) for name in (one, other))
        steps = [[item.step for item in own if item.step is not None] for own in (mine, theirs)]
        if steps[0] and steps[1]:
            if min(steps[0]) > max(steps[1]):
                yield finding("contradicted_word", f"{said.quote} says {one} before {other}; the goal asks otherwise")
            elif outright and said.strict and _reached(mine) == _reached(theirs) and _marked(said, marks, one, other):
                text_ = f"{said.quote} asks for {one} before {other}; the goal takes both at once"
                yield finding("contradicted_word", text_)
        elif not _depends(mine, other) and not _depends(theirs, one):
            kind = "contradicted_word" if outright and said.strict else "untied_word"
            yield finding(kind, f"{said.quote} asks for {one} before {other}; the goal asks no order")


def _told(case: Case, said: Said, words: list[Word]) -> list[str]:
    """Return the things that the goal is about in the order in which the sentence wants them handled."""
    text = [item.text for item in words]
    subjects = {name for item in case.facts if item.wanted for name in item.subjects}
    own = [(k, name) for k, item in enumerate(words) if item.tie is not None
           for name in said.ties[item.tie].named.objects if name in subjects
           and len(said.ties[item.tie].named.objects) == 1]  # fmt: skip
    turn = next((k for k, word in enumerate(text) if k and word == "after" and not _then(text[k + 1 :])), None)
    if text[:1] == ["before"]:
        turn = next((k for k, word in enumerate(text) if word == ","), None)
    if turn is not None:
        own = [item for item in own if item[0] > turn] + [item for item in own if item[0] < turn]
    return list(dict.fromkeys(name for _, name in own))


def _then(behind: list[str]) -> bool:
    """Whether the words behind "after" make it say the same as "then"."""
    return behind[:1] in (["that"], ["this"], ["which"], ["it"], [","], ["."])


def _facts(case: Case, name: str) -> list[Fact]:
    return [item for item in case.facts if item.wanted and name in item.subjects and item.kind != "unchanged"]


def _reached(own: list[Fact]) -> int:
    """Return the step of a sequence from which a thing is to be where it ends."""
    steps = {item.step for item in own if item.step is not None}
    last = max(steps)
    ends = {(item.kind, item.targets) for item in own if item.step == last}
    return min(item.step for item in own if item.step is not None and (item.kind, item.targets) in ends)


def _marked(said: Said, marks: list[int], one: str, other: str) -> bool:
    """Whether a word of order stands between two things."""
    places = [
        next((k for k, item in enumerate(said.words)
              if item.tie is not None and name in said.ties[item.tie].named.objects), 0)
        for name in (one, other)
    ]  # fmt: skip
    return any(min(places) < mark < max(places) for mark in marks)


def _depends(own: list[Fact], other: str) -> bool:
    """Whether a thing ends in or on another, so that there is but one order."""
    return any(other in item.targets for item in own)


def _joints(case: Case, name: str) -> set[tuple[str, str]]:
    return {part for item in case.facts if item.senses() for part in item.parts if part[0] == name}


def parts(case: Case, said: Said) -> Iterator[Finding]:
    """Compare the order in which parts of things are said to be moved with that of the goal."""
    if not said.strict:
        return
    told = _told_parts(case, said)
    for one, other in combinations(told, 2):
        mine, theirs = (_of_part(case, key) for key in (one, other))
        if any(len({sense for item in own for sense in item.senses()}) != 1 for own in (mine, theirs)):
            continue  # opened first and closed later
        steps = [[item.step for item in own if item.step is not None] for own in (mine, theirs)]
        if steps[0] and steps[1]:
            if min(steps[0]) > min(steps[1]):
                text = f"{said.quote} says {_spelled(one)} before {_spelled(other)}; the goal asks otherwise"
                yield finding("contradicted_word", text)
        elif not steps[0] and not steps[1] and not _together(case, one, other):
            text = (
                f"{said.quote} asks for {_spelled(one)} before {_spelled(other)}; the goal asks no order: use sequence"
            )
            yield finding("contradicted_word", text)


def _told_parts(case: Case, said: Said) -> list[tuple[str, str]]:
    """Return the parts that the goal moves in the order that the sentence asks for outright; none where it does not."""
    asked = {part for item in case.facts if item.wanted and item.senses() for part in item.parts}
    for piece in pieces(said):
        text = spelled(piece)
        found = [(k, (name, tie.named.part)) for k, tie in ((k, said.ties[item.tie]) for k, item in enumerate(piece)
                 if item.tie is not None) for name in tie.named.objects
                 if tie.named.part is not None and (name, tie.named.part) in asked]  # fmt: skip
        own = [(k, (name, part)) for k, (name, part) in found if part is not None]
        for k, word in enumerate(text):
            if word not in ("before", "after") or (text[k - 1 : k] in (["as"], ["than"], ["long"])):
                continue
            ahead, behind = [item for item in own if item[0] < k], [item for item in own if item[0] > k]
            if not ahead and "," in text[k:]:  # "before you open the door, close the drawer"
                comma = text.index(",", k)
                ahead, behind = [i for i in behind if i[0] > comma], [i for i in behind if i[0] < comma]
            elif word == "after" and _then(text[k + 1 :]):
                ahead, behind = behind, ahead
            if ahead and behind:
                order = [*ahead[-1:], *behind[:1]] if word == "before" else [*behind[:1], *ahead[-1:]]
                return list(dict.fromkeys(key for _, key in order))
        for start, end, _ in places(text, ("only when", "only once")):
            ahead, behind = [item for item in own if item[0] < start], [item for item in own if item[0] >= end]
            comma = text.index(",", end) if "," in text[end:] else len(text)
            told = [item for item in behind if item[0] < comma]  # what must be so first
            order = [*told[:1], *ahead[-1:]] if told and ahead else [*ahead[-1:], *behind[:1]]
            order = behind[:2] if told and not ahead else order
            if len(order) == 2:
                return list(dict.fromkeys(key for _, key in order))
    text = [item.text for item in said.every_word]
    first = any(word == "first" and text[k - 1 : k] != ["the"] for k, word in enumerate(text))
    outright = list(places(text, ("only then", "only afterwards", "once that is done", "when that is done")))
    if not (first and {"then", "afterwards", "only"} & set(text)) and not outright:
        return []
    named = [said.ties[item.tie].named for item in said.every_word if item.tie is not None]
    keys = [(name, one.part) for one in named if one.part is not None for name in one.objects]
    return [key for key in dict.fromkeys(keys) if key in asked]


def _of_part(case: Case, key: tuple[str, str]) -> list[Fact]:
    return [item for item in case.facts if item.wanted and item.senses() and key in item.parts]


def _together(case: Case, one: tuple[str, str], other: tuple[str, str]) -> bool:
    """Whether two parts move as one: a pedal and its lid."""
    asset = case.scene.asset(one[0])
    return one[0] == other[0] and asset.part(other[1]).joint in asset.moved_together(asset.part(one[1]).joint)


def _spelled(key: tuple[str, str]) -> str:
    return f"the {key[1]} of {key[0]}"
