"""What comes next: what carries before what stands on it, what is in the way before what it is in the way of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from envs.assets.model import Volume
from envs.execution.actions.spots import ground, spots
from envs.execution.auto.landing import Landing, landings
from envs.execution.auto.room import beside, blocking
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


PARKINGS = 2
"""How often one object is put aside at most."""


@dataclass(frozen=True)
class Ready:
    """A wish that can be seen to now, and how, best first."""

    wish: Wish
    places: tuple[Place, ...]


@dataclass(frozen=True)
class InTheWay:
    """An object that has to be put aside."""

    object: str


@dataclass(frozen=True)
class Cramped:
    """An object that fingers get hold of only once it is pushed off what it stands beside."""

    object: str


@dataclass(frozen=True)
class Stuck:
    """Nothing can be done, for this reason."""

    reason: str


def next_step(
    runner: Runner, wishes: Sequence[Wish], parked: Mapping[str, int], refused: Mapping[str, str]
) -> Ready | InTheWay | Cramped | Stuck:
    """Return which of the wishes for places comes next; lower places come first, then the goal's own order.

    Where none can be seen to, something that is in the way is put aside: of what is stacked the top one first.

    Args:
        runner: the episode.
        wishes: what is still wished.
        parked: how often objects were put aside.
        refused: objects that could not be got hold of as things stand now, each with the reason.
    """
    pending = {wish.object for wish in wishes}
    found = sorted(landings(runner, wishes), key=lambda item: _height(runner, item))
    targets = {name for item in found for name in supports(item.actions[0])}
    waiting: list[tuple[Wish, str, str]] = []
    reasons = [f"{name}: {why}" for name, why in refused.items()]
    for item in found:
        wish, place = item.wish, item.actions[0]
        carried = [name for name in supports(place) if name in pending and name != wish.object]
        if carried:
            reasons.append(f"{wish.object} waits for {carried[0]}, on which it is to stand")
            continue
        above = on_top(runner, wish.object)
        there = [] if item.roomy else [name for name in _occupants(runner, place) if name != wish.object]
        if not above and not there and wish.object not in refused:
            return Ready(wish, item.actions)
        waiting += [(wish, name, "stands on it") for name in above]
        waiting += [(wish, name, "stands where it is to be") for name in there]
        if wish.object in refused and not above:
            near = [name for name in beside(runner, wish.object) if name not in targets]
            waiting += [(wish, name, "stands close beside it") for name in near]
    for _, name, _ in sorted(waiting, key=lambda item: item[1] in pending):
        top = topmost(runner, name)
        if parked.get(top, 0) < PARKINGS:
            return InTheWay(top)
    for name in refused:
        if runner.robot.has_fingers and parked.get(name, 0) < PARKINGS and not on_top(runner, name):
            return Cramped(name)
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


def topmost(runner: Runner, name: str) -> str:
    """Return the object at the top of what stands on one, or that one."""
    seen = {name}
    while above := [other for other in sorted(on_top(runner, name)) if other not in seen]:
        name = above[0]
        seen.add(name)
    return name


def _height(runner: Runner, item: Landing) -> tuple[int, bool]:
    """Return the layer that an object comes to lie in, and whether it only has room on top of others there."""
    return round(spots(runner, item.actions[0])[0].point[2] / SAME), item.full


def _occupants(runner: Runner, place: Place) -> list[str]:
    """Return the free objects that stand where an action is to put something.

    In a volume there is room on top of them, as long as the object's middle stays within.
    """
    scene, found = runner.session.scene_model, spots(runner, place)
    carrying = supports(place)
    if isinstance(place.target, PlaceRef):
        T = scene.floor(runner.state, place.target)[0]
        if isinstance(scene.find_place(place.target), Volume):
            height = scene.place(runner.state, place.target)[1][2]
            if found[-1].point[2] + scene.asset(place.object).size[2] / 2 < T[2, 3] + height:
                return []
        points = [T[:3, 3]]
    else:
        points = [spot.point for spot in found]
    standing = [[name for name in blocking(runner, place.object, point) if name not in carrying] for point in points]
    return min(standing, key=len)
