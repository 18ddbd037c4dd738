"""A sentence as words, each with where it stands and what it is tied to."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from envs.verification import words as w

WORD = re.compile(r"[a-z]+|[0-9]+(?:\.[0-9]+)?|[,.;:!?%()\u2013\u2014]|(?<=\s)-+(?=\s)", re.IGNORECASE)
STOPS = frozenset(",.;:!?")
DASHES = frozenset("()\u2013\u2014-") | {"--"}
"""Marks that part a sentence as commas do."""
SHORT = {"isn": "is", "aren": "are", "shouldn": "should", "mustn": "must"}
"""Verbs before "n't" of which the negation is read."""
PRONOUNS = frozenset({"it", "them", "that", "both"})


@dataclass(frozen=True)
class Named:
    """What a phrase names: one of some objects, or a part of one."""

    objects: tuple[str, ...]
    part: str | None
    text: str

    @property
    def guessed(self) -> bool:
        """Whether this is a pronoun, of which the words before leave open what it stands for."""
        return self.text in ("it", "that")


def named_text(named: Named) -> str:
    """Return what a phrase names in words."""
    things = " or ".join(named.objects[:3])
    return f"the {named.part} of {things}" if named.part else things


@dataclass(frozen=True)
class Tie:
    """A stretch of the sentence that is tied to what it names."""

    start: int
    end: int
    named: Named


@dataclass(frozen=True)
class Word:
    """A word in lower case, where it stands, and the number of the tie that it is part of.

    What is `told` says how things are or were and asks nothing.
    """

    text: str
    start: int
    end: int
    tie: int | None = None
    told: bool = False


def tokens(sentence: str, ties: Sequence[Tie] = ()) -> list[Word]:
    """Return a sentence's words, those of idioms left out where no tie covers them."""
    found = spoken(sentence, ties)
    for idiom in w.IDIOMS:
        parts = idiom.split()
        for k in range(len(found) - len(parts) + 1):
            piece = found[k : k + len(parts)]
            if [item.text for item in piece] == parts and all(item.tie is None for item in piece):
                found[k : k + len(parts)] = [Word("", item.start, item.end) for item in piece]
    return [item for item in found if item.text]


def spoken(sentence: str, ties: Sequence[Tie] = ()) -> list[Word]:
    """Return every word of a sentence, idioms and all."""
    found: list[Word] = []
    for match in WORD.finditer(sentence):
        tie = next((k for k, item in enumerate(ties) if item.start <= match.start() < item.end), None)
        text = "," if match[0] in DASHES else match[0].lower()
        if text == "t" and found and found[-1].text in SHORT and found[-1].end == match.start() - 1:
            found[-1], text = replace(found[-1], text=SHORT[found[-1].text]), "not"
        found.append(Word(text, match.start(), match.end(), tie))
    return found
