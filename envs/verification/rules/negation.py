"""What the sentence forbids, or wants left as it is, the goal does not ask for."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import takewhile

from envs.task.goals import Always, Never, Unchanged
from envs.task.mentions import walk
from envs.task.predicates import JointFraction
from envs.verification import words as w
from envs.verification.case import Case, Said, asked, finding
from envs.verification.goal_facts import Fact
from envs.verification.parts import already
from envs.verification.reading import Clause
from envs.verification.rules.named import handles
from envs.verification.rules.relations import NEITHER, aims_at, relates
from envs.verification.rules.senses import senses, tests_joint
from envs.verification.rules.singled import rivals, telling
from envs.verification.tokens import PRONOUNS, STOPS, Named, named_text
from envs.verification.verdict import Finding

STILL = frozenset(w.TOUCHING | w.MOVING | w.NEUTRAL) - w.MANNERS - {
    "want", "need", "look", "try", "let", "should", "belongs", "goes", "stand", "rest"
}  # fmt: skip
"""Verbs that a thing which stays as it was has not had done to it."""
TILTING = frozenset({"tip", "tilt", "topple"})
OUT = frozenset({"stick", "sticks", "sticking", "jut", "juts", "jutting", "hang", "hangs", "hanging"})
"""Verbs by which, with "out", a part is open."""
LIMITING = frozenset({"further", "farther", "more", "beyond", "wider"})
"""Words by which a clause says how far, not whether."""
POSTURES = w.listed("side head lie lying lies tip tipped tilt tilted fall sideways upside")
"""Words by which a clause says how a thing is not to stand."""
UNMOVED = frozenset({"alone", "untouched", "where", "still", "unmoved", "there"})
"""Words by which a thing is to be kept as it is."""


SIMPLE = w.DETERMINERS | w.RELATIONS.keys() | PRONOUNS | STOPS | w.listed("to of next again be and or please ever")
"""Words of a clause that is read in full; another may turn what it forbids."""


def forbidden(case: Case, said: Said) -> Iterator[Finding]:
    """Yield what is not to be done and is asked for, or is not watched where the goal speaks of it."""
    last: str | None = None
    for clause in said.every_clause:
        if not clause.negated:
            last = next((sense for _, sense, _ in senses(clause)), last)
            degree = w.says_little(clause.words) or w.says_half(clause.words) or w.says_fully(clause.words)
            still = clause.verb == "leave" or bool(UNMOVED & set(clause.words))
            if clause.verb in w.KEEPING and still and not (clause.relations or clause.senses or degree):
                told = [item for item in clause.objects if not (item.guessed or _more(said, clause, item))]
                for named in (item for item in told if said.strict or not _guessed(case, said, item)):
                    yield from _kept(case, said, clause.verb, named)
            continue
        parted = {name for named in clause.objects if named.part is not None for name in named.objects}
        for named in clause.objects:
            if named.part is None and set(named.objects) <= parted:
                continue  # "not the freezer's door" speaks of a part only
            if not said.strict and _guessed(case, said, named):
                continue  # which of several discs "the large disc" is, a paraphrase does not tell
            if not (said.strict or clause.verb or named.text in PRONOUNS) and _asked(said, named):
                continue  # "not the right cube but the left one", of which a paraphrase ties neither
            yield from _clause(case, said, clause, named, last)


def _plain(said: Said, clause: Clause) -> bool:
    """Whether a clause says nothing beyond what is not to be done to what: "and do not open it"."""
    ties = {item.text for item in said.words if item.tie is not None}
    return all(word in SIMPLE | ties or w.base(word) is not None for word in clause.words)


def _also_asked(case: Case, said: Said, fact: Fact) -> bool:
    """Whether a sentence asks what it seems to forbid: then it is read amiss, as "do not open it like this"."""
    for clause in said.clauses:
        for _, sense, named in senses(clause):
            if sense in fact.senses() and named is not None and tests_joint(case, fact, named):
                return True
        things = {name for named in clause.objects for name in named.objects}
        for relation, _, targets in clause.relations:
            aimed = targets and any(aims_at(fact, target) for target in targets)
            if things & set(fact.subjects) and aimed and relates(case, fact, relation, targets):
                return True
    return False


def _asked(said: Said, named: Named) -> bool:
    """Whether a sentence also asks something of what a phrase names."""
    return any(set(named.objects) & set(one.objects) for clause in said.clauses for one in clause.objects)


def _more(said: Said, clause: Clause, named: Named) -> bool:
    """Whether more is said of how a thing is to be left, or where to: "leave it in the middle", "leave for the bin"."""
    ends = [tie.end for tie in said.ties if tie.named == named]
    behind = [item.text for item in said.every_word if ends and item.start >= ends[-1]][:3]
    if UNMOVED & set(clause.words):
        return False
    if {"neither", "nor", "nothing", "none"} & set(clause.words):
        return True
    return behind == ["in", "the", "middle"] or bool({"for", "to", "until"} & set(clause.words))


def left_out(case: Case, said: Said) -> Iterator[Finding]:
    """Yield what is left out of all and is asked to be where the others are."""
    for clause in said.every_clause:
        for named in clause.excepted:
            for fact in case.facts_of(named, placing=True):
                if fact.wanted and set(fact.subjects) <= set(named.objects):
                    text = f"{said.quote} leaves out {named_text(named)}; the goal asks {asked(fact)}"
                    yield finding("contradicted_word", text)


def _clause(case: Case, said: Said, clause: Clause, named: Named, last: str | None) -> Iterator[Finding]:
    if LIMITING & set(clause.words):
        return  # "don't pull it out further than a crack"
    if clause.verb in w.KEEPING | {"mind"}:
        return  # what is not to be left as it is may end in many ways
    own = [item for item in case.facts if item.wanted and item.final and not isinstance(item.predicate, Unchanged)]
    told = {sense for _, sense, of in senses(clause) if of is None or of == named}
    if OUT & set(clause.words) and "out" in clause.words:
        told.add("open")
    if not clause.verb and last is not None:
        told.add(last)
    joints = [item for item in own if tests_joint(case, item, named) and item.senses() & told]
    joints = [item for item in joints if not (_tested(case, item) or (w.says_fully(clause.words) and _partial(item)))]
    places = [item for item in own if named.part is None and _places(case, item, clause, named, _behind(said, named))]
    subjects = {name for item in case.facts for name in item.subjects}
    if set(named.objects) & subjects - {name for item in places for name in item.subjects}:
        places = []  # "not both": one of them may be
    if named.guessed and len(named.objects) > 1:
        places = []
    for fact in (*joints, *places):
        misread = not _plain(said, clause) and _also_asked(case, said, fact)
        kind = "untied_word" if misread else "contradicted_word"
        yield finding(kind, f"{said.quote} forbids what the goal asks: {asked(fact)}")
    spoken = {name for item in case.facts for name in item.objects}
    if clause.verb in TILTING and not spoken & set(named.objects):
        return  # what the goal does not mention is watched
    stands = "end" in clause.words and any(item.kind == "upright" for item in case.facts_of(named, placing=False))
    if clause.verb in w.MANNERS and not (joints or places or stands or _watched(case, named)):
        text = f"{said.quote} says not to {clause.verb} {named_text(named)}, which no never or always of the goal asks"
        yield finding("untested_span", text)
    elif clause.verb in w.FORCING and _asked(said, named):
        pass  # "don't push it, lift it"
    elif clause.verb in STILL and not joints and not places and not clause.relations and not named.guessed:
        if clause.verb in w.TURNING and {"up", "down"} & set(clause.words):
            return  # "don't turn it up": it may be turned down
        yield from _kept(case, said, f"not {clause.verb}", named)


def _tested(case: Case, fact: Fact) -> bool:
    """Whether the goal itself forbids of a joint what it asks to a degree: shut, but never wholly."""
    others = [item for item in case.facts if not item.wanted and item.parts == fact.parts]
    turned = {"open": "close", "close": "open"}
    return any(turned[sense] in fact.senses() for item in others for sense in item.senses())


def _partial(fact: Fact) -> bool:
    """Whether a goal is met by a joint that is not fully open or shut: "do not shut it completely"."""
    item = fact.predicate
    if not isinstance(item, JointFraction):
        return False
    shut = item.at_most is not None and item.at_most <= w.FULLY_SHUT
    return not shut and (item.at_least is None or item.at_least < w.FULLY_OPEN)


def _guessed(case: Case, said: Said, named: Named) -> bool:
    """Whether a phrase of a paraphrase could name another thing of its kind, whatever its noun is tied to."""
    numbers = [number for number, tie in enumerate(said.ties) if tie.named == named]
    return any(telling(said, number) or rivals(case, said, number) for number in numbers)


def _behind(said: Said, named: Named) -> list[str]:
    """Return the words behind what is named, up to the next stop, those of idioms among them."""
    ends = [tie.end for tie in said.ties if tie.named == named]
    after = (item.text for item in said.every_word if ends and item.start >= ends[0])
    return list(takewhile(lambda text: text not in STOPS, after))


def _places(case: Case, fact: Fact, clause: Clause, named: Named, behind: list[str]) -> bool:
    """Whether a fact brings what is named to where a negated clause says that it is not to be."""
    if not set(named.objects) & set(fact.subjects) or fact.kind in NEITHER - {"lifted"}:
        return False
    if fact.kind == "lifted":
        return clause.verb in (w.LIFTING | w.MOVING | w.TOUCHING) - w.FORCING
    if (set(clause.words) | set(behind)) & POSTURES:
        return False  # "it must not lie in the zone" says how, not where
    if not clause.relations:
        upset = clause.verb in w.MANNERS | w.FORCING or "over" in clause.words  # "don't knock it over" says how
        return not clause.verb or (clause.verb in w.PUTTING | w.MOVING | w.TOUCHING and not upset)
    told = [(relation, target) for relation, _, found in clause.relations for target in found]
    if not told and set(clause.words) & PRONOUNS:  # "put the pear in the bowl, but do not put the lemon in it"
        return any(relates(case, fact, how, []) for how, _, _ in clause.relations)
    return any(set(to.objects) & set(fact.targets) and relates(case, fact, how, [to]) for how, to in told)


def _kept(case: Case, said: Said, verb: str, named: Named) -> Iterator[Finding]:
    """Find what is to stay as it is and is asked for, handled, or mentioned so that nothing watches it."""
    what = f"{said.quote} says {verb!r} of {named_text(named)}"
    told = [item for item in case.facts if item.wanted and set(named.objects) & set(item.subjects)]
    if any(isinstance(item.predicate, Unchanged) for item in told):
        return
    asks = told
    if named.part is not None:
        asks = [item for item in case.facts if item.wanted and item.senses() and tests_joint(case, item, named)]
        asks = [item for item in asks if not already(case.spec, case.scene, item)]
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
