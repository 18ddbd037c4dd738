"""What a word does by where it stands: whether it is a verb, belongs to a noun, governs one, or ends its clause."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from envs.verification import words as w
from envs.verification.tokens import PRONOUNS, STOPS, Word

AFTER = w.listed(
    "and then again up on off to next there open shut closed at for from with until over down out away back"
)
"""Words that stand behind a pronoun, not between a determiner and its noun."""

BEING = w.STANDS | w.listed(
    "was were has have had been being standing lying sitting left currently already still now wide half partly"
)
"""Words between "which" and how a thing is at the start: "which has been left open"."""
MODALS = frozenset({"can", "could", "may", "might", "will", "would"})
"""Verbs behind which stands what becomes possible."""


def asking(found: list[Word]) -> list[Word]:
    """Return words without those that say what may come of it, or when: "so that something can be put into it"."""
    told: list[Word] = []
    purpose = False
    for k, word in enumerate(found):
        if word.tie is None and word.text == "so":
            ahead = list(takewhile(lambda item: item.text not in STOPS, found[k + 1 : k + 8]))
            purpose = bool(MODALS & {item.text for item in ahead[1:] if item.tie is None})
        elif word.tie is None and word.text in w.CONDITIONS:
            purpose = True
        elif word.text in STOPS or (word.text == "then" and word.tie is None):
            purpose = False
        if not purpose:
            told.append(word)
        elif word.tie is not None:  # "so that the can can cool, put it": what is named may be meant later
            told.append(replace(word, told=True))
    return told


class Grammar:
    """The words of a sentence by their places."""

    def __init__(self, found: Sequence[Word]) -> None:
        self.words = found

    def of_all(self, k: int) -> bool:
        """Whether all of something was spoken of just before."""
        return any(item.text in ("all", "every", "everything", "each") for item in self.words[max(0, k - 5) : k])

    def of_others(self, k: int) -> bool:
        """Whether a word is said of what is not named: "the others stay closed"."""
        before = self.words[max(0, k - 4) : k]
        named = next((n for n in reversed(range(len(before))) if before[n].tie is not None), -1)
        return bool({"others", "other", "rest", "else"} & {item.text for item in before[named + 1 :]})

    def by_now(self, k: int) -> bool:
        """Whether a word says how things are by now: "now that the drawer is open"."""
        return any(self.begins(n, "now that") for n in range(max(0, k - 8), k)) and self.text(k - 1) in w.STANDS

    def denied(self, k: int) -> bool:
        """Whether a word is said of none of some things: "no drawer is open"."""
        before = takewhile(lambda text: text not in STOPS, (self.text(n) for n in range(k - 1, max(-1, k - 6), -1)))
        return bool({"no", "none", "neither", "nothing"} & set(before))

    def relative(self, k: int) -> bool:
        """Whether a relation says where a thing stands at the start: "the cube that lies beside the mug"."""
        return self.text(k - 2) in ("that", "which") and self.text(k - 1) in w.STANDS

    def by_whom(self, k: int) -> bool:
        """Whether "by" says no place: "followed by", "by the handle"."""
        return self.text(k) == "by" and self.text(k - 1).endswith("ed")

    def by_how_many(self, k: int) -> bool:
        """Whether "by" stands before how far: "by two pegs"."""
        return self.text(k) == "by" and w.number(self.text(k + 1)) is not None

    def another_subject(self, k: int) -> bool:
        """Whether a thing follows of which the next verb is said: "and the green block should be"."""
        n = next((n for n in range(k + 1, min(k + 6, len(self.words))) if self.words[n].tie is not None), None)
        if n is None or any(self.text(m) in w.RELATIONS for m in range(k + 1, n)):
            return False
        last = next((m for m in range(n, len(self.words)) if self.words[m].tie != self.words[n].tie), len(self.words))
        return self.text(last) in w.SUBJECT_VERBS | w.STANDS

    def pair(self, k: int) -> bool:
        """Whether two things follow, joined by "and": "across the red cube and the blue one"."""
        ties = [self.words[n].tie for n in range(k, min(k + 12, len(self.words)))]
        first = next((n for n, tie in enumerate(ties) if tie is not None), None)
        if first is None or first > 3:
            return False
        last = next((n for n in range(first, len(ties)) if ties[n] != ties[first]), len(ties))
        joined = next((n for n in range(last, len(ties)) if ties[n] is not None), None)
        return joined is not None and {self.text(k + n) for n in range(last, joined)} <= {"and", "the", "a"} | w.COLOURS

    def text(self, k: int) -> str:
        """Return the word at a place, nothing beyond either end."""
        return self.words[k].text if 0 <= k < len(self.words) else ""

    def begins(self, k: int, phrase: str) -> bool:
        """Whether a phrase begins here."""
        parts = phrase.split()
        return [self.text(k + n) for n in range(len(parts))] == parts

    def begins_noun(self, k: int) -> bool:
        """Whether a noun phrase begins here."""
        if k >= len(self.words):
            return False
        word = self.words[k]
        return word.tie is not None or word.text in w.DETERMINERS or word.text in PRONOUNS

    def governs(self, k: int) -> bool:
        """Whether a noun phrase stands behind a preposition."""
        return self.begins_noun(k + 1) or (self.text(k + 1) in ("top", "to") and self.begins_noun(k + 3))

    def ends(self, k: int) -> bool:
        """Whether a clause ends behind a word: "put the ball inside"."""
        if k + 1 < len(self.words) and self.words[k + 1].told:
            return True
        return self.text(k + 1) in STOPS | {"", "and", "then", "again"}

    def goes_on(self, k: int) -> bool:
        """Whether another place follows in the same clause: "the can on the plate to the bin"."""
        rest = takewhile(lambda n: self.text(n) not in STOPS, range(k, len(self.words)))
        return any(self.words[n].tie is None and self.text(n) in ("to", "into", "onto", "over", "off") for n in rest)

    def attributive(self, k: int) -> bool:
        """Whether a word belongs to the noun behind it: "the open drawer"."""
        before = self.text(k - 1)
        if before == "that" and self.text(k - 2) in ("after", "before"):  # "and after that open the other"
            return False
        return before in w.DETERMINERS or before in w.COLOURS or before in w.POSITIONS | set(w.WHICH)

    def described(self, k: int) -> bool:
        """Whether an attribute says how things stand at the start: "the open drawer", "which is closed"."""
        if self.attributive(k):
            return True
        for n in range(k - 1, max(-1, k - 6), -1):
            if self.text(n) in ("which", "that"):
                return self.text(n + 1) in BEING and self.text(n - 1) not in ("so", "sure", "see", "such", "until")
            if self.text(n) not in BEING:
                return False
        return False

    def is_verb(self, k: int, *, negated: bool = False) -> bool:
        """Whether a word that may be a verb is one here; "putting" is behind "without" and its like."""
        text = self.text(k)
        if self.attributive(k):
            return False
        if text.endswith("ing") and text not in w.VERBS:
            return negated or self.text(k - 1) in (
                "before",
                "after",
                "by",
                "and",
                "then",
                "when",
                "while",
                "from",
            )
        if text in ("closed", "opened"):  # of these nothing is told to be done
            return self.text(k - 1) in ("have", "has", "had")
        if text in w.ATTRIBUTES and self.text(k - 1) == "to" and self.text(k + 1) in w.STANDS:
            return True  # "the one to open is the left one"
        if text in w.ATTRIBUTES and self.text(k + 1) == "a" and self.text(k + 2) in ("crack", "little", "bit"):
            return self.text(k - 1) not in ("it", "drawer", "door") and self.words[k - 1].tie is None
        if text in w.ATTRIBUTES:  # "leave it open" and "is closed" are no verbs
            return self.begins_noun(k + 1) and self.text(k - 1) not in ("is", "are", "be", "being")
        return True

    def stands_alone(self, k: int) -> bool:
        """Whether a pronoun is no determiner: "close it", not "both doors"."""
        after = self.words[k + 1] if k + 1 < len(self.words) else None
        return after is None or (after.tie is None and (after.text in STOPS | AFTER or after.text in w.RELATIONS))

    def another_relation(self, k: int) -> bool:
        """Whether a further thing with its own relation follows before the next verb."""
        for n in range(k + 1, len(self.words)):
            text = self.words[n].text
            if self.words[n].tie is None and w.base(text) is not None and self.is_verb(n):
                return False
            if self.words[n].tie is None and (text in w.RELATIONS or self.begins(n, "next to")):
                return True
        return False
