"""A sentence cut where it stops, and where phrases stand in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from envs.verification import words as w
from envs.verification.case import Said
from envs.verification.tokens import Named, Word

ENDS = frozenset(".;:!?")
TELLING = w.listed("that which who whose there was were been standing lying sitting stood if unless whether")
"""Words by which a stretch tells how things are, or when something is to be done."""


def pieces(said: Said) -> list[list[Word]]:
    """Return the words of a sentence, those of idioms among them, cut at every stop but the comma."""
    found: list[list[Word]] = [[]]
    for item in said.every_word:
        if item.text in ENDS and item.tie is None:
            found.append([])
        else:
            found[-1].append(item)
    return [piece for piece in found if piece]


def spelled(piece: Iterable[Word]) -> list[str]:
    """Return words as text."""
    return [item.text for item in piece]


def places(text: Sequence[str], phrases: Iterable[str]) -> Iterator[tuple[int, int, str]]:
    """Yield where phrases stand in a text: the first word, the word behind the last, and the phrase."""
    for phrase in phrases:
        parts = phrase.split()
        for k in range(len(text) - len(parts) + 1):
            if list(text[k : k + len(parts)]) == parts:
                yield k, k + len(parts), phrase


def named_in(said: Said, piece: Sequence[Word]) -> list[Named]:
    """Return what the tied phrases of a stretch name, in order."""
    numbers = dict.fromkeys(item.tie for item in piece if item.tie is not None)
    return [said.ties[number].named for number in numbers]


def denied(text: Sequence[str], k: int) -> bool:
    """Return whether a word is denied by one of the few before it: "not upside down", "no gap"."""
    return bool((w.NEGATIONS | {"no", "t", "neither", "nor", "than"}) & set(text[max(0, k - 4) : k]))


def tells(text: Sequence[str], k: int) -> bool:
    """Return whether a word stands where a sentence tells how things are rather than what is to be done."""
    first = max(0, k - 5)
    return any(
        text[n] in TELLING and not (text[n] == "that" and n and text[n - 1] in ("so", "such", "sure", "ensure", "it"))
        for n in range(first, k)
    )


def number(text: Sequence[str], k: int) -> tuple[float, int] | None:
    """Return the number that words from a place on say and the place behind it: "twenty-five", "two and a half"."""
    value = w.number(text[k]) if k < len(text) else None
    if value is None:
        return None
    end = k + 1
    unit = w.number(text[end]) if end < len(text) and not text[end].isdigit() else None
    if value in TENS and unit is not None and 1 <= unit <= 9 and text[end] not in ("a", "an"):
        value, end = value + unit, end + 1
    if list(text[end : end + 3]) == ["and", "a", "half"]:
        value, end = value + 0.5, end + 3
    return value, end


TENS = frozenset(range(20, 100, 10))
