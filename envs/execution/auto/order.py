"""What comes next: what carries before what stands on it, what is in the way before what it is in the way of."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from envs.assets.model import Volume
from envs.execution.actions.spots import ground, spots
from envs.execution.auto.landing import landing
from envs.execution.auto.room import blocking
from envs.execution.auto.wishes import Wish
from envs.execution.holding import tied_to
from envs.task.refs import OverRef, PlaceRef, PointRef
from envs.task.stages import Place

if TYPE_CHECKING:
    from envs.execution.runner import Runner

SINKS = 0.01
"""Metres by which something may reach below the top of what it stands on."""
SAME = 0.005
"""Metres by which heights differ that are different layers."""


@dataclass(frozen=True)
class Ready:
    """A wish that can be seen to now, and how."""

    wish: Wish
    place: Place


@dataclass(frozen=True)
class InTheWay:
    """An object that has to be put aside."""

    object: str


@dataclass(frozen=True)
class Stuck:
    """Nothing can be done, for this reason."""

    reason: str


def next_step(runner: Runner, wishes: Sequence[Wish], parked: Collection[str]) -> Ready | InTheWay | Stuck:
    """Return which of the wishes for places comes next; lower places come first, then the goal's own order.

    Where each waits for another, something that is in the way is put aside, once each.
    """
    pending = {wish.object for wish in wishes}
    waiting: list[tuple[Wish, str, str]] = []
    reasons: list[str] = []
    landings = [(wish, landing(runner, wish)) for wish in wishes]
    heights = [spots(runner, place)[0].point[2] for _, place in landings]
    order = sorted(range(len(wishes)), key=lambda k: (round(heights[k] / SAME), k))
    for k in order:
        wish, place = landings[k]
        carried = [name for name in supports(place) if name in pending and name != wish.object]
        if carried:
            reasons.append(f"{wish.object} waits for {carried[0]}, on which it is to stand")
            continue
        above = on_top(runner, wish.object)
        there = [name for name in _occupants(runner, place) if name != wish.object]
        if not above and not there:
            return Ready(wish, place)
        waiting += [(wish, name, "stands on it") for name in above]
        waiting += [(wish, name, "stands where it is to be") for name in there]
    for _, name, _ in sorted(waiting, key=lambda item: item[1] in pending):
        if name not in parked and not on_top(runner, name):
            return InTheWay(name)
    reasons += [f"{wish.object} waits for {name}, which {why}" for wish, name, why in waiting]
    return Stuck("no order leads to the goal: " + "; ".join(reasons))


def supports(place: Place) -> tuple[str, ...]:
    """Return the objects in or on which an action puts something."""
    if isinstance(place.target, OverRef):
        return place.target.objects
    return (place.target.object,) if isinstance(place.target, PlaceRef | PointRef) else ()


def on_top(runner: Runner, name: str) -> list[str]:
    """Return the objects that stand on an object; what lies within it goes along."""
    scene, state = runner.session.scene_model, runner.state
    mine, tied = ground(scene, state, name), tied_to(runner, name)
    return [
        other
        for other in scene.touching(state, name)
        if other in scene.objects
        and other not in tied
        and not scene.asset(other).fixed_base
        and ground(scene, state, other).low > mine.high - SINKS
    ]


def _occupants(runner: Runner, place: Place) -> list[str]:
    """Return the free objects that stand where an action is to put something, if no spot there is free of them.

    In a volume there is room on top of them, as long as the object's middle stays within.
    """
    scene, found = runner.session.scene_model, spots(runner, place)
    if isinstance(place.target, PlaceRef) and isinstance(scene.find_place(place.target), Volume):
        T, size = scene.place(runner.state, place.target)
        if found[-1].point[2] + scene.asset(place.object).size[2] / 2 < T[2, 3] + size[2] / 2:
            return []
    carrying = supports(place)
    standing = [[name for name in blocking(runner, place.object, spot.point) if name not in carrying] for spot in found]
    return min(standing, key=len) if found else []
