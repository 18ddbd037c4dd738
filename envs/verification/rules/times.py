"""What is to be done twice, the goal asks for twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from envs.verification import words as w
from envs.verification.case import Case, Said, finding
from envs.verification.pieces import TELLING, pieces, spelled
from envs.verification.verdict import Finding

AMOUNTS = w.listed("as the that its their larger bigger smaller longer higher further farther faster wider taller more")
"""Words behind which "twice" or "three times" says how much."""
PRESSES = frozenset({"times", "pushes", "presses"})
SPOKEN = w.listed("think look check say said told ask asked read have has had been every once")
"""Words before which it says how often something was said, or looked at."""


def repeated(case: Case, said: Said) -> Iterator[Finding]:
    """Yield what is to be done several times where the goal asks for it less often."""
    for piece in pieces(said):
        text = spelled(piece)
        for k, count, phrase in _told(text):
            if SPOKEN & set(text[max(0, k - 4) : k]) or (TELLING | w.NEGATIONS) & set(text[:k]):
                continue
            asked = _asked(case)
            if asked < count:
                yield finding("contradicted_word", f"{said.quote} says {phrase!r}; the goal asks it {asked} times")


def _told(text: list[str]) -> Iterator[tuple[int, int, str]]:
    yield from _again(text)
    for k, word in enumerate(text):
        count, end = {"twice": (2, k + 1), "thrice": (3, k + 1)}.get(word, (0, k + 1))
        if word == "times" and k and text[k - 1] in ("several", "some", "many"):
            count = 2
        elif word in PRESSES and k:
            found = w.number(text[k - 1])
            count = int(found) if found is not None and found >= 2 else 0
        if count and not AMOUNTS & set(text[end : end + 1]):
            yield k, count, word if word in ("twice", "thrice") else f"{text[k - 1]} {word}"


def _again(text: list[str]) -> Iterator[tuple[int, int, str]]:
    """Yield what is done again behind the same verb: "press it, let it go and press it again"."""
    for k, word in enumerate(text):
        verb = next((one for one in reversed(text[max(0, k - 3) : k]) if one in ("press", "push")), None)
        if word == "again" and verb is not None and text[:k].count(verb) > 1:
            yield k, 2, f"{verb} again"


def _asked(case: Case) -> int:
    """Return how often the goal asks for the same, one step after another."""
    steps = {(item.step, item.kind, item.subjects, item.targets, item.parts, item.senses()) for item in case.facts
             if item.wanted}  # fmt: skip
    return max(Counter(same for _, *rest in steps for same in [tuple(rest)]).values(), default=0)
