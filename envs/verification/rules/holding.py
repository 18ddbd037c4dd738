"""What the sentence lifts, lowers or holds."""

from __future__ import annotations

from collections.abc import Iterator

from envs.task.predicates import Lifted
from envs.verification import words as w
from envs.verification.case import Case, Said, finding
from envs.verification.reading import Clause
from envs.verification.tokens import named_text
from envs.verification.verdict import Finding


def lifted(case: Case, said: Said) -> Iterator[Finding]:
    """Yield what is said to be lifted, lowered or held and is not asked to be."""
    for clause in said.clauses:
        yield from _clause(case, said, clause)


def _clause(case: Case, said: Said, clause: Clause) -> Iterator[Finding]:
    if clause.verb in w.HOLDING and not any(item.held > 0 or item.kind == "grasped" for item in case.facts):
        yield finding("untied_word", f"{said.quote} says {clause.verb!r}; the goal asks for no time and no grasp")
    for named in clause.objects if clause.verb in w.LOWERING else ():
        if any(isinstance(item.predicate, Lifted) for item in case.facts_of(named, placing=False)):
            text = f"{said.quote} says {clause.verb!r} of {named_text(named)}; the goal lifts it"
            yield finding("contradicted_word", text)
    if clause.verb in w.LIFTING | w.HOLDING and all(named.part is None for named in clause.objects):
        for named in clause.objects:
            own = case.facts_of(named, placing=False)
            if not any(item.kind not in ("unchanged", "upright", "near") for item in own):
                text = f"{said.quote} says {clause.verb!r} of {named_text(named)}; the goal asks nothing of the kind"
                yield finding("contradicted_word", text)
