"""Collision-free joint paths from one configuration to another."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from itertools import pairwise
from typing import Any

import numpy as np

from kpam.errors import MotionError
from kpam.motion.collision import SPACING, CollisionModel
from kpam.motion.timing import rounded
from kpam.robot import Arm
from kpam.transforms import Array

_RANGE = 1.2  # rad, longest edge of a tree
_SHORTCUTS = 60
# m to keep from things, the first where that is possible, and rad between the configurations that are checked: where
# nothing is kept, a link may pass by less than a point of it moves from one to the next
_KEPT = ((0.01, SPACING), (0.0, SPACING / 5))
_ESCAPES = (0.02, 0.05, 0.1, 0.15, 0.2, 0.3)  # rad around a start that touches something
_ESCAPE_TRIES = 12


@dataclass(frozen=True, eq=False)
class FreePath:
    """A path (k, n), rad, from start to goal, empty when none was found; then `blocked_by` says what is in the way."""

    path: Array
    found: bool
    blocked_by: str | None = None


@dataclass(frozen=True)
class _Checker:
    """Checks configurations and straight joint motions of one arm, finger width and list of what may be touched."""

    collision: CollisionModel
    width: float
    ignore: frozenset[str]
    spacing: float

    def clear(self, q: Array) -> bool:
        """Say whether a configuration is free."""
        return self.collision.clear(q, width=self.width, ignore=self.ignore)

    def what(self, q: Array) -> str | None:
        """Return what touches at a configuration."""
        return self.collision.what_collides(q, width=self.width, ignore=self.ignore)

    def straight(self, a: Array, b: Array) -> bool:
        """Say whether the straight way from a (exclusive) to b (inclusive) is free."""
        steps = max(1, int(np.ceil(np.max(np.abs(b - a)) / self.spacing)))
        return all(self.clear(a + (b - a) * (i / steps)) for i in _spread(steps))

    def free(self, path: Array) -> bool:
        """Say whether every straight piece of a path (k, n) is free, its first configuration aside."""
        return all(self.straight(a, b) for a, b in pairwise(path))


@lru_cache(maxsize=1024)
def _spread(count: int) -> tuple[int, ...]:
    """Return the numbers from 1 to `count`, each far from those before, so that what is in the way is met early."""
    stride, order = 1 << (count - 1).bit_length(), [count]
    while stride > 1:
        order += range(stride // 2, count, stride)
        stride //= 2
    return tuple(order)


def plan_free(
    arm: Arm,
    collision: CollisionModel,
    q_start: Array,
    q_goal: Array,
    *,
    seed: int = 0,
    iterations: int = 1500,
    width: float = 0.04,
    ignore: Collection[str] = (),
) -> FreePath:
    """Return a path on which nothing touches: straight in joint space if that is free, else by RRT-Connect (OMPL).

    A way that keeps a centimetre's distance is preferred. A found path is shortened and its corners are rounded as far
    as that stays free. A start that touches something, such as a hand that has just let go, is first left for a free
    configuration near it. Equal arguments give equal paths: the planner is seeded before each plan and stopped by a
    count.

    Args:
        arm: the arm.
        collision: what it may not touch.
        q_start: (n,) rad.
        q_goal: (n,) rad.
        seed: fixes the random trees and shortcuts.
        iterations: how often the trees are extended before giving up.
        width: opening between the fingers, metres.
        ignore: what the hand may touch, as for `CollisionModel.clear`.

    Raises:
        MotionError: a configuration is not (n,) finite numbers, or the goal is outside the joint limits.
    """
    start, goal = (_configuration(arm, q) for q in (q_start, q_goal))
    if not arm.within_limits(goal, -1e-6):
        raise MotionError(f"goal {np.round(goal, 4).tolist()} is outside the joint limits; plan to one within them")
    rng = np.random.default_rng(seed)
    checker = _Checker(collision, width, frozenset(ignore), SPACING)
    touching = checker.what(goal)
    if touching is not None:
        return _blocked(arm, f"{touching}, at the goal")
    begin = _nearest_free(arm, checker, start, rng)
    if begin is None:
        return _blocked(arm, f"{checker.what(start)}, at the start")
    leave = [] if np.array_equal(begin, start) else [start]
    for clearance, spacing in _KEPT:
        checker = _Checker(collision.with_clearance(clearance), width, frozenset(ignore), spacing)
        if not (checker.clear(begin) and checker.clear(goal)):
            continue
        way = _way(arm, checker, begin, goal, seed, iterations, rng)
        if way is not None:
            return FreePath(np.array([*leave, *way]), True)
    hit = collision.first_hit(np.array([begin, goal]), width=width, ignore=ignore)
    met = checker.what(goal) if hit is None else hit.text
    return _blocked(arm, f"{met}, and no way round was found in {iterations} iterations")


def _way(
    arm: Arm, checker: _Checker, begin: Array, goal: Array, seed: int, iterations: int, rng: np.random.Generator
) -> Array | None:
    """Return way-points of a free path between free configurations, or None."""
    if checker.straight(begin, goal):
        return np.array([begin, goal])
    way = _tree_path(arm, checker, begin, goal, seed, iterations)
    return None if way is None else _smoothed(_shortened(way, checker, rng), checker)


def _configuration(arm: Arm, q: Array) -> Array:
    array = np.array(q, dtype=float)
    if array.shape != arm.lower.shape or not np.all(np.isfinite(array)):
        raise MotionError(f"configuration {array.tolist()}; give {len(arm.lower)} finite joint values in radians")
    return array


def _blocked(arm: Arm, why: str) -> FreePath:
    return FreePath(np.empty((0, len(arm.lower))), False, why)


def _nearest_free(arm: Arm, checker: _Checker, q: Array, rng: np.random.Generator) -> Array | None:
    """Return q if it is free, else a free configuration a little away from it, if one is found."""
    if checker.clear(q):
        return q
    for radius in _ESCAPES:
        for _ in range(_ESCAPE_TRIES):
            other = np.clip(q + radius * rng.uniform(-1.0, 1.0, size=q.shape), arm.lower, arm.upper)
            if checker.clear(other):
                return other
    return None


def _tree_path(arm: Arm, checker: _Checker, start: Array, goal: Array, seed: int, iterations: int) -> Array | None:
    """Return way-points (k, n) of a free path by RRT-Connect, or None."""
    base, geometric, util = (import_module(f"ompl.{part}") for part in ("base", "geometric", "util"))

    util.setLogLevel(util.LOG_NONE)
    util.RNG.setSeed(seed % (2**31 - 1) + 1)
    n = len(start)
    space: Any = base.RealVectorStateSpace(n)
    bounds: Any = base.RealVectorBounds(n)
    for i in range(n):
        bounds.setLow(i, float(min(arm.lower[i], start[i])))
        bounds.setHigh(i, float(max(arm.upper[i], start[i])))
    space.setBounds(bounds)
    setup: Any = geometric.SimpleSetup(space)

    def valid(state: Any) -> bool:
        return checker.clear(np.array([float(state[i]) for i in range(n)]))

    setup.setStateValidityChecker(valid)
    information: Any = setup.getSpaceInformation()
    information.setStateValidityCheckingResolution(checker.spacing / float(space.getMaximumExtent()))
    ends = [space.allocState(), space.allocState()]
    for state, q in zip(ends, (start, goal), strict=True):
        for i in range(n):
            state[i] = float(q[i])
    setup.setStartAndGoalStates(*ends)
    planner: Any = geometric.RRTConnect(information)
    planner.setRange(_RANGE)
    setup.setPlanner(planner)
    asked = iter(range(iterations))
    setup.solve(base.PlannerTerminationCondition(lambda: next(asked, None) is None))
    if not setup.haveExactSolutionPath():
        return None
    found: Any = setup.getSolutionPath()
    states: Any = found.getStates()
    return np.array([[float(state[i]) for i in range(n)] for state in states])


def _shortened(path: Array, checker: _Checker, rng: np.random.Generator) -> Array:
    """Replace pieces of a path between random points on it by straight ones where these are free."""
    for _ in range(_SHORTCUTS):
        if len(path) < 3:
            break
        lengths: Array = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(path, axis=0), axis=1), dtype=float)])
        first, last = sorted(float(share) * float(lengths[-1]) for share in rng.random(2))
        i, j = (int(np.sum(lengths < at)) for at in (first, last))
        if i == j:
            continue
        a, b = _at(path, lengths, first), _at(path, lengths, last)
        if checker.straight(a, b):
            path = np.concatenate([path[:i], np.stack([a, b]), path[j:]])
    return path


def _at(path: Array, lengths: Array, length: float) -> Array:
    """Return the configuration at a length along a path."""
    return np.array([float(np.interp(length, lengths, path[:, i])) for i in range(path.shape[1])])


def _smoothed(path: Array, checker: _Checker) -> Array:
    """Round the corners of a path as far as that stays free."""
    for passes in (3, 2, 1):
        smooth = rounded(path, passes)
        if checker.free(smooth) and checker.free(rounded(smooth)):  # timing rounds once more
            return smooth
    return path
