"""What the sentence puts in, on or next to something the goal asks to be there."""

from __future__ import annotations

from collections.abc import Iterator

from envs.assets.model import Volume
from envs.task.mentions import walk
from envs.task.refs import PlaceRef
from envs.verification import words as w
from envs.verification.case import Case, Said, asked, finding
from envs.verification.goal_facts import Fact
from envs.verification.reading import STATES, Clause
from envs.verification.tokens import Named, named_text
from envs.verification.verdict import Finding

NEITHER = frozenset({"lifted", "grasped", "upright", "unchanged", "joint_fraction"})
"""Predicates that say of nothing that it is in, on or near anything."""


def placed(case: Case, said: Said) -> Iterator[Finding]:
    """Yield what is said to be put somewhere and is not asked to be there."""
    for clause in said.clauses:
        yield from _placing(case, said, clause)


def _placing(case: Case, said: Said, clause: Clause) -> Iterator[Finding]:
    places = clause.verb in w.PUTTING | w.MOVING | STATES or (not clause.verb and not said.strict)
    for named in clause.objects:
        stacked = clause.verb == "stack" and any(set(named.objects) & set(item.targets) for item in case.facts)
        placed = stacked or case.facts_of(named, placing=True)
        if clause.verb in w.PUTTING and named.part is None and not placed:
            text = f"{said.quote} says {clause.verb!r} of {named_text(named)}; the goal does not"
            yield finding("untested_span", text)
    for relation, word, targets in clause.relations:
        if not places or (not targets and not clause.objects and not said.strict):
            continue
        own = [named for named in clause.objects if named.part is None] if clause.objects else [None]
        found = [list(_related(case, said, relation, word, named, targets)) for named in own]
        if targets or all(found):  # "the plate with the can on it" says it of either
            for item in found:
                yield from item


def _related(
    case: Case, said: Said, relation: str, word: str, named: Named | None, targets: list[Named]
) -> Iterator[Finding]:
    own = list(case.facts) if named is None else case.facts_of(named, placing=True)
    allowed = set(w.TESTED_BY[relation])
    for target in targets:
        allowed |= _also(case, relation, target)
    ordered = any(item.text in w.ORDER for item in said.words)
    right = [
        item
        for item in own
        if item.wanted
        and (item.final or ordered)
        and (item.kind in allowed or relation in _says(case, item))
        and (not targets or any(aims_at(item, target) for target in targets))
    ]
    if not right:
        what = "" if named is None else f"{named_text(named)} "
        where = " and ".join(named_text(item) for item in targets)
        goal = "; ".join(sorted({asked(item) for item in own if item.kind not in NEITHER})) or "nothing of the kind"
        yield finding("contradicted_word", f"{said.quote} says {what}{word} {where}; the goal asks {goal}")


def aims_at(fact: Fact, target: Named) -> bool:
    """Return whether a fact relates its subjects to what a phrase names, or to no object at all."""
    others = set(fact.targets) or set(fact.objects)
    if target.part is not None:
        return any((name, target.part) in fact.parts for name in target.objects)
    return bool(others & set(target.objects)) or not fact.targets


def _says(case: Case, fact: Fact) -> frozenset[str]:
    """Return the relations that a predicate beside in, on and near tests; a pose may be any."""
    if fact.kind == "inside" and any(word in w.WORN for ref in walk(fact.predicate) for word in _place_words(ref)):
        return frozenset({"on"})
    if fact.kind in NEITHER | {"inside", "on", "near"}:
        return frozenset()
    refs = [ref for ref in walk(fact.predicate) if isinstance(ref, PlaceRef)]
    if refs and fact.kind in ("matched", "share_inside"):
        solid = any(isinstance(case.scene.find_place(ref), Volume) for ref in refs)
        flat = all(case.scene.asset(ref.object).category in w.ENTERED for ref in refs)
        return frozenset({"in"} if solid else {"on", "in"} if flat else {"on"})
    return w.ALSO_TESTED.get(fact.kind, frozenset(w.TESTED_BY))


def _place_words(ref: object) -> list[str]:
    return ref.place.split("_") if isinstance(ref, PlaceRef) else []


def _also(case: Case, relation: str, target: Named) -> set[str]:
    """Return what else tests a relation: what has no inside is filled by what lies on it."""
    for name in target.objects:
        if name not in case.scene.objects:
            continue
        asset = case.scene.asset(name)
        if relation == "in" and not asset.volumes and asset.category in w.ENTERED:
            return {"on"}
    return set()
