"""What the sentence forbids, or wants left as it is, the goal does not ask for."""

from __future__ import annotations

from collections.abc import Iterator

from envs.task.goals import Always, Never, Unchanged
from envs.task.mentions import walk
from envs.verification import words as w
from envs.verification.case import Case, Said, asked, finding
from envs.verification.goal_facts import Fact
from envs.verification.reading import Clause
from envs.verification.rules.named import handles
from envs.verification.rules.relations import NEITHER
from envs.verification.rules.senses import senses, tests_joint
from envs.verification.tokens import Named, named_text
from envs.verification.verdict import Finding

STILL = frozenset(w.TOUCHING | w.MOVING | w.NEUTRAL) - w.MANNERS - {"let", "need", "want"}
"""Verbs that a thing which stays as it was has not had done to it."""


TILTING = frozenset({"tip", "tilt", "topple"})
UNMOVED = frozenset({"alone", "untouched", "where", "still", "unmoved", "there"})
"""Words by which a thing is to be kept as it is."""


def forbidden(case: Case, said: Said) -> Iterator[Finding]:
    """Yield what is not to be done and is asked for, or is not watched where the goal speaks of it."""
    last: str | None = None
    for clause in said.every_clause:
        if not clause.negated:
            last = next((sense for _, sense, _ in senses(clause)), last)
            degree = w.says_little(clause.words) or w.says_half(clause.words) or w.says_fully(clause.words)
            still = clause.verb == "leave" or bool(UNMOVED & set(clause.words))
            if clause.verb in w.KEEPING and still and not (clause.relations or clause.senses or degree):
                for named in (item for item in clause.objects if not item.guessed):
                    yield from _kept(case, said, clause.verb, named)
            continue
        parted = {name for named in clause.objects if named.part is not None for name in named.objects}
        for named in clause.objects:
            if named.part is None and set(named.objects) <= parted:
                continue  # "not the freezer's door" speaks of a part only
            yield from _clause(case, said, clause, named, last)


def left_out(case: Case, said: Said) -> Iterator[Finding]:
    """Yield what is left out of all and is asked to be where the others are."""
    for clause in said.every_clause:
        for named in clause.excepted:
            for fact in case.facts_of(named, placing=True):
                if fact.wanted and set(fact.subjects) <= set(named.objects):
                    text = f"{said.quote} leaves out {named_text(named)}; the goal asks {asked(fact)}"
                    yield finding("contradicted_word", text)


def _clause(case: Case, said: Said, clause: Clause, named: Named, last: str | None) -> Iterator[Finding]:
    if clause.verb in w.KEEPING:
        return  # what is not to be left as it is may end in many ways
    own = [item for item in case.facts if item.wanted and item.final and not isinstance(item.predicate, Unchanged)]
    told = {sense for _, sense, of in senses(clause) if of is None or of == named}
    if not clause.verb and last is not None:
        told.add(last)
    joints = [item for item in own if tests_joint(case, item, named) and item.senses() & told]
    places = [item for item in own if named.part is None and _places(item, clause, named)]
    subjects = {name for item in case.facts for name in item.subjects}
    if set(named.objects) & subjects - {name for item in places for name in item.subjects}:
        places = []  # "not both": one of them may be
    if named.guessed and len(named.objects) > 1:
        places = []
    for fact in (*joints, *places):
        yield finding("contradicted_word", f"{said.quote} forbids what the goal asks: {asked(fact)}")
    spoken = {name for item in case.facts for name in item.objects}
    if clause.verb in TILTING and not spoken & set(named.objects):
        return  # what the goal does not mention is watched
    if clause.verb in w.MANNERS and not joints and not places and not _watched(case, named):
        text = f"{said.quote} says not to {clause.verb} {named_text(named)}, which no never or always of the goal asks"
        yield finding("untested_span", text)
    elif clause.verb in STILL and not joints and not places and not clause.relations and not named.guessed:
        if clause.verb in w.TURNING and {"up", "down"} & set(clause.words):
            return  # "don't turn it up": it may be turned down
        yield from _kept(case, said, f"not {clause.verb}", named)


def _places(fact: Fact, clause: Clause, named: Named) -> bool:
    """Whether a fact brings what is named to where a negated clause says that it is not to be."""
    if not set(named.objects) & set(fact.subjects) or fact.kind in NEITHER - {"lifted"}:
        return False
    if fact.kind == "lifted":
        return clause.verb in w.LIFTING | w.MOVING | w.TOUCHING
    if not clause.relations:
        return not clause.verb or clause.verb in w.PUTTING | w.MOVING | w.TOUCHING
    targets = [target for _, _, found in clause.relations for target in found]
    return any(set(target.objects) & set(fact.targets) for target in targets)


def _kept(case: Case, said: Said, verb: str, named: Named) -> Iterator[Finding]:
    """Find what is to stay as it is and is asked for, handled, or mentioned so that nothing watches it."""
    what = f"{said.quote} says {verb!r} of {named_text(named)}"
    told = [item for item in case.facts if item.wanted and set(named.objects) & set(item.subjects)]
    if any(isinstance(item.predicate, Unchanged) for item in told):
        return
    asks = told
    if named.part is not None:
        asks = [item for item in case.facts if item.wanted and tests_joint(case, item, named)]
    for fact in asks:
        yield finding("contradicted_word", f"{what}; the goal asks {asked(fact)}")
    done = {name for stage in case.spec.stages for item in walk(stage) for name in handles(item)}
    if not asks and named.part is None and done & set(named.objects):
        yield finding("contradicted_word", f"{what}; a stage handles it")
    elif not asks and named.part is None and set(named.objects) & {one for item in case.facts for one in item.subjects}:
        yield finding("untested_span", f"{what}; the goal speaks of it without asking that, so that nothing watches it")


def _watched(case: Case, named: Named) -> bool:
    """Whether the goal says what is never, or always, so of a thing."""
    times = [item for item in walk(case.spec.goal) if isinstance(item, Always | Never)]
    inner = (one for item in times for one in walk(item.goal))
    return any(set(named.objects) & {getattr(one, "object", None), *getattr(one, "objects", ())} for one in inner)
