"""Time along a joint path: a trajectory within velocity and acceleration limits, sampled at the control rate."""

# scipy and toppra have no type stubs
# pyright: reportMissingTypeStubs=false
from __future__ import annotations

import logging
from collections.abc import Callable
from functools import partial
from itertools import pairwise
from typing import Any

import numpy as np
from scipy.interpolate import CubicSpline

from kpam.errors import MotionError
from kpam.robot import Arm
from kpam.transforms import Array

_SPACING = 0.08  # rad, of the largest joint change, between the knots of the spline
_SAME = 1e-4  # rad; way-points nearer than this are one
_GRID = 0.01  # rad between the points at which the limits are checked
_BEYOND = 1e-2  # rad past a limit, by an arm that sags or a spline that ripples, that is set to the limit
_MARGIN = 0.98  # of the limits that the timing uses, as it checks them at grid points only
_STRETCHES = 8  # tries to slow down what exceeds the limits between grid points


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
        MotionError: the path is empty, not finite or outside the joint limits, or the rate or speed is out of range.
    """
    points = _checked(arm, path, rate, speed)
    knots = rounded(points)
    if len(knots) < 2:
        return points[-1:].copy()
    length = np.concatenate([[0.0], np.cumsum(np.max(np.abs(np.diff(knots, axis=0)), axis=1))])
    spline = CubicSpline(length, knots)
    velocity = _MARGIN * speed * arm.velocity_limits
    acceleration = _MARGIN * speed**2 * arm.acceleration_limits
    trajectory, stretch = points, 1.0
    duration, at = _fastest(spline, length, velocity, acceleration)
    for _ in range(_STRETCHES):
        samples = max(1, int(np.ceil(stretch * duration * rate - 1e-9)))
        trajectory = np.array([at(duration * i / samples) for i in range(samples + 1)])
        trajectory[0], trajectory[-1] = points[0], points[-1]
        excess = _excess(trajectory, rate, speed * arm.velocity_limits, speed**2 * arm.acceleration_limits)
        if excess <= 1.0:
            break
        stretch *= 1.01 * excess
    beyond = float(np.max(np.maximum(arm.lower - trajectory, trajectory - arm.upper)))
    if beyond > _BEYOND:
        raise MotionError(f"the timed path leaves the joint limits by {beyond:.4f} rad; keep way-points off the limits")
    return np.clip(trajectory, arm.lower, arm.upper)


def _fastest(
    spline: CubicSpline, length: Array, velocity: Array, acceleration: Array
) -> tuple[float, Callable[[float], Array]]:
    """Return the shortest duration in seconds, and the configuration at a time."""
    import toppra
    import toppra.algorithm
    import toppra.constraint

    logging.getLogger("toppra").setLevel(logging.ERROR)
    path: Any = toppra.SplineInterpolator(length, spline(length))
    limits = [
        toppra.constraint.JointVelocityConstraint(np.column_stack([-velocity, velocity])),
        toppra.constraint.JointAccelerationConstraint(
            np.column_stack([-acceleration, acceleration]),
            discretization_scheme=toppra.constraint.DiscretizationType.Interpolation,
        ),
    ]
    for count in (max(100, int(length[-1] / _GRID)), 400, 1000):
        grid: Array = length[-1] * (np.arange(count + 1) / count)
        algorithm: Any = toppra.algorithm.TOPPRA(limits, path, gridpoints=grid, parametrizer="ParametrizeConstAccel")
        timed: Any = algorithm.compute_trajectory(0.0, 0.0)
        if timed is not None and np.isfinite(timed.duration):
            return float(timed.duration), partial(_at, timed)
    return _slowly(spline, length, velocity, acceleration)


def _excess(trajectory: Array, rate: float, velocity: Array, acceleration: Array) -> float:
    """Return by which factor samples, at rest before and after, would have to be slowed to keep the limits."""
    still = np.zeros((1, trajectory.shape[1]))
    speeds = np.diff(trajectory, axis=0) * rate
    changes = np.diff(np.concatenate([still, speeds, still]), axis=0) * rate
    by_velocity = float(np.max(np.abs(speeds) / velocity))
    return max(by_velocity, float(np.sqrt(np.max(np.abs(changes) / acceleration))))


def _at(timed: Any, t: float) -> Array:
    """Return the configuration at a time, the last one from the end on."""
    return np.asarray(timed(min(t, timed.duration)))


def _slowly(
    spline: CubicSpline, length: Array, velocity: Array, acceleration: Array
) -> tuple[float, Callable[[float], Array]]:
    """Return a duration and motion that keep the limits by one smooth profile along the whole path.

    s(t) = L (10 x^3 - 15 x^4 + 6 x^5), x = t / T, has |s'| <= 1.875 L / T and |s''| <= 5.78 L / T^2. This is what
    remains where the reachability analysis finds no answer for reasons of rounding.
    """
    total = float(length[-1])
    s = np.linspace(0.0, total, 1000)
    slope, bend = np.max(np.abs(spline(s, 1)), axis=0), np.max(np.abs(spline(s, 2)), axis=0)
    by_velocity = np.max(1.875 * total * slope / velocity)
    by_acceleration = np.sqrt(np.max((5.78 * total * slope + (1.875 * total) ** 2 * bend) / acceleration))
    duration = float(max(by_velocity, by_acceleration))

    def at(t: float) -> Array:
        x = min(max(t / duration, 0.0), 1.0)
        return np.asarray(spline(total * x**3 * (10 - 15 * x + 6 * x * x)))

    return duration, at


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
    if rate <= 0 or not 0 < speed <= 1:
        raise MotionError(f"rate {rate} a second at speed {speed}; the rate must be positive, the speed in (0, 1]")
    return np.clip(points, arm.lower, arm.upper)
