"""Ideas for tasks: every one that the affordances seen allow, family by family."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np

from agents.models.procedural.conditions import Condition, Success
from agents.models.procedural.shelf import AssetView, PartView, Shelf

CLOSED = 0.1
OPEN_ANGLE = 0.9
"""Radians that count as open for a door or lid."""
TURN_VERBS = {"lever", "knob", "tap", "switch"}
LIFT = 0.1
NEAR_EACH_OTHER = 0.2
"""Metres: what is longer than that is not asked to be brought beside something."""


@dataclass(frozen=True)
class Thing:
    """An object of an idea's scene; `open_parts` start open."""

    name: str
    category: str
    open_parts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Idea:
    """A task in words and conditions. `verb` is what is done, for telling ideas apart."""

    verb: str
    name: str
    instruction: str
    refers: tuple[str, ...]
    things: tuple[Thing, ...]
    success: Success
    paraphrase: str = ""
    words: tuple[str, ...] = field(default=())

    @property
    def categories(self) -> frozenset[str]:
        """The categories that it uses."""
        return frozenset(thing.category for thing in self.things)


def ideas(shelf: Shelf, rng: np.random.Generator) -> list[Idea]:
    """Return every idea that the assets seen allow; figures are drawn from the generator."""
    views = shelf.first()
    movable = [item for item in views if item.pickable]
    fixtures = [(item, part) for item in views for part in item.parts]
    containers = [item for item in views if item.open_volume and not item.parts]  # straps hang over what is open
    supports = [item for item in views if item.carries]
    found: list[Idea] = []
    for item, part in fixtures:
        found += _one_part(item, part, rng)
        for other in movable:
            if part.interior and "contain" in item.affordances and _goes_into(other, item, part.interior):
                found += _with_interior(item, part, other, rng)
    found += _two_parts(fixtures, rng)
    for thing in movable:
        for container in containers:
            if _goes_into(thing, container, container.open_volume or ""):
                found.append(_put(thing, container, "inside"))
        for support in supports:
            if _steady_on(thing, support):
                found.append(_put(thing, support, "on"))
        for other in movable:
            if other.category != thing.category and max(*thing.size[:2], *other.size[:2]) <= NEAR_EACH_OTHER:
                found.append(_near(thing, other, rng))
        found.append(_lift(thing, rng))
        if "stack" in thing.affordances:
            found += [_stack(thing, count) for count in (2, 3)]
    found += _two_into_one(movable, containers, shelf)
    return found


def _said(item: AssetView) -> str:
    return item.noun


def _open_figure(part: PartView, rng: np.random.Generator) -> float:
    if part.joint == "revolute":
        return round(float(min(0.75, OPEN_ANGLE / part.range)) * float(rng.uniform(0.8, 1.0)), 2)
    return round(float(rng.uniform(0.55, 0.7)), 2)


def _verbs(part: PartView) -> tuple[str, str]:
    return ("turn on", "turn off") if part.noun in TURN_VERBS else ("open", "close")


def _again(closing: str) -> str:
    verb, _, particle = closing.partition(" ")
    return f"{verb} it {particle} again" if particle else f"{verb} it again"


def _whole(item: AssetView, part: PartView) -> str:
    """What a person names: the thing itself where its part is its only one, "the laptop", else part and thing."""
    if len(item.parts) == 1 and part.noun in {"lid", "screen", "lever", item.noun}:
        return f"{{{_said(item)}}}"
    return f"{{{part.said}}} of the {_said(item)}"


def _one_part(item: AssetView, part: PartView, rng: np.random.Generator) -> Iterator[Idea]:
    name = item.noun.replace(" ", "_")
    at = f"{name}.{part.name}"
    whole, (opening, closing) = _whole(item, part), _verbs(part)
    figure = _open_figure(part, rng)
    opened, closed = Condition("at_least", at, figure=figure), Condition("at_most", at, figure=CLOSED)
    tail = f"{part.name}_of_{name}" if len(item.parts) > 1 else name
    words = (item.category, item.noun, part.noun, part.which or "")

    def idea(verb: str, label: str, sentence: str, success: Success, *, starts_open: bool, other: str) -> Idea:
        thing = Thing(name, item.category, (part.name,) if starts_open else ())
        return Idea(verb, f"{label}_{tail}", sentence, (at,), (thing,), success, other, words)

    up, down = opening.replace(" ", "_"), closing.replace(" ", "_")
    verb, back = opening.capitalize(), closing.capitalize()
    plain = whole.replace("{", "").replace("}", "")
    yield idea(
        up, up, f"{verb} the {whole}.", Success((opened,)), starts_open=False,
        other=f"I need the {plain} {'on' if opening == 'turn on' else 'open'}.",
    )  # fmt: skip
    yield idea(
        down, down, f"{back} the {whole}.", Success((closed,)), starts_open=True,
        other=f"The {plain} should be {'off' if closing == 'turn off' else 'closed'}.",
    )  # fmt: skip
    yield idea(
        f"{up}_then_{down}", f"{up}_then_{down}", f"{verb} the {whole}, then {_again(closing)}.",
        Success((opened, closed), in_order=True), starts_open=False,
        other=f"Let me look into the {plain} for a moment." if opening == "open" else f"Try the {plain} once.",
    )  # fmt: skip


def _with_interior(item: AssetView, part: PartView, other: AssetView, rng: np.random.Generator) -> Iterator[Idea]:
    name, thing = item.noun.replace(" ", "_"), other.noun.replace(" ", "_")
    at = f"{name}.{part.name}"
    inside = Condition("inside", thing, at)
    place = part.said if part.noun == "drawer" else item.noun
    opened = Condition("at_least", at, figure=_open_figure(part, rng))
    words = (item.category, item.noun, part.noun, part.which or "", other.category, other.noun)
    tail = f"{thing}_in_{part.name}" if part.noun == "drawer" else f"{thing}_in_{name}"
    where = f"{{{place}}} of the {item.noun}" if part.noun == "drawer" else f"{{{place}}}"
    if part.joint == "prismatic" and (other.wide or (other.long and part.which not in {None, "top"})):
        return
    closed_start, open_start = Thing(name, item.category), Thing(name, item.category, (part.name,))
    store = Idea(
        "store", f"store_{tail}", f"Open the {where} and put the {{{other.noun}}} inside.", (at, thing),
        (closed_start, Thing(thing, other.category)), Success((opened, inside)),
        f"The {other.noun} belongs in the {place}, which is closed.", words,
    )  # fmt: skip
    if part.joint == "prismatic":  # a lid must stand upright first, further than a hand that holds it turns
        yield store
    yield Idea(
        "put", f"put_{tail}", f"Put the {{{other.noun}}} into the open {where}.", (thing, at),
        (open_start, Thing(thing, other.category)), Success((inside,)),
        f"The {other.noun} goes into the {place}.", words,
    )  # fmt: skip
    if other.size[2] > item.volumes[part.interior or ""][2]:
        return
    yield Idea(
        "put_away", f"put_away_{tail}", f"Put the {{{other.noun}}} into the {where} and close it.", (thing, at),
        (open_start, Thing(thing, other.category)), Success((inside, Condition("at_most", at, figure=CLOSED))),
        f"Tidy the {other.noun} away into the {place} and shut it.", words,
    )  # fmt: skip


def _two_parts(fixtures: list[tuple[AssetView, PartView]], rng: np.random.Generator) -> Iterator[Idea]:
    for item, first in fixtures:
        name = item.noun.replace(" ", "_")
        for second in item.parts:
            if second.name == first.name or first.noun != second.noun:
                continue
            one, two = f"{name}.{first.name}", f"{name}.{second.name}"
            yield Idea(
                "swap", f"close_{first.name}_open_{second.name}_of_{name}",
                f"Close the {{{first.said}}} of the {item.noun} and open its {{{second.said}}}.", (one, two),
                (Thing(name, item.category, (first.name,)),),
                Success((
                    Condition("at_most", one, figure=CLOSED),
                    Condition("at_least", two, figure=_open_figure(second, rng)),
                )),
                f"I want the {second.said} open, not the {first.said}.",
                (item.category, item.noun, first.noun, "open", "close"),
            )  # fmt: skip


def _steady_on(thing: AssetView, support: AssetView) -> bool:
    """Whether a thing can be put on a support and stays there."""
    if thing.category == support.category or "roll" in thing.affordances or len(support.parts) > 1:
        return False
    size = support.surfaces["top"]
    return min(size) >= 0.03 and max(thing.size[:2]) <= 1.6 * min(size) and support.size[2] <= 0.3


def _goes_into(thing: AssetView, container: AssetView, volume: str) -> bool:
    """Whether a thing goes from above into another, with the hand that holds it."""
    if thing.category == container.category:
        return False
    return container.room_for(thing, volume) and container.within_reach(thing, volume)


def _put(thing: AssetView, place: AssetView, relation: str) -> Idea:
    first, second = thing.noun.replace(" ", "_"), place.noun.replace(" ", "_")
    preposition = "in" if relation == "inside" else "on"
    return Idea(
        "put" if relation == "inside" else "set",
        f"{'put' if relation == 'inside' else 'set'}_{first}_{preposition}_{second}",
        f"Put the {{{thing.noun}}} {preposition} the {{{place.noun}}}.", (first, second),
        (Thing(second, place.category), Thing(first, thing.category)),
        Success((Condition(relation, first, second),)),
        f"The {thing.noun} should be {preposition} the {place.noun}.",
        (thing.category, thing.noun, place.category, place.noun),
    )  # fmt: skip


def _near(thing: AssetView, other: AssetView, rng: np.random.Generator) -> Idea:
    first, second = thing.noun.replace(" ", "_"), other.noun.replace(" ", "_")
    distance = max(thing.size[:2]) / 2 + max(other.size[:2]) / 2 + float(rng.uniform(0.05, 0.07))
    return Idea(
        "bring", f"bring_{first}_to_{second}", f"Bring the {{{thing.noun}}} next to the {{{other.noun}}}.",
        (first, second), (Thing(second, other.category), Thing(first, thing.category)),
        Success((Condition("near", first, second, round(distance, 2)),)),
        f"The {thing.noun} belongs beside the {other.noun}.",
        (thing.category, thing.noun, other.category, other.noun),
    )  # fmt: skip


def _lift(thing: AssetView, rng: np.random.Generator) -> Idea:
    name, seconds = thing.noun.replace(" ", "_"), round(float(rng.choice([0.5, 1.0])), 1)
    return Idea(
        "lift", f"lift_{name}", f"Pick the {{{thing.noun}}} up and hold it in the air.", (name,),
        (Thing(name, thing.category),), Success((Condition("lifted", name, figure=LIFT),), held=seconds),
        f"Hold up the {thing.noun}.", (thing.category, thing.noun, "hold", "raise"),
    )  # fmt: skip


def _stack(thing: AssetView, count: int) -> Idea:
    ordinals = ("first", "second", "third")[:count]
    base = thing.noun.replace(" ", "_")
    names = tuple(f"{ordinal}_{base}" for ordinal in ordinals)
    on = tuple(Condition("on", upper, lower) for lower, upper in pairwise(names))
    if count == 2:
        sentence, refers = f"Stack {{one {thing.noun}}} on {{the other}}.", (names[1], names[0])
    else:
        sentence, refers = f"Build a tower of three {thing.noun}s.", ()
    return Idea(
        "stack", f"stack_{count}_{base}s", sentence, refers, tuple(Thing(name, thing.category) for name in names),
        Success(on), f"Make a pile of {('two', 'three')[count - 2]} {thing.noun}s.",
        (thing.category, thing.noun, "stack", "tower", "pile"),
    )  # fmt: skip


def _two_into_one(movable: list[AssetView], containers: list[AssetView], shelf: Shelf) -> Iterator[Idea]:
    for container in containers:
        volume = container.open_volume or ""
        fits = [item for item in movable if _goes_into(item, container, volume)]
        place = container.noun.replace(" ", "_")
        for k, one in enumerate(fits):
            for two in fits[k + 1 :]:
                if not shelf.beside(container.category, one.category, two.category, volume):
                    continue
                first, second = one.noun.replace(" ", "_"), two.noun.replace(" ", "_")
                yield Idea(
                    "collect", f"collect_{first}_and_{second}_in_{place}",
                    f"Put the {{{one.noun}}} and the {{{two.noun}}} in the {{{container.noun}}}.",
                    (first, second, place),
                    (Thing(place, container.category), Thing(first, one.category), Thing(second, two.category)),
                    Success((Condition("inside", first, place), Condition("inside", second, place))),
                    f"Collect the {one.noun} and the {two.noun} in the {container.noun}.",
                    (one.category, one.noun, two.category, two.noun, container.category, container.noun),
                )  # fmt: skip
