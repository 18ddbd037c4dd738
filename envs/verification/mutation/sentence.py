"""Mutants of the sentence: another object, side, relation, sense or number said, or a phrase tied to another thing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from envs.assets.procedural import CATEGORIES
from envs.task.scene_model import SceneModel
from envs.task.spec import Span, TaskSpec
from envs.verification import words as w
from envs.verification.case import NO_PLACING
from envs.verification.mutation.goal_tree import children, places
from envs.verification.mutation.variant import Variant, spread
from envs.verification.nouns import of_object
from envs.verification.tokens import tokens

MOST = 16
STRANGERS = ("plate", "bin", "banana", "hammer")
"""Nouns that are said in another's place, the first that names nothing in the scene."""
INSTEAD = {
    "into": ("onto", "next to"), "in": ("on", "next to"), "inside": ("beside",), "within": ("beside",),
    "onto": ("into", "next to"), "on": ("in", "next to"), "beside": ("on", "in"), "open": ("close",),
    "close": ("open",), "shut": ("open",), "opened": ("closed",), "closed": ("open",), "lift": ("lower",),
    "two": ("three",), "three": ("two",), "four": ("three",), "off": ("on",),
}  # fmt: skip
"""Words that are said in another's place."""
SIDES = {
    "top": "bottom",
    "upper": "lower",
    "bottom": "top",
    "lower": "upper",
    "middle": "top",
    "left": "right",
    "right": "left",
}


def sentence_mutants(spec: TaskSpec, scene: SceneModel, most: int = MOST) -> list[Variant]:
    """Return versions of a spec whose sentence says something else than its goal asks."""
    found: dict[str, Variant] = {}
    for kind, name, text, mutant in (*_objects(spec, scene), *_ties(spec, scene), *_words(spec), *_phrases(spec)):
        key = f"sentence.{kind}.{name}"
        found.setdefault(key, Variant("sentence", kind, key, text, mutant))
    return spread(list(found.values()), most)


def replaced(spec: TaskSpec, start: int, end: int, new: str) -> TaskSpec:
    """Return a spec with a stretch of its sentence replaced; its spans keep to what they cover."""
    shift = len(new) - (end - start)

    def moved(span: Span) -> Span:
        if span.end <= start:
            return span
        if span.start >= end:
            return span.model_copy(update={"start": span.start + shift, "end": span.end + shift})
        return span.model_copy(update={"end": span.end + shift})

    text = spec.instruction[:start] + new + spec.instruction[end:]
    return spec.model_copy(update={"instruction": text, "spans": tuple(moved(span) for span in spec.spans)})


def _objects(spec: TaskSpec, scene: SceneModel) -> Iterator[tuple[str, str, str, TaskSpec]]:
    """Another thing of the scene, or one that is not there, in a phrase's place."""
    for number, span in enumerate(spec.spans):
        if span.object not in scene.objects or span.relation is not None:
            continue
        own = of_object(scene.asset(span.object))
        others = [item.name for item in spec.scene.objects if item.name != span.object]
        nouns = [_noun(scene.asset(name).category) for name in others]
        nouns += [noun for noun in STRANGERS if all(noun not in of_object(model) for model in scene.objects.values())][
            :1
        ]
        for noun in dict.fromkeys(nouns):
            if noun not in own:
                text = f"{noun!r} said for {spec.instruction[span.start : span.end]!r}"
                yield "object", f"{number}_{noun.replace(' ', '_')}", text, replaced(spec, span.start, span.end, noun)


def _ties(spec: TaskSpec, scene: SceneModel) -> Iterator[tuple[str, str, str, TaskSpec]]:
    """A phrase tied to another thing or part."""
    for number, span in enumerate(spec.spans):
        if span.object not in scene.objects or span.relation is not None:
            continue
        options: list[tuple[str, str | None]] = [
            (item.name, None) for item in spec.scene.objects if item.name != span.object
        ]
        if span.part is not None:
            parts = scene.asset(span.object).parts
            options = [(span.object, part.name) for part in parts if part.name != span.part] + options
        for object, part in options[:3]:
            new = span.model_copy(update={"object": object, "part": part})
            spans = (*spec.spans[:number], new, *spec.spans[number + 1 :])
            text = f"{spec.instruction[span.start : span.end]!r} tied to {part or object}"
            yield "tie", f"{number}_{object}_{part}", text, spec.model_copy(update={"spans": spans})


def _words(spec: TaskSpec) -> Iterator[tuple[str, str, str, TaskSpec]]:
    """Another relation, sense, number, side or colour."""
    for number, match, instead in _instead(spec.instruction, spec):
        word = match[0].lower()
        inside = any(span.start <= match.start() < span.end for span in spec.spans)
        options = [("relation", new) for new in instead if not inside]
        if word in SIDES:
            options.append(("side", SIDES[word]))
        if word in w.COLOURS and word not in {item.noun for item in CATEGORIES.values()}:
            options.append(("colour", "purple" if word != "purple" else "green"))
        for kind, new in options:
            said = new.capitalize() if match[0][0].isupper() else new
            text = f"{said!r} said for {match[0]!r}"
            yield kind, f"{number}_{new.replace(' ', '_')}", text, replaced(spec, match.start(), match.end(), said)


def _instead(sentence: str, spec: TaskSpec) -> Iterator[tuple[int, re.Match[str], tuple[str, ...]]]:
    """Yield every word of a sentence, its number first, with what may be said for it where it stands."""
    found = list(re.finditer(r"[A-Za-z]+", sentence))
    text = [match[0].lower() for match in found]
    read = {word.start for word in tokens(sentence)}  # the rest are idioms
    placing = any(item.kind not in NO_PLACING for _, item in places(spec.goal) if not children(item))
    for k, match in enumerate(found):
        yield k, match, _other(text, k, placing=placing) if match.start() in read else ()


def _other(text: Sequence[str], k: int, *, placing: bool) -> tuple[str, ...]:
    """Return what may be said for a word; nothing for one that only describes a thing."""
    if text[k] in w.ATTRIBUTES and k and text[k - 1] in w.DETERMINERS:  # "the open side"
        return ()
    if text[k] == "on" and text[k + 1 : k + 2] == ["top"]:
        return ()  # what "on bottom" says is a side
    if text[k] == "on" and w.TURNING & set(text[max(0, k - 3) : k]):  # "turn on", "turn the tap on"
        return ("off",)
    if text[k] in w.RELATIONS and not placing:
        return ()  # "look into the drawer": nothing is put anywhere
    return INSTEAD.get(text[k], ())


def _phrases(spec: TaskSpec) -> Iterator[tuple[str, str, str, TaskSpec]]:
    """A paraphrase that asks for the opposite or for another relation."""
    for number, sentence in enumerate(spec.paraphrases):
        for _, match, instead in _instead(sentence, spec):
            for new in instead[:1]:
                said = new.capitalize() if match[0][0].isupper() else new
                text = sentence[: match.start()] + said + sentence[match.end() :]
                changed = (*spec.paraphrases[:number], text, *spec.paraphrases[number + 1 :])
                mutant = spec.model_copy(update={"paraphrases": changed})
                yield "paraphrase", f"{number}_{match.start()}", f"paraphrased as {text!r}", mutant


def _noun(category: str) -> str:
    return CATEGORIES[category].noun if category in CATEGORIES else category.replace("_", " ")
