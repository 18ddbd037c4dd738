"""Where what is wished for means putting an object: the Place action that a predicate amounts to."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from envs.assets.model import Surface
from envs.execution.actions.spots import UP, ground, spots
from envs.execution.auto.wishes import Wish
from envs.failures import FailureKind
from envs.task.predicates import AtPose, Inside, Near, On
from envs.task.refs import ObjectRef, OverRef, PlaceRef, WorldPoint
from envs.task.stages import Place
from kpam.transforms import Array, apply

if TYPE_CHECKING:
    from envs.execution.runner import Runner
    from envs.task.footprint import Footprint

REACH = (0.30, 0.70)
"""Metres from the base's axis within which things are put on the table."""
SIDE = 0.40
"""Metres to either side within which they are."""
BESIDE = 0.03
"""Metres that are kept from what stands around where there is a choice."""
PITCH = 0.04
"""Metres between the points of the table that are considered."""


def landing(runner: Runner, wish: Wish) -> Place:
    """Return the action that puts a wish's object where its most exact predicate has it; raises StageError."""
    first, *others = wish.puts
    supports = [goal.support for goal in (first, *others) if isinstance(goal, On)]
    if isinstance(first, On) and len(set(supports)) > 1:
        return Place(object=wish.object, target=OverRef(objects=tuple(dict.fromkeys(supports))))
    if isinstance(first, On):
        return Place(object=wish.object, target=PlaceRef(object=first.support, place=_surface(runner, first)))
    if isinstance(first, Inside):
        return Place(object=wish.object, target=first.place)
    if isinstance(first, AtPose):
        return _posed(runner, first)
    return Place(object=wish.object, target=_point(_beside(runner, first)))


def landing_point(runner: Runner, action: Place) -> Array:
    """Return where the underside of an action's object comes to be if nothing is in the way there."""
    return spots(runner, action)[0].point


def parking(runner: Runner, name: str) -> Iterator[Place]:
    """Yield places on the free table for something that is in the way, the nearest first."""
    here = runner.session.scene_model.centre(runner.state, name)
    for point in _free_table(runner, name, here):
        yield Place(object=name, target=_point(point))


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
    yaw = None if goal.angle_tolerance is None else float(np.arctan2(T[1, 0], T[0, 0]))
    return Place(object=goal.object, target=_point(apply(T, (x, y, z - asset.size[2] / 2))), yaw=yaw)


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
    for point in _free_table(runner, goal.object, target):
        if np.linalg.norm(point + half * UP - target) < 0.9 * goal.distance:
            return point
    raise runner.fail(
        FailureKind.INFEASIBLE,
        f"there is no free room on the table for {goal.object!r} within {goal.distance * 100:.0f} cm of its target",
    )


def blocking(runner: Runner, name: str, point: Array) -> list[str]:
    """Return the free objects that stand where an object's underside is to come to a point (3,)."""
    scene = runner.session.scene_model
    asset = scene.asset(name)
    radius, top = min(asset.size[:2]) / 2, point[2] + asset.size[2]
    return [
        other
        for other, box in _standing(runner, name)
        if not scene.asset(other).fixed_base
        and box.distance(point[:2]) < 0.8 * radius
        and box.high > point[2] + 0.004
        and box.low < top - 0.004
    ]


def _free_table(runner: Runner, name: str, near: Array) -> Iterator[Array]:
    """Yield points of the table within reach where an object has room, the nearest to a point first."""
    radius = float(np.hypot(*runner.session.scene_model.asset(name).size[:2])) / 2 + BESIDE
    boxes = [box for _, box in _standing(runner, name)]
    xs, ys = np.arange(REACH[0], REACH[1], PITCH), np.arange(-SIDE, SIDE + PITCH / 2, PITCH)
    points = np.array([(x, y) for x in xs for y in ys if REACH[0] <= np.hypot(x, y) <= REACH[1]])
    for point in points[np.argsort(np.linalg.norm(points - near[:2], axis=1), kind="stable")]:
        if all(box.distance(point) > radius for box in boxes):
            yield np.array([point[0], point[1], 0.0])


def _standing(runner: Runner, name: str) -> list[tuple[str, Footprint]]:
    scene = runner.session.scene_model
    return [(other, ground(scene, runner.state, other)) for other in scene.objects if other != name]


def _point(position: Array) -> WorldPoint:
    x, y, z = (float(value) for value in position)
    return WorldPoint(position=(x, y, z))
