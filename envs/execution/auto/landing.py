"""Where what is wished for means putting an object: the Place action that a predicate amounts to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from envs.assets.model import Surface, Volume
from envs.execution.actions.spots import UP, spots
from envs.execution.auto.berths import berths, standing_in, upper_berth
from envs.execution.auto.room import blocking, free_table
from envs.execution.auto.wishes import Wish
from envs.failures import FailureKind
from envs.task.predicates import Aligned, AtPose, Cornered, Inside, Near, On, Over
from envs.task.predicates.aligned import heading
from envs.task.refs import ObjectRef, OverRef, PlaceRef, WorldPoint
from envs.task.stages import Place
from kpam.transforms import Array, apply, rotate

if TYPE_CHECKING:
    from envs.execution.runner import Runner

AWAY = 0.003
"""Metres that are kept from the sides of a corner."""


@dataclass(frozen=True)
class Landing:
    """A wish and the actions that see to it, best first.

    `roomy` says that the first leads to a berth which is free, `full` that others have the berths of its place.
    """

    wish: Wish
    actions: tuple[Place, ...]
    roomy: bool = False
    full: bool = False


def landings(runner: Runner, wishes: Sequence[Wish]) -> list[Landing]:
    """Return where each of some wishes leads: those into one place beside each other; raises StageError."""
    found = [Landing(wish, (landing(runner, wish),)) for wish in wishes]
    together: dict[PlaceRef, list[int]] = {}
    for k, item in enumerate(found):
        target = item.actions[0].target
        if isinstance(target, PlaceRef):
            together.setdefault(target, []).append(k)
    for place, members in together.items():
        names = [wishes[k].object for k in members]
        standing = standing_in(runner, place, without=names)
        if len(names) == 1 and not standing:
            continue
        yaws = {name: found[k].actions[0].yaw for name, k in zip(names, members, strict=True)}
        turns = {name: yaw for name, yaw in yaws.items() if yaw is not None}
        leaving = [wish.object for wish in wishes if wish.object not in names]
        room = berths(runner, names, place, turns, leaving)
        if len(room) == 1 and not standing:
            continue
        for name, k in zip(names, members, strict=True):
            plain, berth = found[k].actions[0], room.get(name)
            if berth is None and isinstance(runner.session.scene_model.find_place(place), Volume):
                berth = upper_berth(runner, name, place)
            actions = (plain,)
            if berth is not None:
                actions = (plain.model_copy(update={"offset": berth.offset, "yaw": berth.yaw}), plain)
            found[k] = Landing(wishes[k], actions, roomy=berth is not None, full=name not in room)
    return found


def landing(runner: Runner, wish: Wish) -> Place:
    """Return the action that puts a wish's object where its most exact predicate has it; raises StageError."""
    action = _put(runner, wish)
    if not wish.turns:
        return action
    wanted = _turned(runner, wish.turns[0]) - heading(spots(runner, action)[0].forward)
    return action.model_copy(update={"yaw": float(np.arctan2(np.sin(wanted), np.cos(wanted)))})


def landing_point(runner: Runner, action: Place) -> Array:
    """Return where the underside of an action's object comes to be if nothing is in the way there."""
    return spots(runner, action)[0].point


def _put(runner: Runner, wish: Wish) -> Place:
    name, scene = wish.object, runner.session.scene_model
    if not wish.puts:
        x, y, _ = scene.centre(runner.state, name)
        return Place(object=name, target=_point(np.array([x, y, scene.bottom(runner.state, name)])))
    first = wish.puts[0]
    supports = tuple(dict.fromkeys(goal.support for goal in wish.puts if isinstance(goal, On)))
    if isinstance(first, AtPose):
        return _posed(runner, first)
    if isinstance(first, Cornered):
        return _in_corner(runner, first)
    if isinstance(first, Over):
        return Place(object=name, target=OverRef(objects=first.supports))
    if isinstance(first, On) and len(supports) > 1:
        return Place(object=name, target=OverRef(objects=supports))
    if isinstance(first, On):
        return Place(object=name, target=PlaceRef(object=first.support, place=_surface(runner, first)))
    if isinstance(first, Inside):
        return Place(object=name, target=first.place)
    return Place(object=name, target=_point(_beside(runner, first)))


def _turned(runner: Runner, goal: Aligned) -> float:
    """Return the angle about the vertical at which an object's x axis is to be, radians."""
    scene, state = runner.session.scene_model, runner.state
    if isinstance(goal.to, ObjectRef):
        return heading(scene.pose(state, goal.to.object)[:3, 0]) + goal.angle
    if isinstance(goal.to, PlaceRef):
        return heading(scene.place(state, goal.to)[0][:3, 0]) + goal.angle
    return heading(scene.axis(state, goal.to)) + goal.angle


def _surface(runner: Runner, goal: On) -> str:
    """Return the surface that is named, or the widest that lies level."""
    scene = runner.session.scene_model
    if goal.surface is not None:
        return goal.surface

    def worth(surface: Surface) -> tuple[bool, float]:
        T, size = scene.place(runner.state, PlaceRef(object=goal.support, place=surface.name))
        return bool(T[2, 2] > 0.95), float(size[0] * size[1])

    surfaces = scene.asset(goal.support).surfaces
    if not surfaces:
        raise runner.fail(FailureKind.INFEASIBLE, f"{goal.support!r} has no surface for {goal.object!r} to stand on")
    return max(surfaces, key=worth).name


def _posed(runner: Runner, goal: AtPose) -> Place:
    scene = runner.session.scene_model
    T = goal.pose.matrix()
    if goal.relative:
        T = scene.pose(runner.session.start, goal.object) @ T
    if goal.angle_tolerance is not None and T[2, 2] < np.cos(goal.angle_tolerance):
        raise runner.fail(
            FailureKind.INFEASIBLE,
            f"{goal.object!r} is to lie at a pose that is not upright, which no place leads to; give its stages",
        )
    asset = scene.asset(goal.object)
    x, y, z = asset.centre
    yaw = None if goal.angle_tolerance is None else heading(T[:3, 0])
    return Place(object=goal.object, target=_point(apply(T, (x, y, z - asset.size[2] / 2))), yaw=yaw)


def _in_corner(runner: Runner, goal: Cornered) -> Place:
    """Return the action that lays a box into a corner, by the quarter turn nearest to how it lies."""
    scene, state = runner.session.scene_model, runner.state
    point = scene.asset(goal.corner.object).point(goal.corner.point)
    T = scene.link_pose(state, goal.corner.object, point.link)
    corner = heading(T[:3, 0])
    quarter = round((heading(scene.pose(state, goal.object)[:3, 0]) - corner) / (np.pi / 2))
    length, width, _ = scene.asset(goal.object).size
    edges = (length, width) if quarter % 2 == 0 else (width, length)
    aside = rotate(T, (edges[0] / 2 + AWAY, edges[1] / 2 + AWAY, 0.0))
    yaw = corner + quarter * np.pi / 2
    return Place(
        object=goal.object,
        target=_point(scene.point(state, goal.corner) + aside),
        yaw=float(np.arctan2(np.sin(yaw), np.cos(yaw))),
    )


def _beside(runner: Runner, goal: Near) -> Array:
    """Return a free point of the table for an object that is to be near something."""
    scene, state = runner.session.scene_model, runner.state
    half = scene.asset(goal.object).size[2] / 2
    if isinstance(goal.target, ObjectRef):
        target = scene.centre(state, goal.target.object)
    else:
        target = scene.point(state, goal.target)
        below = max(float(target[2]) - half, 0.0)
        point = np.array([target[0], target[1], below])
        if below + half - target[2] < goal.distance and not blocking(runner, goal.object, point):
            return point
    for point in free_table(runner, goal.object, target):
        if np.linalg.norm(point + half * UP - target) < 0.9 * goal.distance:
            return point
    raise runner.fail(
        FailureKind.INFEASIBLE,
        f"there is no free room on the table for {goal.object!r} within {goal.distance * 100:.0f} cm of its target",
    )


def _point(position: Array) -> WorldPoint:
    x, y, z = (float(value) for value in position)
    return WorldPoint(position=(x, y, z))
