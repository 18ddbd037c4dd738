"""One step of each descent of a batch: a quadratic program with tolerances and joint limits, compiled."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from kpam.compiled import compiled
from kpam.stack import Indices, Residuals, Terms
from kpam.transforms import Array

LONGEST = 0.6
"""Radians that any joint moves in one step."""
_SHARE = 0.9  # of each tolerance that the cost may use: the rest is for what linearisation leaves
_NEAR = 100.0  # tolerances from which a descent counts as near
_STIFF = 1e6  # weight of hard residuals against the cost, while far
_SWEEPS = 20  # at most, while settled
_FEWER = 5  # at most, while near but not settled
_SWITCHES = 8  # at most, of joints that reach or leave their limits during one step
_ENOUGH = 1e-2  # tolerances that a sweep changes when it is the last
_RELUCTANCE = 1e-3  # curvature of an idle cost, so that a step is defined
_SETTLED = 10.0  # tolerances within which a step is one along the constraints


@compiled
def steps(
    q: Array,
    residuals: Residuals,
    terms: Terms,
    which: Indices,
    inertia: Array,
    care: Array,
    dual: Array,
    radius: Array,
    last: Array,
    lower: Array,
    upper: Array,
) -> tuple[Array, Array, Array, Array, Array]:
    """Return steps (b, n), and of each start (b,) the miss, the distance, the cost and what the step gains.

    A step x minimises cost(q + x), quadratic, where |r_i + J_i x| <= share * tolerance_i for every hard residual r_i
    and lower <= q + x <= upper. While near, this is solved by alternating directions (Boyd et al. 2011, section 5):
    sweeps of x = argmin cost + sum rho_i / 2 |r_i + J_i x + u_i - z_i|^2; z_i = the point of the ball nearest to
    r_i + J_i x + u_i; u_i += r_i + J_i x - z_i. The duals u live on from step to step. While far, z = u = 0 and rho is
    stiff: a Gauss-Newton step with the cost in the null space, damped by the squared residual (Yamashita and Fukushima
    2001). Joints that would pass a limit are held at it while they push outwards.

    Args:
        q: (b, n) configurations.
        residuals: there.
        terms: of the stack, and `which` (b,) case each start belongs to.
        inertia: (b,) the mean curvature of the cost, to which rho is scaled.
        care: (b,) 1 to lower the cost, 0 to look at the hard constraints alone.
        dual: (b, m) u, updated.
        radius: (b,) of steps along the constraints, rad, updated: halved when one turns back on the `last` (b, n).
        lower, upper: (n,) limits.
    """
    b, n = q.shape
    m, c = residuals.hard.shape[1], len(terms.sizes)
    step = np.zeros((b, n))
    miss, distance, cost, gain = np.zeros(b), np.zeros(b), np.zeros(b), np.zeros(b)
    A, L, g, x, held = np.empty((n, n)), np.empty((n, n)), np.empty(n), np.empty(n), np.zeros(n, dtype=np.bool_)
    ends, ball, rho, work = np.cumsum(terms.sizes), np.empty(c), np.empty(m), np.empty((4, m))
    for k in range(b):
        r, J, tolerances = residuals.hard[k], residuals.hard_jacobian[k], terms.tolerances[which[k]]
        for i in range(c):
            square = 0.0
            for t in range(ends[i] - terms.sizes[i], ends[i]):
                square += r[t] * r[t]
            miss[k] = max(miss[k], np.sqrt(square) / tolerances[i])
            distance[k] += terms.scales[i] ** 2 * square
        near, settled = miss[k] < _NEAR, miss[k] < _SETTLED
        damping = _RELUCTANCE * (1.0 - care[k]) if near else _STIFF * min(max(0.05 * distance[k], 1e-10), 1e-2)
        distance[k] = np.sqrt(distance[k])
        for i in range(c):
            ball[i] = _SHARE * tolerances[i]
            stiff = terms.scales[i] / ball[i] if near else _STIFF * terms.scales[i] ** 2
            rho[ends[i] - terms.sizes[i] : ends[i]] = inertia[k] * stiff

        cost[k] = _model(q[k], residuals.soft[k], residuals.soft_jacobian[k], terms, which[k], care[k], A, g)
        for i in range(n):
            A[i, i] += damping * inertia[k]
        _add_square(J, rho, A)

        longest, sweeps = LONGEST, _SWEEPS if settled else _FEWER
        if settled:
            longest = radius[k]
        room = (lower - q[k], upper - q[k])
        fraction = _minimise(A, g, J, r, rho, dual[k], terms.sizes, ball, room, near, longest, sweeps, L, x, held, work)
        for i in range(n):
            step[k, i] = x[i] if held[i] else fraction * x[i]
            gain[k] -= g[i] * x[i]
        if settled:
            turned_back = np.sum(step[k] * last[k]) < 0.0
            radius[k] = 0.5 * min(_largest(last[k]), radius[k]) if turned_back else min(LONGEST, 1.5 * radius[k])
            step[k] *= min(1.0, radius[k] / max(_largest(step[k]), 1e-12))
            last[k] = step[k]
    return step, miss, distance, cost, gain


@compiled
def _model(q: Array, soft: Array, jacobian: Array, terms: Terms, case: int, care: float, A: Array, g: Array) -> float:
    """Return the cost at q (n,); write half its gradient into g (n,) and half its curvature into A (n, n)."""
    cost = 0.0
    A[:] = 0.0
    for i in range(len(q)):
        stiffness, away = terms.stiffness[case, i], q[i] - terms.preferred[case, i]
        cost += stiffness * away * away
        g[i] = care * stiffness * away
        A[i, i] = care * stiffness
    for t in range(len(soft)):
        weight = terms.weights[case, t]
        cost += weight * soft[t] * soft[t]
        for i in range(len(q)):
            g[i] += care * weight * soft[t] * jacobian[t, i]
    _add_square(jacobian, care * terms.weights[case], A)
    return cost


@compiled
def _minimise(
    A: Array,
    g: Array,
    J: Array,
    r: Array,
    rho: Array,
    u: Array,
    sizes: Indices,
    ball: Array,
    room: tuple[Array, Array],
    near: bool,
    longest: float,
    sweeps: int,
    L: Array,
    x: Array,
    held: NDArray[np.bool_],
    work: Array,
) -> float:
    """Write the step into x (n,), the joints held at limits into `held` (n,), the duals into u (m,).

    A includes rho J^T J. Returns the fraction of the step of the joints that are not held, at which none of them moves
    by more than `longest`. `room` is how far each joint may move down and up; L (n, n) and work (4, m) are space.
    """
    reached, z, z_before, u_before = work[0], work[1], work[2], work[3]
    n, m = len(x), len(r)
    fraction, switches, switched = 1.0, 0, True
    held[:] = False
    if not near:
        u[:] = 0.0
    reached[:] = r + u
    _nearest(reached, sizes, ball if near else 0.0 * ball, z)
    for _ in range(sweeps + _SWITCHES):
        if switched:
            _factorise(A, held, L)
        force = -g
        for t in range(m):
            for i in range(n):
                force[i] -= rho[t] * J[t, i] * (r[t] + u[t] - z[t])
        for i in range(n):
            if not held[i]:
                x[i] = force[i]
                for j in range(n):
                    x[i] -= A[i, j] * x[j] if held[j] else 0.0
        _solve(L, x)
        largest = 1e-12
        for i in range(n):
            largest = largest if held[i] else max(largest, abs(x[i]))
        fraction = min(1.0, longest / largest)
        switched = switches < _SWITCHES and _switch(A, force, room, fraction, near, x, held)
        switches += 1 if switched else 0
        if near:
            z_before[:], u_before[:] = z, u
            for t in range(m):
                reached[t] = r[t] + u[t]
                for i in range(n):
                    reached[t] += J[t, i] * x[i]
            _nearest(reached, sizes, ball, z)
            changed, first = 0.0, 0
            for i in range(len(sizes)):
                for t in range(first, first + sizes[i]):
                    u[t] = reached[t] - z[t]
                    changed = max(changed, max(abs(z[t] - z_before[t]), abs(u[t] - u_before[t])) / ball[i])
                first += sizes[i]
            if changed < _ENOUGH:
                break
        elif not switched:
            break
    return fraction


@compiled
def _switch(
    A: Array,
    force: Array,
    room: tuple[Array, Array],
    fraction: float,
    near: bool,
    x: Array,
    held: NDArray[np.bool_],
) -> bool:
    """Hold joints that pass a limit, at it, and while near let go those that would leave theirs; say if any did."""
    switched = False
    for i in range(len(x)):
        if held[i]:
            push = force[i] - np.sum(A[i] * x)
            if near and ((x[i] <= room[0][i] and push > 0.0) or (x[i] >= room[1][i] and push < 0.0)):
                held[i], switched = False, True
        elif fraction * x[i] < room[0][i] or fraction * x[i] > room[1][i]:
            x[i] = min(max(fraction * x[i], room[0][i]), room[1][i])
            held[i], switched = True, True
    return switched


@compiled
def _nearest(reached: Array, sizes: Indices, ball: Array, z: Array) -> None:
    """Write into z (m,) the point of the balls that is nearest to `reached` (m,)."""
    first = 0
    for i in range(len(sizes)):
        square = 0.0
        for t in range(first, first + sizes[i]):
            square += reached[t] * reached[t]
        kept = min(1.0, ball[i] / max(np.sqrt(square), 1e-300))
        for t in range(first, first + sizes[i]):
            z[t] = kept * reached[t]
        first += sizes[i]


@compiled
def _add_square(J: Array, weights: Array, A: Array) -> None:
    """Add J^T diag(weights) J to A, with J (k, n) and A (n, n)."""
    n = len(A)
    for t in range(len(J)):
        for i in range(n):
            scaled = weights[t] * J[t, i]
            for j in range(n):
                A[i, j] += scaled * J[t, j]


@compiled
def _largest(x: Array) -> float:
    """Return the largest magnitude in x (n,)."""
    largest = 0.0
    for value in x:
        largest = max(largest, abs(value))
    return largest


@compiled
def _factorise(A: Array, held: NDArray[np.bool_], L: Array) -> None:
    """Write Cholesky's factor of A into L (n, n), with the rows and columns of joints that are held left out."""
    n = len(A)
    for j in range(n):
        for i in range(j, n):
            v = A[i, j]
            if held[i] or held[j]:
                v = 1.0 if i == j else 0.0
            for t in range(j):
                v -= L[i, t] * L[j, t]
            L[i, j] = np.sqrt(max(v, 1e-14)) if i == j else v / L[j, j]


@compiled
def _solve(L: Array, x: Array) -> None:
    """Replace x (n,) by the solution of L L^T y = x."""
    n = len(x)
    for i in range(n):
        for t in range(i):
            x[i] -= L[i, t] * x[t]
        x[i] /= L[i, i]
    for i in range(n - 1, -1, -1):
        for t in range(i + 1, n):
            x[i] -= L[t, i] * x[t]
        x[i] /= L[i, i]
