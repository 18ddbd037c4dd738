"""Time along a joint path: a trajectory within velocity and acceleration limits, sampled at the control rate."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import cache, lru_cache, partial
from importlib import import_module
from itertools import pairwise
from typing import Any, Protocol

import numpy as np

from kpam.errors import MotionError
from kpam.robot import Arm
from kpam.transforms import Array

Way = Callable[[Array], Array]
"""How far along a path one is at times, both from 0 on, of shape (k,)."""

_SPACING = 0.08  # rad, of the largest joint change, between the knots of the spline
_SAME = 1e-4  # rad; way-points nearer than this are one
_COARSE, _FINE = 0.02, 0.01  # rad between the points at which the limits are checked; the second where needed
_FEWEST = 50  # pieces between these points, at least
_BEYOND = 1e-2  # rad past a limit, by an arm that sags or a spline that ripples, that is set to the limit
_MARGIN = 0.98  # of the limits that the timing uses, as it checks them at grid points only
_STRETCHES = 8  # tries to slow down what exceeds the limits between grid points


class Spline(Protocol):
    """A curve of configurations over the length of a path."""

    def __call__(self, s: Array, order: int = 0) -> Array:
        """Return configurations, or derivatives of an order by the length, (k, n) at lengths (k,)."""
        ...


def time_path(arm: Arm, path: Array, *, rate: float = 20.0, speed: float = 1.0) -> Array:
    """Return the path as joint targets at a fixed rate, (m, n), from its first way-point to its last, at rest at both.

    The way-points are joined by a spline that rounds corners within the way-points' convex hull, so that it stays
    within the joint limits where they do; it is then timed by reachability analysis (toppra, Pham and Pham 2018).
    Repeated way-points are taken once. A path that does not move gives its one configuration. What lies beyond a joint
    limit by less than 0.01 rad is set to it.

    Args:
        arm: its limits.
        path: (k, n) way-points, k >= 1, rad.
        rate: samples a second.
        speed: share of the velocity limits to use, from 0 (exclusive) to 1; accelerations scale with its square.

    Raises:
        MotionError: the path is empty, not finite or outside the joint limits, the rate or speed is out of range, or
            no timing keeps the limits.
    """
    return _timed(arm, _checked(arm, path, rate, speed), rate, speed)


def _timed(arm: Arm, points: Array, rate: float, speed: float) -> Array:
    """Return the trajectory (m, n) along way-points (k, n) within the joint limits."""
    knots = rounded(points)
    if len(knots) < 2:
        return points[-1:].copy()
    length = np.concatenate([[0.0], np.cumsum(np.max(np.abs(np.diff(knots, axis=0)), axis=1))])
    spline: Spline = _toppra().SplineInterpolator(length, knots)
    velocity, acceleration = speed * arm.velocity_limits, speed**2 * arm.acceleration_limits
    times = partial(_fastest, spline, float(length[-1]), _MARGIN * velocity, _MARGIN * acceleration)

    def sampled(duration: float, way: Way, stretch: float) -> tuple[Array, float]:
        samples = max(1, int(np.ceil(stretch * duration * rate - 1e-9)))
        trajectory = _inside(arm, spline(way(duration * np.arange(samples + 1) / samples)))
        trajectory[0], trajectory[-1] = points[0], points[-1]
        return trajectory, _excess(trajectory, rate, velocity, acceleration)

    trajectory, excess = sampled(*times(_COARSE), 1.0)
    if excess > 1.0:
        fine, stretch = times(_FINE), 1.0
        for _ in range(_STRETCHES):
            trajectory, excess = sampled(*fine, stretch)
            if excess <= 1.0:
                break
            stretch *= 1.01 * excess
        else:
            raise MotionError(f"slowed down {stretch:.1f} times, the path still exceeds a limit {excess:.2f} times")
    return trajectory


def _fastest(spline: Spline, length: float, velocity: Array, acceleration: Array, spacing: float) -> tuple[float, Way]:
    """Return the shortest duration in seconds, and how far along the path one is at times.

    Limits are checked at points of a `spacing` along the path, in radians.
    """
    limits = _limits(tuple(velocity.tolist()), tuple(acceleration.tolist()))
    for count in (max(_FEWEST, int(length / spacing)), 400, 1000):
        grid: Array = length * (np.arange(count + 1) / count)
        timing: Any = _toppra().algorithm.TOPPRA(
            limits, spline, gridpoints=grid, solver_wrapper="seidel", parametrizer="ParametrizeConstAccel"
        )
        timing.compute_parameterization(0.0, 0.0)
        speeds = timing.problem_data.sd_vec
        if speeds is None or not np.all(np.isfinite(speeds)) or np.any(speeds[1:] + speeds[:-1] <= 0):
            continue
        times: Array = np.concatenate([[0.0], np.cumsum(2.0 * np.diff(grid) / (speeds[1:] + speeds[:-1]))])
        return float(times[-1]), partial(_way, grid, speeds, times)
    return _slowly(spline, length, velocity, acceleration)


@lru_cache(maxsize=16)
def _limits(velocity: tuple[float, ...], acceleration: tuple[float, ...]) -> list[Any]:
    """Return toppra's constraints; making them takes as long as solving for a short path."""
    constraint: Any = _toppra().constraint
    by_velocity, by_acceleration = (np.outer(limit, (-1.0, 1.0)) for limit in (velocity, acceleration))
    between = constraint.DiscretizationType.Interpolation
    return [
        constraint.JointVelocityConstraint(by_velocity),
        constraint.JointAccelerationConstraint(by_acceleration, discretization_scheme=between),
    ]


@cache
def _toppra() -> Any:
    """Import toppra, which has no type stubs and brings a plotting library along, when it is needed."""
    logging.getLogger("toppra").setLevel(logging.ERROR)
    for part in ("algorithm", "constraint"):
        import_module(f"toppra.{part}")
    return import_module("toppra")


def _way(grid: Array, speeds: Array, times: Array, at: Array) -> Array:
    """Return the way at times, for an acceleration along the path that is constant between grid points."""
    i = np.clip(np.searchsorted(times, at, side="right") - 1, 0, len(grid) - 2)
    since = at - times[i]
    change = (speeds[i + 1] - speeds[i]) / (times[i + 1] - times[i])
    return np.clip(grid[i] + since * (speeds[i] + 0.5 * since * change), 0.0, grid[-1])


def _inside(arm: Arm, trajectory: Array) -> Array:
    """Set what ripples past a joint limit to it; raises MotionError for more than a ripple."""
    beyond = float(np.max(np.maximum(arm.lower - trajectory, trajectory - arm.upper)))
    if beyond > _BEYOND:
        raise MotionError(f"the timed path leaves the joint limits by {beyond:.4f} rad; keep way-points off the limits")
    return np.clip(trajectory, arm.lower, arm.upper)


def _excess(trajectory: Array, rate: float, velocity: Array, acceleration: Array) -> float:
    """Return by which factor samples, at rest before and after, would have to be slowed to keep the limits."""
    still = np.zeros((1, trajectory.shape[1]))
    speeds = np.diff(trajectory, axis=0) * rate
    changes = np.diff(np.concatenate([still, speeds, still]), axis=0) * rate
    by_velocity = float(np.max(np.abs(speeds) / velocity))
    return max(by_velocity, float(np.sqrt(np.max(np.abs(changes) / acceleration))))


def _slowly(spline: Spline, length: float, velocity: Array, acceleration: Array) -> tuple[float, Way]:
    """Return a duration, and a way that keeps the limits by one smooth profile along the whole path.

    s(t) = L (10 x^3 - 15 x^4 + 6 x^5), x = t / T, has |s'| <= 1.875 L / T and |s''| <= 5.78 L / T^2. This is what
    remains where the reachability analysis finds no answer for reasons of rounding.
    """
    s = np.linspace(0.0, length, 1000)
    slope, bend = np.max(np.abs(spline(s, 1)), axis=0), np.max(np.abs(spline(s, 2)), axis=0)
    by_velocity = np.max(1.875 * length * slope / velocity)
    by_acceleration = np.sqrt(np.max((5.78 * length * slope + (1.875 * length) ** 2 * bend) / acceleration))
    duration = float(max(by_velocity, by_acceleration))

    def way(at: Array) -> Array:
        x = at / duration
        return length * x**3 * (10 - 15 * x + 6 * x * x)

    return duration, way


def rounded(points: Array, passes: int = 3) -> Array:
    """Return a path (k, n) with more knots and its corners rounded, within the way-points' convex hull.

    Every inner knot is averaged with its neighbours, `passes` times over; the ends stay. A path that does not move
    comes back as one row.
    """
    knots = _knots(np.asarray(points, dtype=float))
    for _ in range(passes):
        knots[1:-1] = 0.25 * knots[:-2] + 0.5 * knots[1:-1] + 0.25 * knots[2:]
    return knots


def _knots(points: Array) -> Array:
    """Drop repeated way-points and put more between distant ones; the last is kept exactly."""
    kept = [points[0]]
    for point in points[1:]:
        if np.max(np.abs(point - kept[-1])) > _SAME:
            kept.append(point)
    if len(kept) > 1:
        kept[-1] = points[-1]
    knots = [kept[0]]
    for a, b in pairwise(kept):
        pieces = max(1, int(np.ceil(np.max(np.abs(b - a)) / _SPACING)))
        knots += [a + (b - a) * j / pieces for j in range(1, pieces + 1)]
    if 1 < len(knots) < 5:  # a spline and its rounding want a few
        shares = np.linspace(0.0, len(knots) - 1.0, 5)
        columns: list[Array] = [np.interp(shares, range(len(knots)), column) for column in np.array(knots).T]
        return np.stack(columns, axis=1)
    return np.array(knots)


def _checked(arm: Arm, path: Array, rate: float, speed: float) -> Array:
    points = np.asarray(path, dtype=float)
    if points.ndim != 2 or points.shape[1] != len(arm.lower) or not len(points):
        raise MotionError(f"path of shape {points.shape}; give way-points of shape (k, {len(arm.lower)}) with k >= 1")
    if not np.all(np.isfinite(points)):
        raise MotionError("the path holds values that are not finite")
    if not arm.within_limits(points, -_BEYOND):
        row = int(np.argmax(np.max(np.maximum(arm.lower - points, points - arm.upper), axis=1)))
        raise MotionError(f"way-point {row}, {np.array2string(points[row], precision=4)}, is outside the joint limits")
    if not 0 < rate < np.inf or not 0 < speed <= 1:
        raise MotionError(f"rate {rate} a second at speed {speed}; the rate must be positive, the speed in (0, 1]")
    return np.clip(points, arm.lower, arm.upper)
