"""Joint paths that follow a path of hand poses without a jump."""

# scipy has no type stubs
# pyright: reportMissingTypeStubs=false
from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from kpam.errors import MotionError
from kpam.robot import Arm
from kpam.stack import METRES_PER_RADIAN
from kpam.transforms import Array, apply, from_rotation, rotation_of, rotation_vector, skew, unit

LIMIT_MARGIN = 1e-3  # rad that every joint keeps from its limits
LONGEST_STEP = 0.2  # rad of any joint between neighbours
_BEYOND = 2e-2  # rad past a limit at which an arm may start
_DRIFT = 0.04  # rad of any joint between neighbours, in the null space
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
    free = None if free_axis is None else unit(free_axis)
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
    """Follows poses; the arguments are those of `track`."""

    arm: Arm
    position_tolerance: float
    angle_tolerance: float
    free: Array | None
    point: Array

    def follow(self, q: Array, poses: Array, preferred: Array) -> TrackResult:
        """Return how far the poses can be followed with one preference."""
        path, rows = [q], list[int]()
        worst_position = worst_angle = 0.0
        here = self.arm.forward(q)
        for i, pose in enumerate(poses):
            met = [q] if i == 0 and self._meets(q, pose) else self._reach(path[-1], here, pose, preferred, _HALVINGS)
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
        if self._meets(met, pose) and np.max(np.abs(met - q)) <= LONGEST_STEP:
            return [met]
        if not halvings:
            return []
        half = _between(here, pose)
        first = self._reach(q, here, half, preferred, halvings - 1)
        second = self._reach(first[-1], half, pose, preferred, halvings - 1) if first else []
        return first + second if second else []

    def _meets(self, q: Array, pose: Array) -> bool:
        position, angle = self._off(q, pose)
        return position <= self.position_tolerance and angle <= self.angle_tolerance

    def _solve(self, q: Array, pose: Array, preferred: Array) -> Array:
        """Return the configuration that meets a pose, or comes near, by damped Gauss-Newton steps from q."""
        lower, upper = self.arm.lower + LIMIT_MARGIN, self.arm.upper - LIMIT_MARGIN
        q = np.clip(q, lower, upper)
        wish = preferred - q
        for _ in range(_ITERATIONS):
            error, J = self._error(q, pose)
            if np.linalg.norm(error) < _EXACT and not wish.any():
                break
            q = q + _limited_step(q, error, J, wish, lower, upper)
            wish = np.zeros_like(q)
        return np.clip(q, lower, upper)

    def _error(self, q: Array, pose: Array) -> tuple[Array, Array]:
        """Return the way to a pose (6,), rad with metres scaled, and its Jacobian (6, 7)."""
        T, J = self.arm.forward_and_jacobian(q)
        arm_of_point = T[:3, :3] @ self.point
        J[:3] -= skew(arm_of_point) @ J[3:]
        shift = (apply(pose, self.point) - T[:3, 3] - arm_of_point) / METRES_PER_RADIAN
        J[:3] /= METRES_PER_RADIAN
        if self.free is None:
            turn = rotation_vector(pose[:3, :3] @ T[:3, :3].T)
        else:
            axis, wanted = T[:3, :3] @ self.free, pose[:3, :3] @ self.free
            sine = np.cross(axis, wanted)
            length = float(np.linalg.norm(sine))
            turn = sine * (np.arctan2(length, axis @ wanted) / length if length > 1e-12 else 1.0)
            J[3:] = (np.eye(3) - np.outer(axis, axis)) @ J[3:]
        return np.concatenate([shift, turn]), J

    def _off(self, q: Array, pose: Array) -> tuple[float, float]:
        """Return by how much q misses a pose, metres and radians."""
        error, _ = self._error(q, pose)
        return float(np.linalg.norm(error[:3])) * METRES_PER_RADIAN, float(np.linalg.norm(error[3:]))


def _limited_step(q: Array, error: Array, J: Array, wish: Array, lower: Array, upper: Array) -> Array:
    """Return the step (7,) that reduces the error within the limits, and moves a little along the wish where free."""
    identity = np.eye(len(q))
    damping = min(1e-2, 1e-9 + 0.05 * float(error @ error))
    fixed = np.zeros(len(q), dtype=bool)
    onto_limit = np.zeros_like(q)
    step = onto_limit
    for _ in range(3):
        free = J * ~fixed
        hessian = free.T @ free
        step = np.linalg.solve(hessian + damping * identity, free.T @ (error - J @ onto_limit))
        step *= min(1.0, 0.5 / max(float(np.max(np.abs(step))), 1e-12))
        if wish.any():
            drift = 1e-6 * np.linalg.solve(hessian + 1e-6 * identity, wish * ~fixed)
            step += drift * min(0.3, _DRIFT / max(float(np.max(np.abs(drift))), 1e-12))
        step = step + onto_limit
        beyond = ((q + step < lower) | (q + step > upper)) & ~fixed
        if not beyond.any():
            break
        fixed |= beyond
        onto_limit = np.where(beyond, np.clip(q + step, lower, upper) - q, onto_limit)
    return np.clip(q + step, lower, upper) - q


def _between(T_a: Array, T_b: Array) -> Array:
    """Return the pose half-way between two."""
    turn = rotation_vector(T_b[:3, :3] @ T_a[:3, :3].T)
    return from_rotation(rotation_of(0.5 * turn) @ T_a[:3, :3], 0.5 * (T_a[:3, 3] + T_b[:3, 3]))
