"""What comes first in the sentence comes first in the goal."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from envs.task.goals import Sequence
from envs.task.mentions import walk
from envs.verification.case import Case, Said, finding
from envs.verification.rules.senses import senses
from envs.verification.verdict import Finding


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


def _joints(case: Case, name: str) -> set[tuple[str, str]]:
    return {part for item in case.facts if item.senses() for part in item.parts if part[0] == name}
