"""Every span of the instruction is tested by the goal."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import takewhile

from envs.task.spec import Span
from envs.verification import words as w
from envs.verification.case import Case, Said, finding
from envs.verification.goal_facts import Fact, fixed_point
from envs.verification.tokens import STOPS, Named, named_text
from envs.verification.verdict import Finding

TELLING = w.listed("that which whose one ones from off above below behind than unlike past around without")
"""Words before a phrase by which it tells where something is."""
DONE = w.PUTTING | w.MOVING | w.OPENING | w.CLOSING | w.LIFTING | w.HOLDING
"""Verbs behind which another thing is asked."""


def untested(case: Case, said: Said) -> Iterator[Finding]:
    """Yield the spans that the goal does not test: things it does not ask about, relations that it does not ask."""
    if not said.strict:
        return
    ties = iter(case.ties)
    for span in case.spec.spans:
        text = case.spec.instruction[span.start : span.end]
        if span.relation is not None:
            if not any(_asks(case, item, span) for item in case.facts):
                yield finding("untested_span", f"{text!r} is tied to {span.relation!r}, which the goal does not ask")
            continue
        named = next(ties).named
        if not (any(tests(item, named) for item in case.facts) or named in said.spared or described(case, said, named)):
            tells = aside(said, span.start, span.end) or landmark(case, said, named)
            kind = "untied_word" if tells else "untested_span"
            yield finding(kind, f"the goal does not test {named_text(named)}, which {text!r} names")


def aside(said: Said, start: int, end: int) -> bool:
    """Whether a phrase only tells where something is or what stays as it is: "the one above the {lower drawer}"."""
    if any(item.told for item in said.words if item.start == start):
        return True
    before = list(takewhile(lambda item: item.text not in STOPS, reversed([i for i in said.words if i.end <= start])))
    after = list(takewhile(lambda item: item.text not in STOPS, (i for i in said.words if i.start >= end)))
    if w.STAYING & {item.text for item in (*before, *after)} or w.NEGATIONS & {item.text for item in after[:3]}:
        return True
    denied = takewhile(lambda item: item.text not in ("and", "but", "then"), before)
    if (w.NEGATIONS | {"nothing", "nobody"}) & {item.text for item in denied}:
        return True
    told = [item.text for item in after]
    if len(before) < 3 and told[:1] in (["is"], ["are"], ["was"]) and not (w.RELATIONS.keys() | {"to"}) & set(told):
        return all(w.past(text) is None for text in told[1:])  # "the mug is fragile"
    near = takewhile(lambda item: item.tie is not None or w.base(item.text) not in DONE, before)
    return any(item.text in TELLING for item in near if item.tie is None)


def landmark(case: Case, said: Said, named: Named) -> bool:
    """Return whether a thing that nothing is done to may only say which place of the table the goal means."""
    done = any(named in clause.objects and clause.verb in DONE for clause in said.clauses)
    return not done and any(fixed_point(item) is not None for item in case.facts if item.wanted)


def described(case: Case, said: Said, named: Named) -> bool:
    """Return whether a phrase says where something is to be that the goal wants at a place of the table."""
    for clause in said.clauses:
        if named in clause.between:
            own = [fact for item in clause.objects for fact in case.facts_of(item, placing=True)]
            return any(fixed_point(item) is not None for item in (own if clause.objects else case.facts))
    return False


def tests(fact: Fact, named: Named) -> bool:
    """Return whether a fact asks anything of what a phrase names."""
    if fact.empty:
        return False
    if named.part is not None:
        return any((name, named.part) in fact.parts for name in named.objects)
    return bool(set(named.objects) & set(fact.objects))


def _asks(case: Case, fact: Fact, span: Span) -> bool:
    groups = (group for group, names in case.groups.items() if set(names) & set(fact.objects))
    return fact.kind == span.relation and span.object in (*fact.objects, *groups)
