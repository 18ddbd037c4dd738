"""Seeded ways that are mostly not straight: round walls and posts, into shelves and bins, half of them with a bar."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from envs.robots import panda
from kpam.constraints import AxisParallel, PointToPoint
from kpam.motion.collision import CollisionModel
from kpam.motion.obstacle import Obstacle
from kpam.problem import KeypointProblem
from kpam.robot import Arm
from kpam.solver import solve_all
from kpam.transforms import Array, transform

HOME = np.array(panda.HOME[:7])
GRASP, APPROACH = panda.TOOL_POINTS["grasp"], panda.TOOL_AXES["approach"]
DOWN, AHEAD = np.array([0.0, 0.0, -1.0]), np.array([1.0, 0.0, 0.0])
BAR = Obstacle("bar", "box", (0.025, 0.2, 0.025), transform(GRASP))
"""What every other hand holds, across its fingers."""
DISTANCE = 0.003
"""Metres that starts and goals keep from everything."""
TRIES = 40


@dataclass(frozen=True, eq=False)
class Way:
    """A free way to be planned: a scene, and two configurations (n,) in it at which nothing touches, rad."""

    name: str
    scene: CollisionModel
    start: Array
    goal: Array


@dataclass(frozen=True, eq=False)
class Room:
    """What stands there, and two places for the hand: a point, and the direction in which it points."""

    furniture: tuple[Obstacle, ...]
    places: tuple[tuple[Array, Array], tuple[Array, Array]]


def furnished_ways(count: int, rng: np.random.Generator, arm: Arm) -> list[Way]:
    """Return so many ways of every kind, half of them with a bar in the hand."""
    found: list[Way] = []
    for kind, furnish in ROOMS.items():
        for number in range(count):
            held = (BAR,) if number % 2 else ()
            for _ in range(TRIES):
                room = furnish(rng)
                scene = CollisionModel(arm, room.furniture, attached=held)
                ends = [_configuration(arm, scene, *place) for place in room.places]
                if ends[0] is not None and ends[1] is not None:
                    found.append(Way(f"{kind} {number}{' with a bar' if held else ''}", scene, ends[0], ends[1]))
                    break
    return found


def _configuration(arm: Arm, scene: CollisionModel, point: Array, direction: Array) -> Array | None:
    """Return a configuration with the hand at a place, nearest to home, at which nothing touches."""
    meet = PointToPoint("meet", GRASP, point, 0.005)
    turn = AxisParallel("direction", APPROACH, direction, 0.1)
    apart = scene.with_clearance(DISTANCE)
    solutions = solve_all(KeypointProblem((meet, turn), HOME), arm)
    return next((one.q for one in solutions if one.feasible and apart.clear(one.q)), None)


def _box(name: str, size: Sequence[float], at: Sequence[float]) -> Obstacle:
    return Obstacle(name, "box", tuple(size), transform(at))


def _wall(rng: np.random.Generator) -> Room:
    """A wall on the table, the hand low on either side of it."""
    height, x, y = rng.uniform(0.35, 0.6), rng.uniform(0.4, 0.55), rng.uniform(-0.1, 0.1)
    wall = _box("wall", (rng.uniform(0.3, 0.5), 0.03, height), (x, y, 0.5 * height))
    left, right = (
        np.array([x + rng.uniform(-0.05, 0.1), y + side * rng.uniform(0.15, 0.3), rng.uniform(0.08, 0.2)])
        for side in (-1, 1)
    )
    return Room((wall,), ((left, DOWN), (right, DOWN)))


def _shelf(rng: np.random.Generator) -> Room:
    """A shelf that faces the robot, the hand in one of its boards' spaces and then in another."""
    front, wide, space, deep = rng.uniform(0.45, 0.5), rng.uniform(0.5, 0.7), rng.uniform(0.26, 0.32), 0.3
    bottom, middle = rng.uniform(0.05, 0.15), front + 0.5 * deep
    boards = [_box("board", (deep, wide, 0.02), (middle, 0, bottom + i * space)) for i in range(3)]
    height = bottom + 2 * space
    sides = [_box("side", (deep, 0.02, height), (middle, s * 0.5 * wide, 0.5 * height)) for s in (-1, 1)]
    back = _box("back", (0.02, wide, height), (front + deep, 0, 0.5 * height))
    inside = [
        (np.array([front + rng.uniform(0.1, 0.18), rng.uniform(-0.1, 0.1), bottom + (i + 0.5) * space]), AHEAD)
        for i in range(2)
    ]
    return Room((*boards, *sides, back), (inside[0], inside[1]))


def _bins(rng: np.random.Generator) -> Room:
    """Two open bins side by side, the hand deep in one and then in the other."""
    height, wide, x = rng.uniform(0.2, 0.3), rng.uniform(0.3, 0.36), rng.uniform(0.45, 0.55)
    shapes: list[Obstacle] = []
    places: list[tuple[Array, Array]] = []
    for side in (-1, 1):
        y = side * (0.5 * wide + rng.uniform(0.02, 0.1))
        for s in (-1, 1):
            shapes.append(_box("bin", (0.02, wide, height), (x + s * 0.5 * wide, y, 0.5 * height)))
            shapes.append(_box("bin", (wide, 0.02, height), (x, y + s * 0.5 * wide, 0.5 * height)))
        places.append((np.array([x, y, rng.uniform(0.06, 0.12)]) + rng.uniform(-0.03, 0.03) * AHEAD, DOWN))
    return Room(tuple(shapes), (places[0], places[1]))


def _posts(rng: np.random.Generator) -> Room:
    """A dozen posts on the table, the hand low between them."""
    left, right = (
        np.array([rng.uniform(0.35, 0.6), side * rng.uniform(0.15, 0.45), rng.uniform(0.08, 0.25)]) for side in (-1, 1)
    )
    posts: list[Obstacle] = []
    while len(posts) < 12:
        x, y, height = *rng.uniform((0.15, -0.6), (0.75, 0.6)), rng.uniform(0.4, 0.8)
        if np.hypot(x, y) > 0.25 and min(np.hypot(*(point[:2] - (x, y))) for point in (left, right)) > 0.12:
            posts.append(Obstacle("post", "cylinder", (0.02, height), transform((x, y, 0.5 * height))))
    return Room(tuple(posts), ((left, DOWN), (right, DOWN)))


def _table(rng: np.random.Generator) -> Room:
    """A table top at the height of the elbow, the hand above it and then below."""
    height, front = rng.uniform(0.35, 0.45), rng.uniform(0.35, 0.42)
    top = _box("table top", (0.4, rng.uniform(0.5, 0.8), 0.03), (front + 0.2, 0, height))
    y = rng.uniform(-0.15, 0.15, size=2)
    above = np.array([front + rng.uniform(0.05, 0.2), y[0], height + rng.uniform(0.06, 0.15)])
    below = np.array([front + rng.uniform(0.05, 0.15), y[1], height - rng.uniform(0.15, 0.22)])
    return Room((top,), ((above, DOWN), (below, AHEAD)))


ROOMS = {"wall": _wall, "shelf": _shelf, "bins": _bins, "posts": _posts, "table": _table}
