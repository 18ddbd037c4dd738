"""What a tied phrase calls the thing that it names: its noun, its colour, its side, and whether that is one thing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from envs.task.scene_model import SceneModel
from envs.task.spec import TaskSpec
from envs.verification import words as w
from envs.verification.nouns import Nouns, of_object
from envs.verification.reading import STOPS, Tie, Word, named_text, tokens
from envs.verification.verdict import Finding

MEMBERS = 8
"""Members of a group that are looked at."""


class Phrases:
    """The tied phrases of one instruction."""

    def __init__(
        self, spec: TaskSpec, scene: SceneModel, nouns: Nouns, ties: Sequence[Tie], goal_objects: Sequence[str]
    ) -> None:
        self.spec, self.scene, self.nouns, self.ties = spec, scene, nouns, tuple(ties)
        self.goal_objects = goal_objects

    def findings(self, tie: Tie) -> Iterator[Finding]:
        """Yield what a tied phrase, with the adjectives before it, says wrongly of what it names."""
        found = tokens(self.spec.instruction, self.ties)
        number = self.ties.index(tie)
        places = [k for k, item in enumerate(found) if item.tie == number]
        if not places:
            return
        inside, before = [found[k].text for k in places], _adjectives(found, places[0])
        said = [*before, *inside]
        objects = [name for name in tie.named.objects if name in self.scene.objects][:MEMBERS]
        for name in objects:
            asset = self.scene.asset(name)
            known = of_object(asset)
            for noun in self.nouns.within(inside):
                if noun not in known and not (noun in w.COLOURS and self._coloured(name, noun)):
                    text = f"{tie.named.text!r} names {named_text(tie.named)}, which is {_article(asset.category)}"
                    yield _finding("contradicted_word", text)
            for word in said:
                if word in w.COLOURS and word not in known and not self._coloured(name, word):
                    text = f"{word!r} is said of {name}, which is {asset.colour_name or asset.description}"
                    yield _finding("contradicted_word", text)
        if tie.named.part is not None and objects:
            yield from self._side(tie, said, objects[0], tie.named.part)
        elif len(tie.named.objects) == 1 and objects and not w.UNSURE & set(said):
            yield from self._ambiguous(tie, said, objects[0])

    def _coloured(self, name: str, word: str) -> bool:
        asset = self.scene.asset(name)
        said = {w.SAME_COLOUR.get(item, item) for item in asset.description.lower().replace(",", " ").split()}
        return w.SAME_COLOUR.get(word, word) in said | {asset.colour_name}

    def _side(self, tie: Tie, said: list[str], name: str, part: str) -> Iterator[Finding]:
        asset = self.scene.asset(name)
        own = asset.part(part)
        told = {own.which, *part.split("_"), *own.noun.split()}
        siblings = {other.which for other in asset.parts} | w.POSITIONS
        for word in said:
            meant = w.WHICH.get(word, word)
            if meant in siblings and meant not in told and meant in w.POSITIONS | {p.which for p in asset.parts}:
                yield _finding("contradicted_word", f"{word!r} is said of {named_text(tie.named)}")

    def _ambiguous(self, tie: Tie, said: list[str], name: str) -> Iterator[Finding]:
        """Find other objects that the same phrase could name."""
        asset = self.scene.asset(name)
        tied = {other for item in self.ties for other in item.named.objects}
        colours = {w.SAME_COLOUR.get(word, word) for word in said if word in w.COLOURS}
        for other, model in self.scene.objects.items():
            if other in tied or other in self.goal_objects or model.category != asset.category:
                continue
            if not colours or all(self._coloured(other, colour) for colour in colours):
                text = f"{tie.named.text!r} could be {name} or {other}: both are {_article(asset.category)}"
                yield _finding("ambiguous_word", text)
                return


def _article(category: str) -> str:
    said = category.replace("_", " ")
    return f"{'an' if said[0] in 'aeiou' else 'a'} {said}"


def _adjectives(found: list[Word], first: int) -> list[str]:
    """Return the words before a tied phrase, back to its determiner, that one included."""
    ends = (w.VERBS - w.ATTRIBUTES - set(w.WHICH)) | set(w.RELATIONS) | STOPS | {"and"}
    before: list[str] = []
    for item in reversed(found[max(0, first - 4) : first]):
        if item.tie is not None or item.text in ends:
            break
        before.append(item.text)
        if item.text in w.DETERMINERS:
            break
    return before


def _finding(kind: str, text: str) -> Finding:
    return Finding(kind=kind, text=text)  # type: ignore[arg-type]
