"""What comes first in the sentence comes first in the goal."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, pairwise

from envs.task.goals import Sequence
from envs.task.mentions import walk
from envs.verification import words as w
from envs.verification.case import Case, Said, finding
from envs.verification.goal_facts import Fact
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


def _depends(own: list[Fact], other: str) -> bool:
    """Whether a thing ends in or on another, so that there is but one order."""
    return any(other in item.targets for item in own)


def _joints(case: Case, name: str) -> set[tuple[str, str]]:
    return {part for item in case.facts if item.senses() for part in item.parts if part[0] == name}
