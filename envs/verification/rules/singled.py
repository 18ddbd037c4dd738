"""A thing that words single out among its like, by side, distance or size, is the one that the goal uses."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import takewhile

import numpy as np

from envs.task.scene_model import SceneModel
from envs.task.spec import TaskSpec
from envs.verification import words as w
from envs.verification.case import Case, Said, finding
from envs.verification.nouns import coloured, single
from envs.verification.tokens import STOPS, Tie, Word
from envs.verification.verdict import Finding

Measure = Callable[[TaskSpec, SceneModel, str], tuple[float, ...]]

CLEAR = 0.02
"""Metres by which a thing must be more to one side, or nearer, to be so for certain."""
LARGER = 1.05
"""How many times as large one must be for that."""


def _side(sign: float) -> Measure:
    return lambda spec, scene, name: (sign * spec.object(name).pose.position[1],)


def _distance(sign: float) -> Measure:
    return lambda spec, scene, name: (sign * float(np.hypot(*spec.object(name).pose.position[:2])),)


def _bulk(sign: float) -> Measure:
    def measure(spec: TaskSpec, scene: SceneModel, name: str) -> tuple[float, ...]:
        size = scene.asset(name).size
        return sign * float(np.log(max(size))), sign * float(np.log(np.prod(size))) / 3

    return measure


def _edge(axes: tuple[int, ...], sign: float) -> Measure:
    return lambda spec, scene, name: (sign * float(np.log(max(scene.asset(name).size[k] for k in axes))),)


LEVEL = (0, 1)
MOST: dict[str, Measure] = {
    "left": _side(1), "leftmost": _side(1), "right": _side(-1), "rightmost": _side(-1),
    "nearest": _distance(-1), "closest": _distance(-1), "nearer": _distance(-1), "closer": _distance(-1),
    "farthest": _distance(1), "furthest": _distance(1), "farther": _distance(1), "further": _distance(1),
    "largest": _bulk(1), "biggest": _bulk(1), "larger": _bulk(1), "bigger": _bulk(1),
    "smallest": _bulk(-1), "tiniest": _bulk(-1), "smaller": _bulk(-1),
    "tallest": _edge((2,), 1), "taller": _edge((2,), 1),
    "longest": _edge(LEVEL, 1), "longer": _edge(LEVEL, 1), "widest": _edge(LEVEL, 1), "wider": _edge(LEVEL, 1),
}  # fmt: skip
"""Words of which no other of its like may be more: sides are the robot's, as are distances."""
RATHER: dict[str, Measure] = {
    "large": _bulk(1), "big": _bulk(1), "small": _bulk(-1), "little": _bulk(-1), "tiny": _bulk(-1),
    "tall": _edge((2,), 1), "long": _edge(LEVEL, 1),
}  # fmt: skip
"""Words that are wrong only where every other of its like is more so."""
METRES = frozenset({"left", "leftmost", "right", "rightmost"} | {word for word in MOST if word[:4] in w.DISTANT})
SIZES = frozenset({*MOST, *RATHER}) - METRES
MIDDLE = frozenset({"middle", "central", "centre", "center"})


def singled_out(case: Case, said: Said) -> Iterator[Finding]:
    """Yield the phrases whose words single out another thing than the one that they name."""
    fitting = set[tuple[str, ...]]()
    wrong: list[tuple[Tie, list[Finding]]] = []
    for number, tie in enumerate(said.ties):
        if not set(tie.named.objects) <= set(case.scene.objects) or (not said.strict and _denied(said, number)):
            continue
        told = telling(said, number) if tie.named.part is None else _owner(case, said, tie)
        others = rivals(case, said, number)
        found = [item for word in told if others for item in _word(case, said, tie, word, others)]
        wrong.append((tie, found))
        if told and not found:
            fitting.add(tie.named.objects)
    for tie, found in wrong:  # what a paraphrase means is guessed: "the large one stays, the small one goes"
        if said.strict or tie.named.objects not in fitting:
            yield from found


def _denied(said: Said, number: int) -> bool:
    """Whether a phrase names what is not meant: "neither the left nor the right cube"."""
    first = next((k for k, item in enumerate(said.words) if item.tie == number), 0)
    before = takewhile(lambda item: item.text not in STOPS, reversed(said.words[:first]))
    return bool({"neither", "nor"} & {item.text for item in before})


def telling(said: Said, number: int) -> list[str]:
    """Return the words about a tied phrase that single it out: "left", "smallest", "closest to the robot"."""
    phrase = phrase_of(said, number)
    if {"second", "third", "fourth", "next"} & set(phrase):
        return []  # "the second from the left"
    found = [word for word in phrase if word in MOST or word in RATHER or word in MIDDLE]
    return found + _behind(said, number)


def phrase_of(said: Said, number: int) -> list[str]:
    """Return the words of a tied phrase with the adjectives before it, back to its determiner."""
    places = [k for k, item in enumerate(said.words) if item.tie == number]
    if not places:
        return []
    return [*adjectives(said.words, places[0]), *(said.words[k].text for k in places)]


def adjectives(found: list[Word], first: int) -> list[str]:
    """Return the words before a tied phrase, back to its determiner, that one included."""
    ends = (w.VERBS - w.ATTRIBUTES - set(w.WHICH)) | set(w.RELATIONS) | STOPS | {"and", "or"}
    before: list[str] = []
    for item in reversed(found[max(0, first - 4) : first]):
        if item.tie is not None or item.text in ends:
            break
        before.append(item.text)
        if item.text in w.DETERMINERS:
            break
    return before


def _behind(said: Said, number: int) -> list[str]:
    """Return what stands behind a phrase: "on the left" where more follows, "closest to the robot"."""
    tie = said.ties[number]
    after = [item for item in said.every_word if item.start >= tie.end]
    text = [item.text for item in takewhile(lambda item: item.tie is None and item.text not in STOPS, after)]
    more = any(item.tie is not None for item in after)
    if more and len(text) > 3 and text[:2] in (["on", "the"], ["to", "the"], ["at", "the"]) and text[2] in MOST:
        return [text[2]] if text[3] != "of" else []
    if text[:1] in (["that"], ["which"]) and text[1:2] in (["is"], ["looks"]):
        word = text[3:4] if text[2:3] == ["the"] else text[2:3]  # "that is largest"
        if set(word) & SIZES:
            return word
    near = next((k for k, word in enumerate(text[:6]) if word[:4] in w.DISTANT and word in MOST), None)
    if near is not None and set(text[:near]) <= {"that", "which", "is", "stands", "lies", "the", "one", "standing"}:
        to = text[near + 1 : near + 4]
        return [text[near]] if to[:1] in (["to"], ["from"]) and to[-1:] in (["robot"], ["you"], ["arm"]) else []
    return []


def _owner(case: Case, said: Said, tie: Tie) -> list[str]:
    """Return the side that is said of what a part belongs to: "the {drawer} of the cabinet on the left"."""
    text = [item.text for item in said.every_word if item.start >= tie.end]
    noun = case.scene.asset(tie.named.objects[0]).category.split("_")[-1]
    spoken = text[:2] == ["of", "the"] and noun in text[2:4]
    behind = text[text.index(noun) + 1 :] if spoken else []
    return behind[2:3] if behind[:2] == ["on", "the"] and behind[2:3] in (["left"], ["right"]) else []


def rivals(case: Case, said: Said, number: int) -> list[str]:
    """Return the other things of a scene that a phrase could name but for the words that single one out."""
    named = said.ties[number].named
    kinds = {case.scene.asset(name).category for name in named.objects}
    colours = [word for word in phrase_of(said, number) if word in w.COLOURS]
    nouns = {single(word) for word in phrase_of(said, number)}
    if named.part is not None:
        nouns = set[str]()
    return [
        name
        for name, model in case.scene.objects.items()
        if name not in named.objects
        and (model.category in kinds or model.category.replace("_", " ") in nouns)
        and all(coloured(model, colour) or colour in nouns & kinds for colour in colours)
    ]


def clearly(case: Case, word: str, one: str, other: str) -> bool:
    """Return whether one thing is for certain more of what a word says than another."""
    measure = MOST.get(word) or RATHER[word]
    mine, theirs = (measure(case.spec, case.scene, name) for name in (one, other))
    least = CLEAR if word in METRES else float(np.log(LARGER))
    return all(a > b + least for a, b in zip(mine, theirs, strict=True))


def _word(case: Case, said: Said, tie: Tie, word: str, others: list[str]) -> Iterator[Finding]:
    objects = tie.named.objects
    quantify = any if said.strict else all
    if word in MIDDLE:
        if len(objects) == 1 and len(others) > 1 and _at_an_end(case, objects[0], others):
            yield finding("contradicted_word", f"{said.quote} says {word!r} of {objects[0]}, which stands at an end")
        return
    text = case.scene.asset(objects[0]).description.lower().split()
    if word in RATHER and word in text:
        return
    more = [other for other in others if quantify(clearly(case, word, other, name) for name in objects)]
    wrong = len(more) == len(others) if word in RATHER else bool(more)
    if wrong:
        text = f"{said.quote} says {word!r} of {' or '.join(objects[:3])}; {more[0]} is more so"
        yield finding("contradicted_word", text)
    elif word in MOST and not all(clearly(case, word, name, other) for name in objects for other in others):
        text = f"{said.quote} says {word!r} of {' or '.join(objects[:3])}; {others[0]} may be as much so"
        yield finding("untied_word", text)


def _at_an_end(case: Case, name: str, others: list[str]) -> bool:
    """Whether a thing is clearly the first or last of a row, along the axis along which the row is longer."""
    points = np.array([case.spec.object(one).pose.position[:2] for one in (name, *others)])
    along = points[:, int(np.ptp(points, axis=0).argmax())]
    return bool((along[0] > along[1:] + CLEAR).all() or (along[0] < along[1:] - CLEAR).all())
