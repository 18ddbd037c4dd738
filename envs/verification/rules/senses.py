"""What the sentence opens the goal asks to be open, what it closes closed."""

from __future__ import annotations

from collections.abc import Iterator

from envs.task.predicates import JointFraction
from envs.verification import words as w
from envs.verification.case import Case, Said, asked, finding
from envs.verification.goal_facts import Fact
from envs.verification.parts import already, carried, heading, starts_open
from envs.verification.reading import Clause
from envs.verification.tokens import Named, named_text
from envs.verification.verdict import Finding

LIDS = frozenset({"lid", "seat", "cover", "hatch"})
"""Parts that are opened by being lifted."""
UNCOVERED = w.listed("lid cover cap up gap way room gripper hand fingers jaws")
Spoken = dict[tuple[str, str], list[str]]
Told = tuple[str, str, Named | None]
STATES = frozenset({"opened", "closed"})
"""Words that say how a joint is, not what is done to it."""
STILL = w.REMAINING | {"still", "stay", "remain", "remaining", "staying"}
"""Words by which a joint is to be as it is."""
SO = "is so at the start"
"""What is wrong where a joint is to be opened that is open; it may be left open."""


def contradicted(case: Case, said: Said) -> Iterator[Finding]:
    """Yield the openings and closings that are said and not asked, asked and not said, or done at the start."""
    spoken: Spoken = {}
    told = [
        (word, sense, named, _keeps(clause))
        for clause in said.clauses
        for word, sense, named in senses(clause)
        if not (_keeps(clause) and named is not None and _stays(case, named, sense))
    ]
    for k, (word, sense, named, kept) in enumerate(told):
        later = [item[:3] for item in told[k + 1 :] if item[1] != sense]
        agrees = any(_agrees(case, item[1], item[2], named) for n, item in enumerate(told) if n != k)
        for item in _sense(case, said, (word, sense, named), spoken, later):
            if agrees and word in STATES and not kept:
                yield finding("untied_word", item.text)  # "open it as long as it is closed" tells when
            elif not (kept and item.text.endswith(SO)):
                yield item
    commands = {clause.verb for clause in said.clauses if not clause.senses}
    if len(told) == 1 and told[0][0] in commands and all(item.text != "or" for item in said.every_word):
        yield from _heading(case, said, told[0][:3])
    if said.strict:
        yield from _unsaid(case, said, spoken)


def other_part(case: Case, said: Said) -> Iterator[Finding]:
    """Yield the part that a paraphrase turns or moves where the goal asks about one of its like: the left knob."""
    tested = {part for item in case.facts for part in item.parts}
    for clause in () if said.strict else said.clauses:
        kept = (w.STAYING - {"left"}) & set(clause.words)
        for named in clause.objects if clause.verb in w.TURNING | w.FORCING and not kept else ():
            if named.part is None or any(tests_joint(case, item, named) for item in case.facts):
                continue
            asset = case.scene.asset(named.objects[0])
            noun, which = asset.part(named.part).noun, asset.part(named.part).which
            others = [part for name, part in tested if name == named.objects[0] and asset.part(part).noun == noun]
            if others and which in {w.WHICH.get(word, word) for word in clause.words}:
                text = f"{said.quote} says {clause.verb!r} of {named_text(named)}; the goal asks about {others[0]}"
                yield finding("contradicted_word", text)


def _keeps(clause: Clause) -> bool:
    """Whether a clause says how something is to remain."""
    return clause.verb in w.KEEPING or bool(STILL & set(clause.words))


def senses(clause: Clause) -> Iterator[tuple[str, str, Named | None]]:
    """Yield what a clause opens and closes: the word, "open" or "close", and of what where that is said."""
    yield from clause.senses
    if clause.verb in w.OPENING | w.CLOSING and not clause.senses:
        sense = "open" if clause.verb in w.OPENING else "close"
        for named in clause.objects or [None]:
            yield clause.verb, sense, named
    if clause.verb in w.LIFTING | w.LOWERING:
        for named in clause.objects:
            if named.part is not None and LIDS & set(named.part.split("_")):
                yield clause.verb, "open" if clause.verb in w.LIFTING else "close", named


def _sense(case: Case, said: Said, told: Told, spoken: Spoken, later: list[Told]) -> Iterator[Finding]:
    word, sense, named = told
    if word == "open" and not _uncovered(said) and not any(model.joints for model in case.scene.objects.values()):
        yield finding("contradicted_word", f"{said.quote} says {word!r}; nothing of the scene can be opened")
    if named is not None and not any(case.scene.asset(one).parts for one in named.objects if one in case.scene.objects):
        named = None  # what has no parts can be neither opened nor closed: the word is said of something else
    own = [item for item in case.facts if item.senses() and (named is None or tests_joint(case, item, named))]
    for item in own:
        for part in item.parts:
            spoken.setdefault(part, []).append(sense)
    for item in own:
        moves = sense in item.senses() and item.step is None and word in w.OPENING | w.CLOSING
        moves = moves and not _between(case, item, sense)
        if moves and already(case.spec, case.scene, item):
            yield finding("contradicted_word", f"{said.quote} says {word!r}; {asked(item)} {SO}")
    if named is None and not any(item.senses() for item in case.facts):
        return  # what is opened or closed is no joint of the goal: "close the gap"
    if not any(sense in item.senses() for item in own):
        of = "" if named is None else f" of {named_text(named)}"
        goal = " and ".join(sorted({asked(item) for item in own})) or "nothing of the kind"
        undone = own and any(_may_be(other, named) for _, _, other in later)
        kind = "untied_word" if undone else "contradicted_word"  # "someone left it open: close it" tells how it was
        yield finding(kind, f"{said.quote} says {word!r}{of}; the goal asks {goal}")


def _heading(case: Case, said: Said, told: Told) -> Iterator[Finding]:
    """Find a joint that is to move the other way from where it starts: "close it halfway" of one that is shut."""
    word, sense, named = told
    for item in case.facts:
        if item.step is not None or not item.final or (named is not None and not tests_joint(case, item, named)):
            continue
        way = heading(case.spec, case.scene, item)
        if way is not None and way != sense and word in w.OPENING | w.CLOSING:
            yield finding("contradicted_word", f"{said.quote} says {word!r}; for {asked(item)} it has to {way}")


def _uncovered(said: Said) -> bool:
    """Whether a sentence speaks of what lies on a thing and opens it by being taken away, of room, or of the hand."""
    return bool(UNCOVERED & {item.text for item in said.every_word})


def _between(case: Case, fact: Fact, sense: str) -> bool:
    """Whether a sequence wants a joint the other way meanwhile: opened first, closed in the end."""
    steps = [item for item in case.facts if item.step is not None and item.parts == fact.parts]
    return any(item.senses() and sense not in item.senses() for item in steps)


def _agrees(case: Case, sense: str, named: Named | None, other: Named | None) -> bool:
    """Whether something else that is said of a joint is just what the goal asks of it."""
    own = [item for item in case.facts if item.final and item.senses() and _may_be(named, other)]
    return any(sense in item.senses() and (named is None or tests_joint(case, item, named)) for item in own)


def _may_be(one: Named | None, other: Named | None) -> bool:
    """Whether two phrases may name the same joint."""
    return one is None or other is None or one.part is None or other.part is None or one.part == other.part


def _stays(case: Case, named: Named, sense: str) -> bool:
    """Whether a joint that the goal does not mention starts as a sentence wants it left."""
    if named.part is None or any(tests_joint(case, item, named) for item in case.facts):
        return False
    return all(starts_open(case.spec, case.scene, name, named.part) == (sense == "open") for name in named.objects)


def tests_joint(case: Case, fact: Fact, named: Named) -> bool:
    """Return whether a fact is about a joint of what a phrase names."""
    return any(
        name in named.objects
        and (named.part is None or part == named.part or carried(case.scene, name, part, {(name, named.part)}))
        for name, part in fact.parts
    )


def _unsaid(case: Case, said: Said, spoken: Spoken) -> Iterator[Finding]:
    """Find what the goal asks of a joint beside what the sentence says of it; "not yet" of a step is no asking.

    What a joint need only be on the way is said where a sentence tells that it is so: "both doors are open".
    """
    for fact in (item for item in case.facts if item.wanted or item.final):
        for part in fact.parts:
            if fact.senses() and len(fact.senses()) == 1 and part in spoken:
                (sense,) = fact.senses()
                if sense not in spoken[part] and (fact.final or sense not in _told(said)):
                    text = f"the goal asks {asked(fact)}; the sentence says only {spoken[part][0]!r} of it"
                    unsure = _moved(said, part) or _limits(case, fact, spoken[part])
                    yield finding("untied_word" if unsure else "contradicted_word", text)


def _moved(said: Said, part: tuple[str, str]) -> bool:
    """Whether something else is done to a joint that may open or close it: "lift the lid", "put it back down"."""
    ends = [tie.end for tie in said.ties if part == (tie.named.objects[0], tie.named.part)]
    if {"up", "down"} & {item.text for item in said.every_word if item.start - 1 in ends}:
        return True
    for clause in said.clauses:
        lifts = clause.verb in w.LIFTING | w.LOWERING or {"up", "down", "back"} & set(clause.words)
        if clause.verb in w.OPENING | w.CLOSING | w.KEEPING or clause.senses or not lifts:
            continue
        if any(part[0] in named.objects and (named.part == part[1] or named.guessed) for named in clause.objects):
            return True
    return False


def _limits(case: Case, fact: Fact, said: list[str]) -> bool:
    """Whether a fact only limits what another asks of the same joint: nearly shut, but never wholly."""
    others = [item for item in case.facts if item.wanted and item.final and item.step == fact.step]
    others = [item for item in others if item.parts == fact.parts and set(said) & item.senses()]
    return not fact.wanted and any(_beyond(fact.predicate, item.predicate) for item in others)


def _beyond(one: object, other: object) -> bool:
    """Whether a joint is further open, or further shut, by one predicate than by another."""
    if not isinstance(one, JointFraction) or not isinstance(other, JointFraction):
        return False
    if one.at_least is not None:
        return other.at_least is not None and one.at_least > other.at_least
    return one.at_most is not None and other.at_most is not None and one.at_most < other.at_most


def _told(said: Said) -> set[str]:
    """Return the senses in which joints are told to be before anything is done."""
    words = {item.text for item in said.words if item.told}
    opened = {"open"} if words & {"open", "opened", "on", "ajar"} else set[str]()
    return opened | ({"close"} if words & {"closed", "shut", "off"} else set[str]())
