"""What a tied phrase calls the thing that it names: its noun, its colour, its side, and whether that is one thing."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise, takewhile

from envs.verification import words as w
from envs.verification.case import Case, Said, finding
from envs.verification.nouns import coloured, of_object, single
from envs.verification.rules.singled import MIDDLE, MOST, RATHER, adjectives, clearly, telling
from envs.verification.tokens import STOPS, Tie, named_text
from envs.verification.verdict import Finding

RESTRICTING = w.listed("that which whose with without standing lying sitting resting one")
"""Words behind a phrase by which more is said of which thing it means."""
STANDING = w.listed("between behind beside near next in on at")
"""Words that say so where what is named is not yet put anywhere: "take the cube beside the mug"."""
MEMBERS = 8
"""Members of a group that are looked at."""


def called(case: Case, said: Said) -> Iterator[Finding]:
    """Yield what a tied phrase, with the adjectives before it, says wrongly of what it names."""
    if said.strict:
        phrases = _Phrases(case, said)
        for number in range(len(case.ties)):
            yield from phrases.findings(number)
        yield from _coloured_ones(case, said)


def _coloured_ones(case: Case, said: Said) -> Iterator[Finding]:
    """Find "the purple one" where nothing is purple; not where colours are said of what is no thing."""
    pairs = [(before.text, item) for before, item in pairwise(said.words)
             if before.text in w.COLOURS and before.tie is None and item.tie is None]  # fmt: skip
    if any(item.text not in ("one", "ones") for _, item in pairs):
        return
    for colour, item in pairs:
        if not any(coloured(model, colour) for model in case.scene.objects.values()):
            text = f"{said.quote} says the {colour} {item.text}; nothing of the scene is {colour}"
            yield finding("contradicted_word", text)


class _Phrases:
    """The tied phrases of the instruction."""

    def __init__(self, case: Case, said: Said) -> None:
        self.case, self.said = case, said
        self.scene, self.nouns, self.ties = case.scene, case.nouns, case.ties
        self.goal_objects, self.found = case.goal_objects, said.words

    def findings(self, number: int) -> Iterator[Finding]:
        """Yield what is wrong with one phrase."""
        tie = self.ties[number]
        places = [k for k, item in enumerate(self.found) if item.tie == number]
        if not places:
            return
        inside, before = [self.found[k].text for k in places], adjectives(self.found, places[0])
        said = [*before, *inside]
        objects = [name for name in tie.named.objects if name in self.scene.objects][:MEMBERS]
        for name in objects:
            asset = self.scene.asset(name)
            known = of_object(asset)
            for noun in self.nouns.within(inside):
                control = tie.named.part is not None and noun in w.CONTROLS and not self._other(noun, objects)
                if noun not in known and not control and not (noun in w.COLOURS and coloured(asset, noun)):
                    text = f"{tie.named.text!r} names {named_text(tie.named)}, which is {_article(asset.category)}"
                    yield finding("contradicted_word", text)
            other = self._head_of(inside[-1], name)
            if other is not None:
                yield finding("contradicted_word", f"{tie.named.text!r} names {name}; {other} is what is called so")
            for word in said:
                if word in w.COLOURS and word not in known and not coloured(asset, word):
                    text = f"{word!r} is said of {name}, which is {asset.colour_name or asset.description}"
                    yield finding("contradicted_word", text)
        if tie.named.part is not None and objects:
            yield from self._side(tie, [*said, *self._told(places[-1])], objects[0], tie.named.part)
            yield from self._other_part(places[0], inside, objects[0], tie.named.part)
            yield from self._several(tie, said, inside[-1], objects[0], tie.named.part)
        elif len(tie.named.objects) == 1 and objects and not w.UNSURE & set(said):
            yield from self._ambiguous(tie, [*said, *telling(self.said, number)], objects[0])

    def _head_of(self, word: str, name: str) -> str | None:
        """Return what of another category has a word as the last of its category's: the peg board is a board."""
        category = self.scene.asset(name).category
        own = {*category.split("_"), *w.ALSO_CALLED.get(category, ())}
        heads = {
            other: model.category.split("_")[-1]
            for other, model in self.scene.objects.items()
            if model.category != category and "_" in model.category
        }
        return next((other for other, head in heads.items() if head in {word, single(word)} - own), None)

    def _other(self, noun: str, objects: list[str]) -> bool:
        """Whether a noun names another thing of the scene, or a part of one."""
        return any(noun in of_object(model) for name, model in self.scene.objects.items() if name not in objects)

    def _side(self, tie: Tie, said: list[str], name: str, part: str) -> Iterator[Finding]:
        asset = self.scene.asset(name)
        own = asset.part(part)
        told = {own.which, *part.split("_"), *own.noun.split()}
        siblings = {other.which for other in asset.parts} | w.POSITIONS
        sided = [other for other in asset.parts if other.noun == own.noun and other.which is not None]
        for word in said:
            if word == "main" and not sided:
                continue  # the only door is the main door
            meant = w.WHICH.get(word, word)
            if meant in siblings and meant not in told and meant in w.POSITIONS | {p.which for p in asset.parts}:
                yield finding("contradicted_word", f"{word!r} is said of {named_text(tie.named)}")

    def _told(self, last: int) -> list[str]:
        """Return the side that is said behind a part: "the knob on the left", "the knob, the one on the left"."""
        end = self.found[last].end
        after = [item.text for item in self.said.every_word if item.start >= end]
        k = 2 if after[:3] == [",", "the", "one"] else -1
        return after[k + 3 : k + 4] if after[k + 1 : k + 3] == ["on", "the"] else []

    def _other_part(self, first: int, inside: list[str], name: str, part: str) -> Iterator[Finding]:
        """Find another part said of the thing: "the lid", or "the seat of the {toilet}", where that is the other."""
        asset = self.scene.asset(name)
        own, nouns = asset.part(part).noun, {other.noun for other in asset.parts}
        before = [item.text for item in self.found[max(0, first - 3) : first] if item.tie is None]
        said = [before[0]] if before[1:] == ["of", "the"] else []
        said += [inside[-1]] if not own.endswith(inside[-1]) else []
        for word in said:
            if word in nouns and word != own:
                yield finding("contradicted_word", f"{word!r} is said of the {part} of {name}")

    def _several(self, tie: Tie, said: list[str], noun: str, name: str, part: str) -> Iterator[Finding]:
        """Find one part that stands for both: "both {knobs}" tied to the left one."""
        tied = {item.named.part for item in self.ties if name in item.named.objects}
        like = [
            other.name for other in self.scene.asset(name).parts if other.noun == self.scene.asset(name).part(part).noun
        ]
        if {"both", "two"} & set(said) and single(noun) != noun and len(set(like) & tied) < 2:
            yield finding("contradicted_word", f"{tie.named.text!r} names several; it is tied to the {part} of {name}")

    def _ambiguous(self, tie: Tie, said: list[str], name: str) -> Iterator[Finding]:
        """Find other objects that the same phrase could name."""
        asset = self.scene.asset(name)
        tied = {other for item in self.ties for other in item.named.objects}
        colours = {w.SAME_COLOUR.get(word, word) for word in said if word in w.COLOURS}
        for other, model in self.scene.objects.items():
            if other in tied or other in self.goal_objects or model.category != asset.category:
                continue
            if any(self._tells(word, name, other) for word in said):
                continue
            if not colours or all(coloured(model, colour) for colour in colours):
                text = f"{tie.named.text!r} could be {name} or {other}: both are {_article(asset.category)}"
                yield finding("untied_word" if self._restricted(tie) else "ambiguous_word", text)
                return

    def _restricted(self, tie: Tie) -> bool:
        """Whether more is said of which it is than is read here: "the cube that lies between the others"."""
        later = [item.text for item in self.said.every_word if item.start >= tie.end and item.tie is None]
        if any(text.endswith("er") and text in MOST and "than" in later for text in later):
            return True  # "the disc into the bin that is smaller than the others"
        after = takewhile(lambda item: item.tie is None, (i for i in self.said.every_word if i.start >= tie.end))
        text = [item.text for item in after]
        text = text[1:] if text[:1] == [","] else text
        verbs = [w.base(item.text) for item in self.found if item.end <= tie.start and w.base(item.text) is not None]
        moved = bool(verbs) and verbs[-1] in w.PUTTING | w.MOVING
        text = list(takewhile(lambda word: word not in STOPS, text))[:5]
        telling = MOST.keys() | MIDDLE
        return bool(telling & set(text) or RESTRICTING & set(text[:1]) or (STANDING & set(text[:1]) and not moved))

    def _tells(self, word: str, name: str, other: str) -> bool:
        """Whether a word tells a thing from another of its kind; which of them it is, another rule looks at."""
        if word in MOST or word in MIDDLE:
            return True
        own, others = (self.scene.asset(one).description.lower().split() for one in (name, other))
        return (word in own and word not in others) or (word in RATHER and clearly(self.case, word, name, other))


def _article(category: str) -> str:
    said = category.replace("_", " ")
    return f"{'an' if said[0] in 'aeiou' else 'a'} {said}"
