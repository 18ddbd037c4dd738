"""Differential inverse kinematics: the joint step that brings the hand towards a pose within the joint limits."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from kpam.compiled import compiled
from kpam.transforms import Array

METRES_PER_RADIAN = 0.3
"""A radian of error counts as much as this many metres: about the lever on which the wrist turns a tool."""
_LONGEST = 0.5  # rad of any joint in one step
_DRIFT = 0.04  # rad of any joint along the null space in one step
_SOFT = 1e-6  # damping at which a wish is projected onto the null space


@compiled
def pose_error(T: Array, J: Array, pose: Array, free: Array, point: Array) -> tuple[Array, Array]:
    """Return the way from a hand's pose to another one, (6,), and how joints go that way, (6, n).

    The way is (R' p + t' - R p - t) / 0.3, then log(R' R^T) in radians, for the point p of the hand. A hand that may
    turn about its axis a as it likes has the way from R a to R' a instead, and no rows' share in turns about R a.

    Args:
        T: (4, 4) T_base_hand.
        J: (6, n) the hand's Jacobian.
        pose: (4, 4) where the hand should be.
        free: (3,) the axis a of the hand, of length one; of no length where it may not turn.
        point: (3,) the point p of the hand, metres.
    """
    n = J.shape[1]
    error, rows = np.empty(6), np.empty((6, n))
    lever, axis, wanted = np.empty(3), np.empty(3), np.empty(3)
    for r in range(3):
        lever[r] = T[r, 0] * point[0] + T[r, 1] * point[1] + T[r, 2] * point[2]
        target = pose[r, 0] * point[0] + pose[r, 1] * point[1] + pose[r, 2] * point[2] + pose[r, 3]
        error[r] = (target - T[r, 3] - lever[r]) / METRES_PER_RADIAN
        axis[r] = T[r, 0] * free[0] + T[r, 1] * free[1] + T[r, 2] * free[2]
        wanted[r] = pose[r, 0] * free[0] + pose[r, 1] * free[1] + pose[r, 2] * free[2]
    x, y, z = lever
    for i in range(n):
        u, v, w = J[3, i], J[4, i], J[5, i]
        rows[0, i] = (J[0, i] + v * z - w * y) / METRES_PER_RADIAN
        rows[1, i] = (J[1, i] + w * x - u * z) / METRES_PER_RADIAN
        rows[2, i] = (J[2, i] + u * y - v * x) / METRES_PER_RADIAN
        about = axis[0] * u + axis[1] * v + axis[2] * w
        rows[3, i], rows[4, i], rows[5, i] = u - about * axis[0], v - about * axis[1], w - about * axis[2]
    if free[0] == 0.0 and free[1] == 0.0 and free[2] == 0.0:
        # log(R' R^T): its antisymmetric part is sin(angle) times the axis, its trace 1 + 2 cos(angle)
        turn = np.zeros((3, 3))
        for r in range(3):
            for c in range(3):
                turn[r, c] = pose[r, 0] * T[c, 0] + pose[r, 1] * T[c, 1] + pose[r, 2] * T[c, 2]
        sx, sy, sz = turn[2, 1] - turn[1, 2], turn[0, 2] - turn[2, 0], turn[1, 0] - turn[0, 1]
        cosine = 0.5 * (turn[0, 0] + turn[1, 1] + turn[2, 2] - 1.0)
        sx, sy, sz = 0.5 * sx, 0.5 * sy, 0.5 * sz
        if cosine < -0.999999:  # half a turn: the axis is the longest column of R + I
            k = 0
            for r in range(1, 3):
                if turn[r, r] > turn[k, k]:
                    k = r
            sx, sy, sz = turn[0, k], turn[1, k], turn[2, k]
            sx, sy, sz = (sx + 1.0, sy, sz) if k == 0 else (sx, sy + 1.0, sz) if k == 1 else (sx, sy, sz + 1.0)
            sine, angle = np.sqrt(sx * sx + sy * sy + sz * sz), np.pi
        else:
            sine = np.sqrt(sx * sx + sy * sy + sz * sz)
            angle = np.arctan2(sine, cosine)
    else:
        sx = axis[1] * wanted[2] - axis[2] * wanted[1]
        sy = axis[2] * wanted[0] - axis[0] * wanted[2]
        sz = axis[0] * wanted[1] - axis[1] * wanted[0]
        sine = np.sqrt(sx * sx + sy * sy + sz * sz)
        angle = np.arctan2(sine, axis[0] * wanted[0] + axis[1] * wanted[1] + axis[2] * wanted[2])
    scale = angle / sine if sine > 1e-12 else 1.0
    error[3], error[4], error[5] = scale * sx, scale * sy, scale * sz
    return error, rows


@compiled
def limited_step(q: Array, error: Array, J: Array, wish: Array, lower: Array, upper: Array) -> Array:
    """Return the step (n,) that reduces an error within the limits, and goes a little along a wish where it is free.

    The step is (J^T J + d I)^-1 J^T error, with a damping d that vanishes with the error (Nakamura and Hanafusa 1986).
    A joint that it would take past a limit goes to that limit, and the others are solved for again. The wish goes
    through (J^T J + e I)^-1 e, which is the projection onto the null space of J but for e.

    Args:
        q: (n,) rad.
        error: (m,) what J times the step should come to.
        J: (m, n).
        wish: (n,) rad, where the null space should take the joints.
        lower: (n,) rad.
        upper: (n,) rad.
    """
    m, n = J.shape
    square = 0.0
    for r in range(m):
        square += error[r] * error[r]
    damping = min(1e-2, 1e-9 + 0.05 * square)
    wishing = np.any(wish != 0.0)
    fixed = np.zeros(n, np.bool_)
    onto_limit, step, drift = np.zeros(n), np.zeros(n), np.zeros(n)
    factor = np.empty((n, n))
    for _ in range(3):
        for i in range(n):
            step[i] = 0.0
            if not fixed[i]:
                for r in range(m):
                    left = error[r]
                    for k in range(n):
                        left -= J[r, k] * onto_limit[k]
                    step[i] += J[r, i] * left
        _solve(J, fixed, damping, step, factor)
        _shorten(step, _LONGEST)
        if wishing:
            for i in range(n):
                drift[i] = 0.0 if fixed[i] else _SOFT * wish[i]
            _solve(J, fixed, _SOFT, drift, factor)
            for i in range(n):
                drift[i] *= 0.3
            _shorten(drift, _DRIFT)
            step += drift
        step += onto_limit
        again = False
        for i in range(n):
            if not fixed[i] and (q[i] + step[i] < lower[i] or q[i] + step[i] > upper[i]):
                fixed[i] = again = True
                onto_limit[i] = min(max(q[i] + step[i], lower[i]), upper[i]) - q[i]
        if not again:
            break
    for i in range(n):
        step[i] = min(max(q[i] + step[i], lower[i]), upper[i]) - q[i]
    return step


@compiled
def _solve(J: Array, fixed: NDArray[np.bool_], damping: float, x: Array, factor: Array) -> None:
    """Replace x (n,) by (J^T J + damping I)^-1 x, without the columns of fixed joints, by Cholesky's method."""
    m, n = J.shape
    for i in range(n):
        for j in range(i + 1):
            total = damping if i == j else 0.0
            if not fixed[i] and not fixed[j]:
                for r in range(m):
                    total += J[r, i] * J[r, j]
            for k in range(j):
                total -= factor[i, k] * factor[j, k]
            factor[i, j] = np.sqrt(total) if i == j else total / factor[j, j]
    for i in range(n):
        for k in range(i):
            x[i] -= factor[i, k] * x[k]
        x[i] /= factor[i, i]
    for i in range(n - 1, -1, -1):
        for k in range(i + 1, n):
            x[i] -= factor[k, i] * x[k]
        x[i] /= factor[i, i]


@compiled
def _shorten(step: Array, longest: float) -> None:
    """Scale a step down so that no joint moves further than `longest` radians."""
    worst = 1e-12
    for i in range(len(step)):
        worst = max(worst, abs(step[i]))
    for i in range(len(step)):
        step[i] *= min(1.0, longest / worst)
