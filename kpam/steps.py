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
_SWEEPS = 20  # at most, while near
_SWITCHES = 8  # at most, of joints that reach or leave their limits during one step
_ENOUGH = 1e-2  # tolerances that a sweep changes when it is the last
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
        terms: of the stack, and `which` (b,) problem each start belongs to.
        inertia: (b,) the mean curvature of the cost, to which rho is scaled.
        care: (b,) 1 to lower the cost, 0 to look at the hard constraints alone.
        dual: (b, m) u, updated.
        radius: (b,) of steps along the constraints, rad, updated: halved when one turns back on the `last` (b, n).
        lower, upper: (n,) limits.
    """
    b, n = q.shape
    m, k = residuals.hard.shape[1], residuals.soft.shape[1]
    step = np.zeros((b, n))
    miss, distance, cost, gain = np.zeros(b), np.zeros(b), np.zeros(b), np.zeros(b)
    A, L = np.empty((n, n)), np.empty((n, n))
    g, x, held = np.empty(n), np.empty(n), np.zeros(n, dtype=np.bool_)
    rho, z, ends = np.empty(m), np.empty(m), np.cumsum(terms.sizes)
    reached, z_before, u_before, ball = np.empty(m), np.empty(m), np.empty(m), np.empty(len(ends))
    for a in range(b):
        r, J, s, S = residuals.hard[a], residuals.hard_jacobian[a], residuals.soft[a], residuals.soft_jacobian[a]
        u, problem = dual[a], which[a]
        for i in range(len(ends)):
            square = 0.0
            for t in range(ends[i] - terms.sizes[i], ends[i]):
                square += r[t] * r[t]
            miss[a] = max(miss[a], np.sqrt(square) / terms.tolerances[problem, i])
            distance[a] += terms.scales[i] ** 2 * square
        near = miss[a] < _NEAR
        damping = 1e-3 if near else _STIFF * min(max(0.05 * distance[a], 1e-10), 1e-2)
        distance[a] = np.sqrt(distance[a])
        for i in range(len(ends)):
            ball[i] = _SHARE * terms.tolerances[problem, i]
            weight = terms.scales[i] / ball[i] if near else _STIFF * terms.scales[i] ** 2
            for t in range(ends[i] - terms.sizes[i], ends[i]):
                rho[t] = inertia[a] * weight

        # the quadratic: x A x / 2 + g x + rho J x (r + u - z)
        for i in range(n):
            away = q[a, i] - terms.preferred[problem, i]
            stiffness = terms.stiffness[problem, i]
            cost[a] += stiffness * away * away
            g[i] = care[a] * stiffness * away
            for j in range(i + 1):
                A[i, j] = 0.0
            A[i, i] = care[a] * stiffness + damping * inertia[a] * (1.0 - care[a] if near else 1.0)
            held[i] = False
            x[i] = 0.0
        for t in range(k):
            weight = terms.weights[problem, t]
            cost[a] += weight * s[t] * s[t]
            for i in range(n):
                g[i] += care[a] * weight * s[t] * S[t, i]
                for j in range(i + 1):
                    A[i, j] += care[a] * weight * S[t, i] * S[t, j]
        for t in range(m):
            for i in range(n):
                for j in range(i + 1):
                    A[i, j] += rho[t] * J[t, i] * J[t, j]
        for i in range(n):
            for j in range(i):
                A[j, i] = A[i, j]

        if near:
            _nearest(r + u, ends, terms.sizes, ball, z)
        else:
            u[:], z[:] = 0.0, 0.0
        settled = miss[a] < _SETTLED
        longest, fraction, switches, switched = radius[a] if settled else LONGEST, 1.0, 0, True
        for _ in range((_SWEEPS if settled else 5) + _SWITCHES):
            if switched:
                _factorise(A, held, L)
            for i in range(n):
                if not held[i]:
                    x[i] = -g[i]
                    for t in range(m):
                        x[i] -= rho[t] * J[t, i] * (r[t] + u[t] - z[t])
                    for j in range(n):
                        x[i] -= A[i, j] * x[j] if held[j] else 0.0
            _solve(L, x)
            largest = 1e-12
            for i in range(n):
                largest = largest if held[i] else max(largest, abs(x[i]))
            fraction = min(1.0, longest / largest)
            switched = False
            for i in range(n):
                if switches == _SWITCHES:
                    break
                end = q[a, i] + (x[i] if held[i] else fraction * x[i])
                if held[i]:
                    force = -g[i]
                    for j in range(n):
                        force -= A[i, j] * x[j]
                    for t in range(m):
                        force -= rho[t] * J[t, i] * (r[t] + u[t] - z[t])
                    if near and ((end <= lower[i] and force > 0.0) or (end >= upper[i] and force < 0.0)):
                        held[i], switched = False, True
                elif end < lower[i] or end > upper[i]:
                    x[i] = min(max(end, lower[i]), upper[i]) - q[a, i]
                    held[i], switched = True, True
            switches += 1 if switched else 0
            if not near:
                if not switched:
                    break
                continue
            for t in range(m):
                reached[t] = r[t] + u[t]
                for i in range(n):
                    reached[t] += J[t, i] * x[i]
            u_before[:], z_before[:] = u, z
            _nearest(reached, ends, terms.sizes, ball, z)
            changed = 0.0
            for i in range(len(ends)):
                for t in range(ends[i] - terms.sizes[i], ends[i]):
                    u[t] = reached[t] - z[t]
                    changed = max(changed, max(abs(z[t] - z_before[t]), abs(u[t] - u_before[t])) / ball[i])
            if changed < _ENOUGH:
                break

        back, before, largest = 0.0, 0.0, 1e-12
        for i in range(n):
            step[a, i] = x[i] if held[i] else fraction * x[i]
            gain[a] -= g[i] * x[i]
            back += step[a, i] * last[a, i]
            before = max(before, abs(last[a, i]))
            largest = max(largest, abs(step[a, i]))
        if settled:
            radius[a] = 0.5 * min(before, radius[a]) if back < 0.0 else min(LONGEST, 1.5 * radius[a])
            step[a] *= min(1.0, radius[a] / largest)
            last[a] = step[a]
    return step, miss, distance, cost, gain


@compiled
def _nearest(reached: Array, ends: Indices, sizes: Indices, ball: Array, z: Array) -> None:
    """Write into z (m,) the point of the balls that is nearest to `reached` (m,)."""
    for i in range(len(ends)):
        square = 0.0
        for t in range(ends[i] - sizes[i], ends[i]):
            square += reached[t] * reached[t]
        kept = min(1.0, ball[i] / max(np.sqrt(square), 1e-300))
        for t in range(ends[i] - sizes[i], ends[i]):
            z[t] = kept * reached[t]


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
