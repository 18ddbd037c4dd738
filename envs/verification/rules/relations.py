"""What the sentence puts in, on or next to something the goal asks to be there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from itertools import pairwise

from envs.assets.model import Volume
from envs.task.goals import Unchanged
from envs.task.mentions import walk
from envs.task.refs import PlaceRef
from envs.verification import words as w
from envs.verification.case import NO_PLACING, Case, Said, asked, finding
from envs.verification.goal_facts import Fact
from envs.verification.reading import STATES, Clause
from envs.verification.rules.unread import unread_of
from envs.verification.tokens import Named, named_text
from envs.verification.verdict import Finding

FILLED = frozenset({"stack", "load", "pack", "set", "stow", "fit"})
"""Verbs that are also done to what things are put in or on."""
JOINED = frozenset({"and", "then", "but"})
TELLS = frozenset({"is", "are", "rest", "stand", "lie", "sit"})
"""Verbs that tell how things are where other verbs say what is to be done."""
NEITHER = frozenset({"lifted", "grasped", "upright", "unchanged", "joint_fraction"})
"""Predicates that say of nothing that it is in, on or near anything."""


def placed(case: Case, said: Said) -> Iterator[Finding]:
    """Yield what is said to be put somewhere and is not asked to be there."""
    for number, clause in enumerate(said.clauses):
        moved = {
            name
            for later in said.clauses[number + 1 :]
            for item in later.objects
            for name in item.objects
            if later.verb in w.PUTTING | w.MOVING
        }
        yield from _placing(case, said, clause, moved)


def _placing(case: Case, said: Said, clause: Clause, moved: Set[str]) -> Iterator[Finding]:
    """Compare one clause with the goal; what a later one moves on need only be there on the way."""
    verbless = not clause.verb and not said.strict and not unread_of(case, clause.words)
    places = clause.verb in w.PUTTING | w.MOVING | STATES or verbless
    if {"nothing", "none", "nobody"} & set(clause.words):
        return  # "nothing of it should be left in the box"
    for named in (item for item in clause.objects if item.objects):
        filled = clause.verb in FILLED or {"bottom", "base", "lowest"} & set(clause.words)
        stacked = filled and any(set(named.objects) & set(item.targets) for item in case.facts)
        placed = stacked or case.facts_of(named, placing=True)
        fixed = _fixed(case, named)
        raised = "up" in clause.words and any(item.kind == "lifted" for item in case.facts_of(named, placing=False))
        back = {"back", "return"} & set(clause.words) and any(
            isinstance(item.predicate, Unchanged) for item in case.facts_of(named, placing=False)
        )
        if clause.verb in w.PUTTING and named.part is None and not (placed or fixed or raised or back):
            text = f"{said.quote} says {clause.verb!r} of {named_text(named)}; the goal does not"
            yield finding("untested_span", text)
    for relation, word, targets in clause.relations:
        into = word in ("into", "onto") and not clause.verb and clause.objects and "get" in clause.words
        if not (places or into) or (not targets and not clause.objects and not said.strict):
            continue
        own = [named for named in clause.objects if named.part is None and named.objects] if clause.objects else [None]
        if not targets and (not clause.verb or all(_fixed(case, item) for item in own)):
            continue  # "two in each" says nothing of where, nor "push it in" of a drawer
        found = [list(_related(case, said, relation, word, targets, named, moved)) for named in own]
        if targets or all(found):  # "the plate with the can on it" says it of either
            arranged = not targets and w.FORMATIONS & set(clause.words)
            tells = clause.objects and not arranged and not _joined(clause, word)
            tells = tells and _placed_elsewhere(case, said, clause, own, targets)
            for item in (item for items in found for item in items):
                yield finding("untied_word", item.text) if tells else item


def _fixed(case: Case, named: Named | None) -> bool:
    """Whether a phrase names what stands fast."""
    objects = () if named is None else named.objects
    return bool(objects) and all(case.scene.asset(one).fixed_base for one in objects if one in case.scene.objects)


def taken_out(case: Case, said: Said) -> Iterator[Finding]:
    """Yield what things are to be taken out of, and the goal puts them in: "sweep the chips out of the zone"."""
    put = {
        name for clause in said.clauses for _, _, targets in clause.relations for to in targets for name in to.objects
    }
    for one, other in pairwise(range(len(said.every_word))):
        if (said.every_word[one].text, said.every_word[other].text) != ("out", "of"):
            continue
        tie = next((item.tie for item in said.every_word[other + 1 : other + 5] if item.tie is not None), None)
        left = set() if tie is None else set(said.ties[tie].named.objects) - put
        own = [item for item in case.facts if item.kind not in NO_PLACING and item.targets]
        if left and own and all(item.wanted and item.final and set(item.targets) <= left for item in own):
            yield finding("contradicted_word", f"{said.quote} says out of {min(left)}; the goal asks {asked(own[0])}")


def _joined(clause: Clause, word: str) -> bool:
    """Whether a relation is asked beside another: "in the bowl and next to the plate"."""
    first = word.split()[0]
    return any(one in JOINED and other == first for one, other in pairwise(clause.words))


def _placed_elsewhere(
    case: Case, said: Said, clause: Clause, own: Sequence[Named | None], where: Sequence[Named]
) -> bool:
    """Whether a sentence says where things go in words that agree, so that others, `where`, may tell where they were.

    "Put the cube on the plate into the bowl" says so in one clause, "the cube is on the plate; put it into the bowl"
    in two of which the first tells how things are.
    """
    places = [clause]
    if clause.verb in TELLS:
        places = [item for item in said.clauses if item.verb in w.PUTTING | w.MOVING]
    told = [(relation, word, targets) for item in places for relation, word, targets in item.relations if targets]
    here = {name for target in where for name in target.objects}
    told = [one for one in told if not here & {name for target in one[2] for name in target.objects}]
    return all(any(not any(_related(case, said, *one, named)) for one in told) for named in own)


def _related(
    case: Case,
    said: Said,
    relation: str,
    word: str,
    targets: list[Named],
    named: Named | None,
    moved: Set[str] = frozenset(),
) -> Iterator[Finding]:
    own = list(case.facts) if named is None else case.facts_of(named, placing=True)
    ordered = any(item.text in w.ORDER | w.STEPS for item in said.words)
    ordered = ordered or (named is not None and bool(moved & set(named.objects)))
    right = [
        item
        for item in own
        if item.wanted
        and (item.final or ordered)
        and relates(case, item, relation, targets)
        and (not targets or any(aims_at(item, target) for target in targets))
    ]
    if not right:
        what = "" if named is None else f"{named_text(named)} "
        where = " and ".join(named_text(item) for item in targets)
        goal = "; ".join(sorted({asked(item) for item in own if item.kind not in NEITHER})) or "nothing of the kind"
        yield finding("contradicted_word", f"{said.quote} says {what}{word} {where}; the goal asks {goal}")


def relates(case: Case, fact: Fact, relation: str, targets: Sequence[Named]) -> bool:
    """Return whether a fact's predicate tests a relation to some targets."""
    allowed = set(w.TESTED_BY[relation])
    for target in targets:
        allowed |= _also(case, relation, target)
    return fact.kind in allowed or relation in _says(case, fact)


def aims_at(fact: Fact, target: Named) -> bool:
    """Return whether a fact relates its subjects to what a phrase names, or to no object at all."""
    others = set(fact.targets) or set(fact.objects)
    if target.part is not None:
        return any((name, target.part) in fact.parts for name in target.objects)
    return bool(others & set(target.objects)) or not fact.targets


def _says(case: Case, fact: Fact) -> frozenset[str]:
    """Return the relations that a predicate beside in, on and near tests; a pose may be any."""
    if fact.kind == "inside" and any(_place_word(ref) in w.WORN for ref in walk(fact.predicate)):
        return frozenset({"on"})
    if fact.kind in NEITHER | {"inside", "on", "near"}:
        return frozenset()
    refs = [ref for ref in walk(fact.predicate) if isinstance(ref, PlaceRef)]
    if refs and fact.kind in ("matched", "share_inside"):
        solid = any(isinstance(case.scene.find_place(ref), Volume) for ref in refs)
        flat = all(case.scene.asset(ref.object).category in w.ENTERED for ref in refs)
        return frozenset({"in"} if solid else {"on", "in"} if flat else {"on"})
    return w.ALSO_TESTED.get(fact.kind, frozenset(w.TESTED_BY))


def _place_word(ref: object) -> str:
    return ref.place.split("_")[-1] if isinstance(ref, PlaceRef) else ""


def _also(case: Case, relation: str, target: Named) -> set[str]:
    """Return what else tests a relation: what has no inside is filled by what lies on it."""
    for name in target.objects:
        if name not in case.scene.objects:
            continue
        asset = case.scene.asset(name)
        if relation == "in" and not asset.volumes and asset.category in w.ENTERED:
            return {"on"}
    return set()
