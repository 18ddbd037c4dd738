"""A place that words tell from its siblings, the left peg, is the one that the goal uses."""

from __future__ import annotations

from collections.abc import Iterator

from envs.task.mentions import walk
from envs.task.refs import PlaceRef
from envs.verification import words as w
from envs.verification.case import Case, Said, finding
from envs.verification.nouns import single
from envs.verification.verdict import Finding

SOURCES = frozenset({"from", "off"})


def sided(case: Case, said: Said) -> Iterator[Finding]:
    """Yield the places that are said and that the goal does not use, or that nothing starts in."""
    text = said.every_word
    wrong: list[Finding] = []
    agrees = False
    for k in range(len(text) - 1):
        which = w.WHICH.get(text[k].text, text[k].text)
        noun = single(text[k + 1].text)
        for name, model in case.scene.objects.items():
            known = {place.name for place in (*model.volumes, *model.surfaces)}
            named = {place for place in known if place.split("_")[-1] == noun and place.split("_")[0] == which}
            siblings = {place for place in known if place.split("_")[-1] == noun}
            if not named or len(siblings) < 2 or not which.isalpha():
                continue
            before = [item.text for item in text[max(0, k - 3) : k]]
            if SOURCES & set(before):
                starts = {item.support.place.split("_")[0] for item in case.spec.scene.objects
                          if item.support is not None and item.support.object == name}  # fmt: skip
                if starts and which not in starts:
                    text_ = f"{said.quote} says from the {which} {noun}; what is there starts elsewhere"
                    yield finding("contradicted_word", text_)
                continue
            used = {ref.place for item in case.facts if item.wanted and item.final for ref in walk(item.predicate)
                    if isinstance(ref, PlaceRef) and ref.object == name}  # fmt: skip
            agrees = agrees or bool(used & named)
            if used & siblings and not used & named and not text[k].told:
                asked = min(used & siblings).replace("_", " ")
                wrong.append(
                    finding("contradicted_word", f"{said.quote} says the {which} {noun}; the goal asks {asked}")
                )
    if not agrees:  # where one of the places that are said is right, the others may be where things start
        yield from wrong
