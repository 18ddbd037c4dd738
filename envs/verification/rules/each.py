"""One thing for each other, and each to what has its colour."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from envs.verification.case import Case, Said, asked, finding
from envs.verification.goal_facts import Fact
from envs.verification.pieces import places
from envs.verification.verdict import Finding

ONE_EACH = ("one in each", "one on each", "one to each", "one for each", "one next to each", "one beside each",
            "one into each", "one onto each", "one each", "of its own", "of their own")  # fmt: skip
SAME = ("of its colour", "of its own colour", "of their colour", "of the same colour", "of matching colour",
        "of the matching colour", "by colour", "matching its colour", "same coloured", "with the same colour",
        "that matches its colour", "according to their colour")  # fmt: skip
OTHER = ("of the other colour", "of another colour", "of a different colour", "of different colour")
PLACED = frozenset({"inside", "on", "near", "matched", "share_inside"})


def one_each(case: Case, said: Said) -> Iterator[Finding]:
    """Yield the goals that take two things in one place though each is to have its own."""
    text = [item.text for item in said.every_word]
    per = any(word == "per" and "one" in text[max(0, k - 3) : k] for k, word in enumerate(text))
    if not (per or _says(said, ONE_EACH)):
        return
    own = _placed(case)
    if any(item.kind == "matched" for item in own):
        return
    places: dict[str, set[str]] = {}
    for item in own:
        for name in item.subjects:
            places.setdefault(name, set()).update(item.targets)
        if item.kind == "share_inside" and len(item.subjects) > 1:
            yield finding("contradicted_word", f"{said.quote} says one each; the goal takes them all in one place")
            return
    for (one, mine), (other, theirs) in combinations(places.items(), 2):
        if mine & theirs and len(mine | theirs) < 3:
            shared = min(mine & theirs)
            yield finding(
                "contradicted_word", f"{said.quote} says one each; the goal takes both {one} and {other} at {shared}"
            )
            return


def colours(case: Case, said: Said) -> Iterator[Finding]:
    """Yield what is asked to be at another colour than its own, where the sentence goes by colour."""
    same, other = _says(said, SAME), _says(said, OTHER)
    if same == other:
        return
    for item in _placed(case):
        pairs = {(name, target) for name in item.subjects for target in item.targets}
        found = [(case.scene.asset(a).colour_name, case.scene.asset(b).colour_name) for a, b in sorted(pairs)]
        told = [a == b for a, b in found if a is not None and b is not None]
        if told and not all(match == same for match in told):
            yield finding("contradicted_word", f"{said.quote} goes by colour; the goal asks {asked(item)}")
            return


def _placed(case: Case) -> list[Fact]:
    return [item for item in case.facts if item.wanted and item.final and item.kind in PLACED]


def _says(said: Said, phrases: tuple[str, ...]) -> bool:
    text = [item.text.replace("color", "colour") for item in said.asking]
    return next(places(text, phrases), None) is not None
