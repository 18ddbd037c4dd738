"""As many things as the sentence counts, and all where it says all, are what the goal asks about."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import pairwise, takewhile

from envs.task.predicates import Beyond, ShareInside
from envs.verification import words as w
from envs.verification.case import Case, Said, finding
from envs.verification.nouns import coloured, of_object, single
from envs.verification.parts import starts_open
from envs.verification.rules.singled import adjectives, phrase_of, rivals, telling
from envs.verification.tokens import Word
from envs.verification.verdict import Finding

ALL = frozenset({"all", "every", "each", "both", "everything"})
PARTIAL = w.listed("more other others rest remaining each per pair pairs apiece every")
"""Words beside which a number may count some of what is meant."""
SOME = w.listed("some one any half most few several")
"""Words behind which a phrase for many stands for some of them."""
ADJECTIVES = w.listed("of single small large big little other last identical")
"""More words that may stand between "all" and its noun."""
HALF_OR_MORE = frozenset({"at least half", "half or more"})
ALL_SHARE, MOST_SHARE = 0.75, 0.5
"""The least shares that one calls all, and most."""


def counted(case: Case, said: Said) -> Iterator[Finding]:
    """Yield the numbers of things that are said and not asked about: "three blocks" where the goal asks about two."""
    partial = bool(PARTIAL & {item.text for item in said.words})
    spoken = [item for item in said.words if not (item.told and item.text == "both")]  # "both drawers are shut"
    for noun, count, shades in case.nouns.counted(spoken):
        there = [name for name, model in case.scene.objects.items() if noun in of_object(model)]
        free = [name for name in there if not case.scene.asset(name).fixed_base]  # a board of pegs is no disc
        own = [name for name in case.goal_objects if name in (free or there)]
        alike = [name for name in there if all(coloured(case.scene.asset(name), colour) for colour in shades)]
        head = noun.split()[-1]  # the light switches are a panel's switches
        parts = [part for name in there for part in case.scene.asset(name).parts if part.noun.split()[-1] == head]
        if (
            own
            and count is not None
            and count not in (len(own), len(there), len(alike), len(parts))
            and not (partial and count < len(own))
        ):
            text = f"{said.quote} speaks of {count} {noun}s, the goal asks about {len(own)}"
            yield finding("contradicted_word", text)
    for number, tie in enumerate(said.ties if said.strict else ()):
        phrase = phrase_of(said, number)
        at = next((k for k, word in enumerate(phrase) if word in w.COUNTS), None)
        if at is None or "of" in phrase[:at] or "of" in phrase[at + 1 : at + 2] or tie.named.part is not None:
            continue
        noun = next(k for k, item in enumerate(said.words) if item.tie == number)
        first = noun - len(adjectives(said.words, noun))
        if said.words[max(0, first - 1)].text == "of":  # "two layers of two blocks"
            continue
        count, own = w.COUNTS[phrase[at]], len(tie.named.objects)
        shared = sum(w.COUNTS.get(item.text, 0) for item in said.words) == own  # "two below and two above"
        if count != own and not ((partial or shared) and count < own) and single(phrase[-1]) != phrase[-1]:
            yield finding("contradicted_word", f"{tie.named.text!r} counts {count}; it names {own}")


def all_of_them(case: Case, said: Said) -> Iterator[Finding]:
    """Yield what is one of all that the sentence means and is left out by the goal."""
    left_out = {name for clause in said.every_clause for named in clause.excepted for name in named.objects}
    tied = {name for tie in case.ties for name in tie.named.objects} | left_out
    for number, tie in enumerate(said.ties if said.strict else ()):
        objects = [name for name in tie.named.objects if name in case.scene.objects]
        phrase = phrase_of(said, number)
        everything = bool(ALL & set(phrase)) or bool(ALL & set(_before(said, tie.start)))
        missing = set(objects) - set(case.goal_objects) - left_out
        if 0 < len(missing) < len(objects) and not SOME & {*phrase, *_before(said, tie.start)}:
            yield finding("contradicted_word", f"{tie.named.text!r} names {min(missing)}, which the goal does not ask")
        if len(objects) < 2 or (w.COUNTS.keys() & set(phrase)) or telling(said, number):
            continue
        heads = {single(phrase[-1])} if everything else set[str]()
        others = set(rivals(case, said, number)) | {
            name for name, model in case.scene.objects.items() if heads & of_object(model) and not model.fixed_base
            and all(coloured(model, word) for word in phrase if word in w.COLOURS)
        }  # fmt: skip
        others -= tied | set(case.goal_objects)
        if others:
            kind = "contradicted_word" if everything else "ambiguous_word"
            text = f"{tie.named.text!r} means {min(others)} as well, of which the goal does not speak"
            yield finding(kind, text)
    for k, item in enumerate(said.words):
        noun = single(item.text)
        before = {one.text for one in _adjectives(said.words[:k]) if one.tie is None}
        whole = [one.text for one in said.words[max(0, k - 4) : k] if one.text in ALL | {"of"}][:1] == ["of"]
        if item.tie is not None or item.told or not ALL & before or whole:  # "of all the drawers the top one"
            continue
        own = [name for name in case.goal_objects if case.scene.asset(name).category.replace("_", " ") == noun]
        kinds = {case.scene.asset(name).category for name in own}
        colours = before & w.COLOURS
        others = {name for name, model in case.scene.objects.items() if model.category in kinds
                  and all(coloured(model, word) for word in colours)} - tied - set(case.goal_objects)  # fmt: skip
        limited = {one.text for one in said.words[k + 1 : k + 2]} & {"that", "which", "whose"}
        if others:
            kind = "untied_word" if limited else "contradicted_word"
            yield finding(kind, f"{said.quote} says all; the goal does not speak of {min(others)}")
        yield from _parts(case, said, noun)


def _adjectives(before: Sequence[Word]) -> list[Word]:
    """Return the last words that may belong to a noun: "all three of the red", not "both in the"."""
    near = reversed(before[-4:])
    ours = w.DETERMINERS | w.COLOURS | w.POSITIONS | w.COUNTS.keys() | ADJECTIVES
    return list(takewhile(lambda item: item.tie is None and item.text in ours, near))


def shares(case: Case, said: Said) -> Iterator[Finding]:
    """Yield the shares of many things that are not what "all", "most" or "half" says."""
    text = [item.text for item in said.asking]
    some = any(one in ("half", "one", "few") and other in ("of", "the") and not {"every", "each", "single", "last"}
               & set(text[max(0, k - 1) : k]) for k, (one, other) in enumerate(pairwise(text)))  # fmt: skip
    number = _of_many(text)
    for fact in case.facts:
        item = fact.predicate
        if not isinstance(item, ShareInside | Beyond) or not fact.wanted:
            continue
        if number is not None and number == math.ceil(item.share * len(fact.subjects) - 1e-6):
            continue  # "at least two of the three"
        if HALF_OR_MORE & {" ".join(text[k : k + 3]) for k in range(len(text))} and item.share >= MOST_SHARE:
            continue
        bounded = any(other.kind == fact.kind and not other.wanted for other in case.facts)
        if some and not bounded:
            yield finding("contradicted_word", f"{said.quote} asks for some of many; the goal takes all of them too")
        least = MOST_SHARE if "most" in text else ALL_SHARE
        if not some and not {"some", "part", "few"} & set(text) and item.share < least:
            yield finding("contradicted_word", f"the goal takes {item.share:.0%} of them for what {said.quote} says")


def _of_many(text: Sequence[str]) -> int | None:
    """Return of how many the words ask at least, "two of the three"; None where they say no number."""
    more = " ".join(text).replace(" or more of ", " of ").split()
    for k, (one, other) in enumerate(pairwise(more)):
        value = w.number(one)
        before = set(more[max(0, k - 3) : k])
        if other == "of" and value is not None and value >= 1 and not {"every", "each", "exactly", "only"} & before:
            return int(value) if value > 1 or "least" in before else None
    return None


def _before(said: Said, start: int) -> list[str]:
    before = [item for item in said.every_word if item.end <= start][-5:]
    cut = next((k for k in reversed(range(len(before))) if before[k].tie is not None), -1)
    text = [item.text for item in before[cut + 1 :]]
    return text[next((k + 1 for k in reversed(range(len(text))) if text[k] in w.RELATIONS or text[k] == ","), 0) :]


def _parts(case: Case, said: Said, noun: str) -> Iterator[Finding]:
    """Find parts of a thing that "all its drawers" means and that the goal does not test."""
    opens = any(word.text in w.OPENING for word in said.words)
    tested = {part for fact in case.facts if fact.wanted for part in fact.parts}
    for name in dict.fromkeys(name for tie in case.ties for name in tie.named.objects if name in case.scene.objects):
        for part in case.scene.asset(name).parts:
            meant = part.noun == noun and (opens or starts_open(case.spec, case.scene, name, part.name))
            if meant and (name, part.name) not in tested:
                yield finding("contradicted_word", f"{said.quote} says all; the goal does not test {part.name}")
