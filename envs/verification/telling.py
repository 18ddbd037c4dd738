"""What a sentence only tells: how things are or were before anything is done, which is neither asked nor forbidden."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from envs.verification import words as w
from envs.verification.beginning import Beginning
from envs.verification.nouns import single
from envs.verification.tokens import PRONOUNS, STOPS, Named, Tie, Word

ARE = w.listed("is are s re am stands stand lies lie sits sit rests hangs")
"""Verbs that say how things are."""
WERE = w.listed("was were had did didn wasn weren hadn used")
"""Verbs that say how things were, whoever is spoken of."""
OWNED = w.listed("my our his her their")
PAST = w.listed(
    "put left set took shut let fell forgot threw brought got made kept stood lay built hid gave went came lost broke"
    " began spilt hung moved told found saw"
)
"""Past tenses of verbs behind a person; others end in "ed"."""
HAPPENED = w.listed("fell went came rolled slipped tipped toppled stood lay got landed slid")
"""Past tenses of what things do by themselves."""
ADVERBS = w.listed(
    "already still now currently fully wide completely half partly slightly left standing lying sitting both all just"
    " presently once accidentally by mistake once again only even also not yet have has been"
)
AFTER = w.listed(
    "at the moment now already still by present again currently yet just anyway today so far and too here of its"
)
"""Words that may stand behind what is told without asking anything."""
ASKING = w.listed(
    "should must shall need needs want wants wanted wish like would could ensure sure see until once when before after"
    " if unless make let end ends can please try whether than or enough fine ok okay suffice due required necessary"
    " allowed supposed meant"
)
"""Words by which a clause asks, or is a condition, whatever else it says."""
DOING = w.listed("have be stay remain end hold")
"""Verbs behind "to" that no table has."""
STATES = w.listed("open opened ajar closed shut on off")
DEGREES = w.FULLY | {"half", "partly", "partially", "slightly", "all"}
QUESTIONS = w.listed("is are do does did have has who why what where which see was were")
"""Words by which questions begin that are no requests."""
POSTURES = w.listed("upright upside side standing lying level")
ONLY = w.listed("just only merely simply")


def told(found: Sequence[Word], ties: Sequence[Tie], beginning: Beginning) -> frozenset[int]:
    """Return where the words start that tell how things are or were, or name a way that is not asked by itself."""
    teller = _Teller(found, ties, beginning)
    places: set[int] = set()
    for first, end in teller.segments():
        if teller.was(first, end) or teller.is_so(first, end) or teller.asked(first, end):
            places.update(range(first, end))
    places.update(k for first, end in teller.phrases() for k in range(first, end))
    return frozenset(found[k].start for k in places)


class _Teller:
    """Looks at a sentence piece by piece."""

    def __init__(self, found: Sequence[Word], ties: Sequence[Tie], beginning: Beginning) -> None:
        self.words, self.ties, self.beginning = found, ties, beginning
        self.text = [item.text for item in found]

    def segments(self) -> Iterator[tuple[int, int]]:
        """Yield the stretches between stops, and between "and" or "but" where a verb stands before it."""
        first, verb = 0, False
        for k, word in enumerate(self.text):
            plain = self.words[k].tie is None
            if plain and (word in STOPS or (verb and word in ("and", "but", "so", "because", "while", "yet"))):
                yield first, k
                first, verb = k + 1, False
            verb = verb or (plain and (word in ARE | WERE | PAST or w.base(word) is not None))
        yield first, len(self.text)

    def was(self, first: int, end: int) -> bool:
        """Return whether a stretch says what somebody did or how things were."""
        plain = [self.text[k] for k in range(first, end) if self.words[k].tie is None]
        if ASKING & set(plain) or self._infinitive(first, end):
            return False
        for k in range(first, end):
            word = self.text[k]
            if self.words[k].tie is not None:
                continue
            if word in WERE:
                return k > first or word in ("was", "were", "did")
            if word in PAST or (word.endswith("ed") and len(word) > 4):
                before = [text for text in self.text[first:k] if text not in ADVERBS]
                person = before[-1:] and (before[-1] in w.PERSONS or (before[0] in OWNED and len(before) == 2))
                thing = word in HAPPENED and self.words[k - 1].tie is not None and self._opens(first, k)
                been = {"has", "have"} & set(self.text[first:k]) and "been" in self.text[first:k] and k > first
                return bool(person or thing or been)
        return False

    def is_so(self, first: int, end: int) -> bool:
        """Return whether a stretch says how things are, and they start so."""
        plain = [self.text[k] for k in range(first, end) if self.words[k].tie is None]
        verb = next((k for k in range(first + 1, end) if self.text[k] in ARE and self.words[k].tie is None), None)
        if verb is None or ASKING & set(plain) or self._infinitive(first, end) or not self._opens(first, verb):
            return False
        k = verb + 1
        while k < end and self.text[k] in ADVERBS and self.words[k].tie is None:
            k += 1
        if k >= end:
            return False
        if self.text[k] == "too":
            return True  # "the bin is too small for the large disc"
        things = self._named(first, verb)
        if not things and PRONOUNS & set(self.text[first:verb]):
            things = self._named(0, first)[-1:]
        denied = "not" in self.text[verb:k]
        side = next((text for text in self.text[k : k + 3] if text in ("left", "right")), "")
        if side and "of" in self.text[k + 1 : k + 4]:
            other = self._target(k + 1, end, near=6)
            return other is not None and self.beginning.beside(side, things, other) != denied
        placed = any(self.text[n] in w.RELATIONS and self.words[n].tie is None for n in range(first, verb))
        degrees = DEGREES & set(self.text[verb:k])
        state = self.text[k]
        table = {"table", "tabletop", "desk"} & set(self.text[k + 1 : k + 4])
        if state in STATES and not (table or self.words[k].tie or self._target(k + 1, end, near=5)):
            if things and self._ends(k + 1, end) and all(self.beginning.free(item) for item in things):
                return True  # "the bottle is open, so keep it upright"
            parts = self.beginning.parts(things, frozenset(single(text) for text in self.text[first:verb]))
            fully = bool(degrees & (w.FULLY - {"half"}))
            return self._ends(k + 1, end) and self.beginning.is_so(state, parts, fully=fully) != denied
        if state == "half" or state not in w.RELATIONS:
            return not (placed or denied) and self._unknown(k, end)
        target = self._target(k + 1, end, near=4)
        if target is not None and not things and self._stranger(first, verb):
            return True  # "the spoons are in that drawer"
        if not things or (target is None and not table):
            return False
        last = k + 1
        while last < end and (self.words[last].tie is not None or self.text[last] not in AFTER - {"the", "its"}):
            last += 1
        so = self.beginning.stands(w.RELATIONS[state], things, [target] if target else None)
        return self._ends(last, end) and so != denied

    def asked(self, first: int, end: int) -> bool:
        """Whether a stretch is a question, not a request put politely: "see the lower drawer?"."""
        question = end < len(self.text) - 1 and self.text[end] == "?"
        return question and self.text[first : first + 1] != [] and self.text[first] in QUESTIONS

    def phrases(self) -> Iterator[tuple[int, int]]:
        """Yield the phrases inside of clauses that ask nothing by themselves."""
        for k, word in enumerate(self.text):
            last = self._stop(k)
            if self.words[k].tie is not None:
                continue
            if word == "from":
                yield from self._source(k)
            elif word in ("which", "whose") and self.text[k - 1 : k] == [","]:
                verb = {"which": self.text[k + 1 : k + 2], "whose": self.text[k + 2 : k + 4]}[word]
                if (ARE | WERE) & set(verb) and not ASKING & set(self.text[k:last]) and not self._infinitive(k, last):
                    yield k, last
            elif word in w.CONDITIONS:
                yield k, self._stop(k, {"then"})
            elif word in ("whatever", "whichever", "what") and self._is_state(k + 1):
                yield k, k + 3  # "close whatever is open"
            elif (
                word in ("whatever", "whichever")
                and self._begins(k)
                and all(item.tie is None for item in self.words[k:last])
            ):
                yield k, last
            elif word == "where" and ({"has", "have"} & set(self.text[k + 1 : k + 4]) or self.text[last - 1] == "now"):
                yield k, last  # "where it has the mug on its left"
            elif word in ("than", "instead") and self._other_way(k) > k:
                yield k, self._other_way(k)
            elif word in ("neither", "none", "no") and "without" in self.text[k:last]:
                yield k, last  # "no bowl may be left without a cube"
            elif word == "neither" and "nor" in self.text[k:last] and self._denies(k, last):
                yield k, last
            elif word in ("not", "t") and self.text[k - 1] in ("do", "don"):
                if {"begin", "start"} & set(self.text[k + 1 : k + 2]):
                    yield k - 1, last  # "do not begin with the red one"
                elif ONLY & set(self.text[k + 1 : k + 2]) and self._verb(k + 2):  # "don't just open it a little"
                    yield k - 1, self._stop(k, {"but"})
                elif {"until", "before", "unless"} & set(self.text[k:last]) and self._verb(k + 1):
                    yield k - 1, last  # "don't close it before the cube is in"

    def _begins(self, k: int) -> bool:
        return k == 0 or self.text[k - 1] in STOPS

    def _is_state(self, k: int) -> bool:
        return self.text[k : k + 1] == ["is"] and bool(STATES & set(self.text[k + 1 : k + 2]))

    def _source(self, k: int) -> Iterator[tuple[int, int]]:
        """Yield "from fully open"."""
        last = k + 1
        while last < len(self.text) and self.text[last] in DEGREES | {"being", "wide"}:
            last += 1
        if self.text[last : last + 1] and self.text[last] in STATES and last - k < 4:
            yield k, last + 1

    def _other_way(self, k: int) -> int:
        """Return where "than closed" or "instead of putting it there" ends, the place itself where neither begins."""
        last = k + 1
        if self.text[k] == "than":
            while last < len(self.text) and self.text[last] in DEGREES:
                last += 1
            return last + 1 if self.text[last : last + 1] and self.text[last] in STATES else k
        return self._stop(k, {"and", "then"}) if self.text[last : last + 1] == ["of"] else k

    def _denies(self, k: int, last: int) -> bool:
        """Whether "neither" begins what is denied of how things are to stay, which is no request by itself."""
        plain = [self.text[n] for n in range(max(0, k - 1), last) if self.words[n].tie is None]
        states = STATES & set(plain) and len(plain) >= last - k
        verbless = all(w.base(text) is None and text not in ASKING for text in plain)
        return bool(states or verbless or {"leave", "stay", "remain", "keep"} & set(plain))

    def _verb(self, k: int) -> bool:
        return any(w.base(text) is not None for text in self.text[k : k + 1])

    def _stop(self, k: int, others: set[str] | frozenset[str] = frozenset()) -> int:
        stops = STOPS | others
        return next((n for n in range(k, len(self.text)) if self.text[n] in stops), len(self.text))

    def _infinitive(self, first: int, end: int) -> bool:
        """Whether something is to be done: "is to be closed", "has to go"."""
        pairs = zip(self.text[first : end - 1], self.text[first + 1 : end], strict=True)
        return any(one == "to" and (w.base(other) is not None or other in DOING) for one, other in pairs)

    def _opens(self, first: int, verb: int) -> bool:
        """Whether what stands before a verb is its subject, not a verb of its own."""
        words = [item for item in self.words[first:verb] if item.tie is None]
        if {"that", "which", "who"} & {item.text for item in words[1:]}:
            return False
        return all(w.base(item.text) is None or item.text in w.ATTRIBUTES for item in words)

    def _named(self, first: int, end: int) -> list[Named]:
        numbers = dict.fromkeys(item.tie for item in self.words[first:end] if item.tie is not None)
        return [self.ties[number].named for number in numbers]

    def _target(self, first: int, end: int, *, near: int) -> Named | None:
        return next(iter(self._named(first, min(end, first + near))), None)

    def _stranger(self, first: int, verb: int) -> bool:
        """Whether the subject before a verb names nothing of the scene, and is no pronoun."""
        head = self.text[verb - 1] if verb > first else "it"
        others = PRONOUNS | w.QUANTIFIERS | w.COUNTS.keys() | {"there", "this", "these", "those", "one", "ones", "they"}
        return head not in others | w.COLOURS and single(head) not in self.beginning.nouns()

    def _unknown(self, k: int, end: int) -> bool:
        """Whether things are said to be what no rule reads and no scene shows: "the drawer is stuck a bit"."""
        text = self.text[k:end]
        plain = all(item.tie is None for item in self.words[k:end])
        known = STATES | w.RELATIONS.keys() | w.POSITIONS | w.ORDER | POSTURES | {"where", "what", "one", "the"}
        pairs = zip(text, [*text[1:], ""], strict=True)
        little = all(one != "a" or other in ("bit", "little") for one, other in pairs)
        return plain and little and not known & set(text) and all(w.past(item) is None for item in text)

    def _ends(self, first: int, end: int) -> bool:
        return all(self.text[k] in AFTER or self.words[k].tie is not None for k in range(first, end))
