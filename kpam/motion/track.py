"""Joint paths that follow a path of hand poses without a jump."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from kpam.errors import MotionError
from kpam.motion.differential import METRES_PER_RADIAN, limited_step, pose_error
from kpam.robot import Arm
from kpam.transforms import Array, from_rotation, rotation_of, rotation_vector, unit

LIMIT_MARGIN = 1e-3  # rad that every joint keeps from its limits
LONGEST_STEP = 0.2  # rad of any joint between neighbours
_BEYOND = 2e-2  # rad past a limit at which an arm may start
_HALVINGS = 5  # of a step between poses that moves a joint too far
_ITERATIONS = 15
_ALIKE = 3  # first preferences that fail at one pose, after which no more are tried
_EXACT = 1e-6  # norm of the error, metres scaled to radians, at which a pose is met


@dataclass(frozen=True, eq=False)
class TrackResult:
    """How far a path of hand poses could be followed.

    `path` (n, 7) begins with the start; poses whose joint step was too long are met by way of others in between, so
    there are at least as many rows as poses met. `rows` (k,) says in which row each pose is met. When the path could
    not be followed to its end, `failed_at` is the index of the first pose that was not met.
    """

    path: Array
    reached: bool
    worst_position: float
    worst_angle: float
    failed_at: int | None
    rows: tuple[int, ...] = ()

    def explain(self) -> str:
        """Return a sentence that says how it went, with figures."""
        worst = f"{1e3 * self.worst_position:.1f} mm and {np.degrees(self.worst_angle):.1f} degrees"
        if self.reached:
            return f"followed to the end, never further off than {worst}"
        return f"followed for {self.failed_at} poses; the next was missed by {worst}"


def track(
    arm: Arm,
    q_start: Array,
    hand_path: Array,
    *,
    position_tolerance: float = 2e-3,
    angle_tolerance: float = 0.02,
    free_axis: ArrayLike | None = None,
    point: ArrayLike = (0.0, 0.0, 0.0),
) -> TrackResult:
    """Follow hand poses by differential inverse kinematics, from a configuration that meets the first.

    A joint at its limit is held there and the others take over. What freedom is left goes towards the middle of the
    joint ranges; when the path cannot be followed so, other preferences for the null space are tried: to stay, and to
    move each way along it.

    Args:
        arm: the arm.
        q_start: (7,) where it is, rad.
        hand_path: (k, 4, 4) poses of the hand in the base frame.
        position_tolerance: how far the hand's origin may be from a pose that counts as met, metres.
        angle_tolerance: the same for its rotation, rad.
        free_axis: (3,) an axis of the hand about which it may turn as it likes, such as that of a bar it holds.
        point: (3,) the point of the hand, in its frame, that keeps to the path; the one to turn about, metres.

    Returns:
        The path; when no preference reaches the end, that of the one that got furthest.

    Raises:
        MotionError: the poses are no (k, 4, 4) with k >= 1, or `q_start` is beyond the joint limits by over 0.02 rad.
    """
    poses, q = np.asarray(hand_path, dtype=float), np.asarray(q_start, dtype=float)
    if poses.ndim != 3 or poses.shape[1:] != (4, 4) or not len(poses) or not np.all(np.isfinite(poses)):
        raise MotionError(f"hand path of shape {poses.shape}; give finite poses of shape (k, 4, 4) with k >= 1")
    if not arm.within_limits(q, -_BEYOND):
        raise MotionError(f"start {np.round(q, 4).tolist()} is outside the joint limits; clip or re-solve it")
    poses = np.ascontiguousarray(poses)
    free = np.zeros(3) if free_axis is None else unit(free_axis)
    follower = _Follower(arm, position_tolerance, angle_tolerance, free, np.asarray(point, dtype=float))
    results: list[TrackResult] = []
    for preferred in _preferences(arm, q):
        results.append(follower.follow(q, poses, preferred))
        if results[-1].reached:
            return results[-1]
        if len(results) == _ALIKE and len({len(result.rows) for result in results}) == 1:
            break  # the path itself leaves the reach there, whatever the null space does
    return max(results, key=lambda result: len(result.rows))


def _preferences(arm: Arm, q: Array) -> Iterator[Array]:
    """Yield configurations towards which the null space may be used."""
    yield arm.middle
    yield q
    _, _, directions = np.linalg.svd(arm.jacobian(q))
    for direction in (directions[6], directions[5]):
        for sign in (1.0, -1.0):
            yield q + sign * direction / np.max(np.abs(direction))


@dataclass(frozen=True)
class _Follower:
    """Follows poses; the arguments are those of `track`, with no free axis as a vector of no length."""

    arm: Arm
    position_tolerance: float
    angle_tolerance: float
    free: Array
    point: Array

    def follow(self, q: Array, poses: Array, preferred: Array) -> TrackResult:
        """Return how far the poses can be followed with one preference."""
        path, rows = [q], list[int]()
        worst_position = worst_angle = 0.0
        here = self.arm.forward(q)
        for i, pose in enumerate(poses):
            position, angle = self._off(path[-1], pose) if i == 0 else (np.inf, np.inf)
            met = [q] if self._close(position, angle) else self._reach(path[-1], here, pose, preferred, _HALVINGS)
            position, angle = self._off(met[-1] if met else path[-1], pose)
            worst_position, worst_angle = max(worst_position, position), max(worst_angle, angle)
            if not met:
                return TrackResult(np.array(path), False, worst_position, worst_angle, i, tuple(rows))
            path += met[1:] if met[0] is q else met
            rows.append(len(path) - 1)
            here = pose
        return TrackResult(np.array(path), True, worst_position, worst_angle, None, tuple(rows))

    def _reach(self, q: Array, here: Array, pose: Array, preferred: Array, halvings: int) -> list[Array]:
        """Return configurations from q, at pose `here`, to one that meets `pose`; none when it cannot be met."""
        met = self._solve(q, pose, preferred)
        if np.max(np.abs(met - q)) <= LONGEST_STEP and self._close(*self._off(met, pose)):
            return [met]
        if not halvings:
            return []
        half = _between(here, pose)
        first = self._reach(q, here, half, preferred, halvings - 1)
        second = self._reach(first[-1], half, pose, preferred, halvings - 1) if first else []
        return first + second if second else []

    def _close(self, position: float, angle: float) -> bool:
        return position <= self.position_tolerance and angle <= self.angle_tolerance

    def _solve(self, q: Array, pose: Array, preferred: Array) -> Array:
        """Return the configuration that meets a pose, or comes near, by damped Gauss-Newton steps from q."""
        lower, upper = self.arm.lower + LIMIT_MARGIN, self.arm.upper - LIMIT_MARGIN
        q = np.clip(q, lower, upper)
        wish, stay = preferred - q, np.zeros_like(q)
        for _ in range(_ITERATIONS):
            error, J = self._error(q, pose)
            if wish is stay and float(error @ error) < _EXACT**2:
                break
            q = q + limited_step(q, error, J, wish, lower, upper)
            wish = stay
        return q

    def _error(self, q: Array, pose: Array) -> tuple[Array, Array]:
        T, J = self.arm.forward_and_jacobian(q[None])
        return pose_error(T[0], J[0], pose, self.free, self.point)

    def _off(self, q: Array, pose: Array) -> tuple[float, float]:
        """Return by how much q misses a pose, metres and radians."""
        error, _ = self._error(q, pose)
        return math.sqrt(error[:3] @ error[:3]) * METRES_PER_RADIAN, math.sqrt(error[3:] @ error[3:])


def _between(T_a: Array, T_b: Array) -> Array:
    """Return the pose half-way between two."""
    turn = rotation_vector(T_b[:3, :3] @ T_a[:3, :3].T)
    return from_rotation(rotation_of(0.5 * turn) @ T_a[:3, :3], 0.5 * (T_a[:3, 3] + T_b[:3, 3]))
