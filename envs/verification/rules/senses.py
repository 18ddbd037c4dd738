"""What the sentence opens the goal asks to be open, what it closes closed."""

from __future__ import annotations

from collections.abc import Iterator

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


def contradicted(case: Case, said: Said) -> Iterator[Finding]:
    """Yield the openings and closings that are said and not asked, asked and not said, or done at the start."""
    spoken: Spoken = {}
    told = [
        (word, sense, named)
        for clause in said.clauses
        for word, sense, named in senses(clause)
        if not (clause.verb in w.KEEPING and named is not None and _stays(case, named, sense))
    ]
    for k, one in enumerate(told):
        yield from _sense(case, said, one, spoken, [item for item in told[k + 1 :] if item[1] != one[1]])
    if len(told) == 1 and all(item.text != "or" for item in said.every_word):
        yield from _heading(case, said, told[0])
    if said.strict:
        yield from _unsaid(case, said, spoken)


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
        if moves and already(case.spec, case.scene, item):
            yield finding("contradicted_word", f"{said.quote} says {word!r}; {asked(item)} is so at the start")
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
    """Find what the goal asks of a joint beside what the sentence says of it; "not yet" of a step is no asking."""
    text = {item.text for item in said.every_word}
    for fact in (item for item in case.facts if item.wanted or item.final):
        for part in fact.parts:
            if LIDS & set(part[1].split("_")) and {"down", "back", *w.LIFTING, *w.LOWERING} & text:
                continue  # "lift the lid and put it back down"
            if fact.senses() and len(fact.senses()) == 1 and part in spoken:
                (sense,) = fact.senses()
                if sense not in spoken[part]:
                    text = f"the goal asks {asked(fact)}; the sentence says only {spoken[part][0]!r} of it"
                    yield finding("contradicted_word", text)
