"""Nouns of the catalog in a sentence: what things are called, where they stand as nouns, how many are meant."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from functools import lru_cache
from itertools import pairwise

from envs.assets.model import AssetModel
from envs.assets.procedural import CATEGORIES
from envs.task.scene_model import SceneModel
from envs.task.spec import TaskSpec
from envs.verification import words as w
from envs.verification.tokens import STOPS, Named, Tie, Word, tokens

MODALS = frozenset({"should", "must", "to", "can", "shall", "will", "may"})
"""Words behind which a word that may be a noun is a verb."""
ALONE = frozenset({"and", "as", "on", "off", "is", "should", "must", "stays"})
"""Words behind "the left" where that stands for a thing."""


@lru_cache(maxsize=1024)
def _names(category: str, description: str, parts: tuple[tuple[str, str | None], ...]) -> frozenset[str]:
    spoken = category.replace("_", " ")
    known = CATEGORIES.get(category)
    noun = known.noun if known is not None else spoken
    found = {spoken, noun, spoken.split()[-1], noun.split()[-1], *spoken.split()}
    uses = f"{known.uses} {known.summary}" if known is not None else ""
    found |= set(re.findall(r"[a-z]+", f"{description} {uses}".lower())) - all_nouns()
    found |= w.ALSO_CALLED.get(category, frozenset())
    for said, which in parts:
        found |= {said, which, f"{which} {said}"} if which else {said}
    found |= {single(item) for item in found}
    found |= {name for name in all_nouns() if spoken.endswith(name) or noun.endswith(name)}
    return frozenset(found)


def of_object(asset: AssetModel) -> frozenset[str]:
    """Return what a thing and its parts may be called."""
    return _names(asset.category, asset.description, tuple((part.noun, part.which) for part in asset.parts))


@lru_cache(maxsize=1)
def all_nouns() -> frozenset[str]:
    """Return the nouns of every category and part of the catalog."""
    named = {item.noun for item in CATEGORIES.values()} | {name.replace("_", " ") for name in CATEGORIES}
    return frozenset(named | w.PART_NOUNS)


def single(word: str) -> str:
    """Return a noun without its plural's ending."""
    for plural, one in (("ies", "y"), ("ves", "fe"), ("shes", "sh"), ("ches", "ch"), ("xes", "x"), ("ses", "s")):
        if word.endswith(plural):
            return word[: -len(plural)] + one
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word


def coloured(asset: AssetModel, word: str) -> bool:
    """Return whether a thing has a colour, by its name or by its description."""
    said = {w.SAME_COLOUR.get(item, item) for item in asset.description.lower().replace(",", " ").split()}
    return w.SAME_COLOUR.get(word, word) in said | {asset.colour_name}


class Nouns:
    """The nouns of the catalog and of a scene, found in sentences."""

    def __init__(self, spec: TaskSpec, scene: SceneModel, asked: Set[tuple[str, str]] = frozenset()) -> None:
        self.spec, self.scene, self.asked = spec, scene, asked
        own = {model.category.replace("_", " ") for model in scene.objects.values()}
        own |= {part.noun for model in scene.objects.values() for part in model.parts}
        self.known = all_nouns() | own
        self.longest = max(len(noun.split()) for noun in self.known)

    def within(self, said: Sequence[str]) -> Iterator[str]:
        """Yield the nouns of the catalog among words, the longest at each place."""
        k = 0
        while k < len(said):
            for length in range(min(self.longest, len(said) - k), 0, -1):
                noun = " ".join([*said[k : k + length - 1], single(said[k + length - 1])])
                plain = " ".join(said[k : k + length])
                found = plain if plain in self.known else noun if noun in self.known else None
                if found is not None:
                    yield found
                    k += length - 1
                    break
            k += 1

    def untied(self, found: Sequence[Word]) -> Iterator[tuple[str, str]]:
        """Yield the nouns that no tie covers and that stand as nouns, each with the words that say it."""
        for noun, first, length in self._places(found):
            if (
                noun not in w.GENERIC_PARTS
                and found[first].text not in w.STANDS
                and self._is_noun(found, first, length)
            ):
                yield noun, " ".join(item.text for item in found[first : first + length])

    def counted(self, found: Sequence[Word]) -> Iterator[tuple[str, int | None, tuple[str, ...]]]:
        """Yield the untied nouns that stand for several things: the noun, how many, and their colours."""
        for noun, first, length in self._places(found):
            plural = found[first + length - 1].text != noun.split()[-1]
            before = [item.text for item in found[max(0, first - 3) : first] if item.tie is None]
            count = next((w.COUNTS[word] for word in reversed(before) if word in w.COUNTS), None)
            if count is not None and before[-2:-1] == ["by"]:
                continue  # "over by two pegs"
            several = plural or bool(set(before) & (w.SEVERAL | {"each", "every"}))
            if several:
                yield noun, count, tuple(word for word in before if word in w.COLOURS)

    def ties(self, text: str, known: Sequence[Tie], objects: Sequence[str]) -> tuple[Tie, ...]:
        """Tie the nouns of a sentence without spans to what they can name, the objects of a goal before others."""
        found = tokens(text)
        made: list[Tie] = []
        for noun, first, length in self._places(found):
            if found[first].text in w.STANDS and first and found[first - 1].text in MODALS:
                continue  # "it should stand on the stand"
            named = self._named(noun, found, first, known, objects)
            if named is not None:
                words = found[first : first + length]
                made.append(Tie(words[0].start, words[-1].end, named))
        made += self._ones(found, made)
        made += self._sided(found, made)
        return tuple(sorted(made, key=lambda tie: tie.start))

    def left_out(self, text: str, known: Sequence[Tie]) -> tuple[Tie, ...]:
        """Tie what stands behind "except" and its like to all that its words can name, where no span does."""
        found = tokens(text, known)
        made: list[Tie] = []
        for phrase in w.EXCEPTIONS:
            parts = phrase.split()
            for k in range(len(found) - len(parts)):
                if [item.text for item in found[k : k + len(parts)]] == parts:
                    behind = found[k + len(parts) : k + len(parts) + 4]
                    colours = [item.text for item in behind if item.text in w.COLOURS]
                    end = next((n for n, item in enumerate(behind) if self._heads(item)), None)
                    if end is None or any(item.tie is not None for item in behind[: end + 1]):
                        continue
                    noun = single(behind[end].text)
                    own = self._fitting(noun, colours[:1] if end else [], list(self.scene.objects))
                    if own and not any(tie.start <= behind[end].start < tie.end for tie in made):
                        words = text[behind[0].start : behind[end].end]
                        made.append(Tie(behind[end].start, behind[end].end, Named(own, None, words)))
        return tuple(made)

    def _heads(self, item: Word) -> bool:
        return item.text in ("one", "ones") or single(item.text) in self.known or item.text in self.known

    def _ones(self, found: Sequence[Word], made: Sequence[Tie]) -> Iterator[Tie]:
        """Tie "the red one" to what is red."""
        for before, item in pairwise(found):
            if item.text in ("one", "ones") and before.text in w.COLOURS:
                own = self._fitting("one", [before.text], list(self.scene.objects))
                if own and not any(tie.start <= before.start < tie.end for tie in made):
                    yield Tie(item.start, item.end, Named(own, None, f"{before.text} one"))

    def _sided(self, found: Sequence[Word], made: Sequence[Tie]) -> Iterator[Tie]:
        """Tie "the left one", or "the left" alone, to the part of a thing that is so called."""
        for k, item in enumerate(found):
            which = w.WHICH.get(item.text, item.text)
            after = found[k + 1].text if k + 1 < len(found) else "."
            alone = found[k - 1].text == "the" and after in STOPS | ALONE
            if which not in w.POSITIONS or not (after == "one" or alone):
                continue
            parts = [(name, part.name) for name, model in self.scene.objects.items()
                     for part in model.parts if part.which == which]  # fmt: skip
            last = found[k + 1] if after == "one" else item
            if len(parts) == 1 and not any(tie.start < last.end and item.start < tie.end for tie in made):
                yield Tie(item.start, last.end, Named((parts[0][0],), parts[0][1], item.text))

    def _fitting(self, noun: str, colours: Sequence[str], objects: Sequence[str]) -> tuple[str, ...]:
        models = ((name, self.scene.asset(name)) for name in objects)
        return tuple(
            name
            for name, model in models
            if (noun in ("one", "ones") or noun in of_object(model)) and all(coloured(model, item) for item in colours)
        )

    def _named(
        self, noun: str, found: Sequence[Word], first: int, known: Sequence[Tie], objects: Sequence[str]
    ) -> Named | None:
        before = [w.WHICH.get(item.text, item.text) for item in found[max(0, first - 2) : first] if item.tie is None]
        which = next((word for word in reversed(before) if word in w.POSITIONS), before[-1] if before else "")
        others = [name for name in self.scene.objects if name not in objects]
        for name in (*objects, *others):
            asset = self.scene.asset(name)
            parts = [part for part in asset.parts if part.noun == noun]
            exact = [part for part in parts if part.which == which]
            tied = [tie.named.part for tie in known if name in tie.named.objects and tie.named.part]
            behind = {item.text for item in found[first + 1 : first + 2]}
            tied = [part for part in tied if (name, part) in self.asked and not behind & w.UNTESTED.keys()] or tied
            chosen = exact or [part for part in parts if part.name in tied] or parts[:1]
            if chosen and asset.category.replace("_", " ") != noun:
                return Named((name,), chosen[0].name, noun)
        colours = [item.text for item in found[max(0, first - 2) : first] if item.text in w.COLOURS]
        if exact := self._so_called(noun, colours, objects):
            return Named(exact, None, noun)
        other = found[first - 1].text == "other" and single(found[first].text) == found[first].text
        for options in (others, objects) if other else (objects, others):
            if own := self._fitting(noun, colours, options):
                return Named(own, None, noun)
        own = self._fitting(noun, [], objects) or self._fitting(noun, [], others)
        return Named(own, None, noun) if own else None

    def _so_called(self, noun: str, colours: Sequence[str], objects: Sequence[str]) -> tuple[str, ...]:
        """Return what a noun is the very name of, where a goal's own things are only called so as well: bin, basket."""
        own = self._fitting(noun, colours, objects)
        known = {name: self.scene.asset(name).category.split("_") for name in self.scene.objects}
        if not own or any(set(noun.split()) & set(known[name]) for name in own):
            return ()
        exact = tuple(name for name, words in known.items() if " ".join(words) == noun)
        return tuple(name for name in exact if all(coloured(self.scene.asset(name), colour) for colour in colours))

    def _places(self, found: Sequence[Word]) -> Iterator[tuple[str, int, int]]:
        """Yield the untied nouns with the place and number of their words."""
        k = 0
        while k < len(found):
            for length in range(min(self.longest, len(found) - k), 0, -1):
                piece = found[k : k + length]
                said = [item.text for item in piece]
                noun = next(self.within(said), None) if length == 1 else self._whole(said)
                if noun is not None and all(item.tie is None for item in piece):
                    yield noun, k, length
                    k += length - 1
                    break
            k += 1

    def _whole(self, said: list[str]) -> str | None:
        plain = " ".join(said)
        one = " ".join([*said[:-1], single(said[-1])])
        return plain if plain in self.known else one if one in self.known else None

    def _is_noun(self, found: Sequence[Word], first: int, length: int) -> bool:
        """Whether a determiner stands before it with nothing but adjectives between, or it is a plural."""
        noun = found[first].text
        if noun in w.COLOURS and first + length < len(found) and found[first + length].tie is not None:
            return False
        if noun in w.COLOURS and first + length < len(found) and found[first + length].text not in STOPS | {"and"}:
            return False
        for item in reversed(found[max(0, first - 3) : first]):
            if item.text in w.DETERMINERS:
                return True
            if (
                item.tie is not None
                or item.text in w.VERBS - w.ATTRIBUTES
                or item.text in w.RELATIONS | dict.fromkeys(STOPS)
            ):
                break
        plural = found[first + length - 1].text
        return (
            single(plural) != plural
            and single(plural).endswith(noun[:3])
            and " ".join(item.text for item in found[first : first + length]) not in self.known
        )
