"""One step of each descent of a batch: a quadratic program with tolerances and joint limits, compiled."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from kpam.compiled import compiled
from kpam.rows import Indices
from kpam.transforms import Array

LONGEST = 0.6
"""Radians that any joint moves in one step."""
_SPARED = 0.1  # of each tolerance that the cost may not use: it is for what linearisation leaves
_SPARED_AT_MOST = 1e-3  # the same, as a length in radians
_EDGE = 0.1  # of what is spared that a constraint that holds leaves unused
_NEAR = 100.0  # tolerances from which a descent counts as near
_STIFF = 1e6  # weight of hard residuals against the cost, while far
_SWEEPS = 20  # at most, while settled
_FEWER = 5  # at most, while near but not settled
_SWITCHES = 8  # at most, of joints that reach or leave their limits during one step
_ENOUGH = 1e-2  # tolerances that a sweep changes when it is the last
_RELUCTANCE = 1e-3  # curvature of an idle cost, so that a step is defined
_SETTLED = 10.0  # tolerances within which a step is one along the constraints


class Terms(NamedTuple):
    """What residuals are measured by, for p cases of c hard constraints each, n joints and k soft rows.

    Attributes:
        sizes: (c,) rows of each hard constraint.
        scales: (c,) how much a unit of each counts.
        reaches: (p, c) norms of their residuals that are within tolerance.
        weights: (p, k) of the squares of the soft rows.
        stiffness: (p, n) weights of the squared distance of each joint from its preferred value.
        preferred: (p, n) these values.
    """

    sizes: Indices
    scales: Array
    reaches: Array
    weights: Array
    stiffness: Array
    preferred: Array


class Moving(NamedTuple):
    """The b starts of a batch of which the first so many still move.

    Attributes:
        start: (b,) which start it is.
        case: (b,) the case of it.
        q: (b, n) configuration, rad.
        dual: (b, m) u, of the hard rows.
        inertia: (b,) the mean curvature of the cost, to which rho is scaled; 0 before the first step.
        radius: (b,) of steps along the constraints, rad: halved when one turns back on the last.
        care: (b,) 1 to lower the cost, 0 to look at the hard constraints alone.
        step: (b, n) the last one, rad.
        figures: (b, 4) of each the miss, 1 where the hard constraints just hold; the distance, that is the norm of the
            scaled hard residuals; the cost; and what it is foreseen to be after the step.
        progress: (b, 2) distance and cost, when they were last looked at.
    """

    start: Indices
    case: Indices
    q: Array
    dual: Array
    inertia: Array
    radius: Array
    care: Array
    step: Array
    figures: Array
    progress: Array


@compiled
def steps(
    count: int, moving: Moving, residual: Array, jacobian: Array, terms: Terms, lower: Array, upper: Array
) -> None:
    """Write into `moving` the next step of the first `count` starts, and their figures.

    A step x minimises cost(q + x), quadratic, where |r_i + J_i x| <= ball_i for every hard residual r_i and
    lower <= q + x <= upper. The ball is the tolerance but for its last tenth, or milliradian. While near, this is
    solved by alternating directions (Boyd et al. 2011, section 5): sweeps of x = argmin cost + sum rho_i / 2 |r_i +
    J_i x + u_i - z_i|^2; z_i = the point of the ball nearest to r_i + J_i x + u_i; u_i += r_i + J_i x - z_i. The duals
    u live on from step to step. While far, z = u = 0 and rho is stiff: a Gauss-Newton step with the cost in the null
    space, damped by the squared residual (Yamashita and Fukushima 2001). Joints that would pass a limit are held at it
    while they push outwards.

    Args:
        count: how many starts still move.
        moving: the starts.
        residual: (b, m + k) hard and then soft rows there, and `jacobian` (b, m + k, n).
        terms: what they are measured by.
        lower, upper: (n,) limits.
    """
    n, c, m = moving.q.shape[1], len(terms.sizes), moving.dual.shape[1]
    A, L, g, x, held = np.empty((n, n)), np.empty((n, n)), np.empty(n), np.empty(n), np.zeros(n, dtype=np.bool_)
    ball, rho, V, G, work = np.empty(c), np.empty(m), np.empty((n, m)), np.empty((m, m)), np.empty((5, m))
    down, up, force = np.empty(n), np.empty(n), np.empty(n)
    for k in range(count):
        case, r, J = moving.case[k], residual[k], jacobian[k]
        miss, square, first = 0.0, 0.0, 0
        for i in range(c):
            own = 0.0
            for t in range(first, first + terms.sizes[i]):
                own += r[t] * r[t]
            first += terms.sizes[i]
            square += terms.scales[i] ** 2 * own
            spared = min(_SPARED * terms.reaches[case, i], _SPARED_AT_MOST / terms.scales[i])
            ball[i] = terms.reaches[case, i] - spared
            miss = max(miss, np.sqrt(own) / (terms.reaches[case, i] - _EDGE * spared))
        near, settled, care = miss < _NEAR, miss < _SETTLED, moving.care[k]

        # the cost's value, half its gradient and half its curvature
        cost, curvature = 0.0, 0.0
        for i in range(n):
            stiffness, away = terms.stiffness[case, i], moving.q[k, i] - terms.preferred[case, i]
            cost += stiffness * away * away
            g[i] = stiffness * away
            for j in range(i):
                A[i, j] = 0.0
            A[i, i] = stiffness
        for t in range(m, len(r)):
            weight = float(terms.weights[case, t - m])
            cost += weight * r[t] * r[t]
            for i in range(n):
                g[i] += weight * r[t] * J[t, i]
            _add_square(J, t, weight, A)
        for i in range(n):
            curvature += A[i, i] / n
        if moving.inertia[k] == 0.0:
            moving.inertia[k] = curvature if curvature > 0.0 else 1.0

        if near:
            damping = _RELUCTANCE if care == 0.0 or curvature == 0.0 else 0.0
        else:
            damping = _STIFF * min(max(0.05 * square, 1e-10), 1e-2)
        for i in range(n):
            g[i] *= care
            down[i], up[i] = lower[i] - moving.q[k, i], upper[i] - moving.q[k, i]
            for j in range(i + 1):
                A[i, j] *= care
            A[i, i] += damping * moving.inertia[k]
        first = 0
        for i in range(c):
            stiff = moving.inertia[k] * (terms.scales[i] / ball[i] if near else _STIFF * terms.scales[i] ** 2)
            for t in range(first, first + terms.sizes[i]):
                rho[t] = stiff
                _add_square(J, t, stiff, A)
            first += terms.sizes[i]
        for i in range(n):
            for j in range(i):
                A[j, i] = A[i, j]

        longest = moving.radius[k] if settled else LONGEST
        sweeps = 0 if not near else _SWEEPS if settled else _FEWER
        u = moving.dual[k]
        fraction = _minimise(
            A, g, J, r, rho, u, terms.sizes, ball, down, up, longest, sweeps, L, V, G, force, x, held, work
        )
        foreseen, back, largest, before = cost, 0.0, 0.0, 0.0
        for t in range(m, len(r)):
            change = 0.0
            for i in range(n):
                change += J[t, i] * x[i]
            foreseen += terms.weights[case, t - m] * change * change
        for i in range(n):
            foreseen += 2.0 * g[i] * x[i] + terms.stiffness[case, i] * x[i] * x[i]
            x[i] *= 1.0 if held[i] else fraction
            back += x[i] * moving.step[k, i]
            largest, before = max(largest, abs(x[i])), max(before, abs(moving.step[k, i]))
        if settled:
            radius = 0.5 * min(before, moving.radius[k]) if back < 0.0 else min(LONGEST, 1.5 * moving.radius[k])
            moving.radius[k] = radius
            shorter = min(1.0, radius / max(largest, 1e-12))
            for i in range(n):
                x[i] *= shorter
        for i in range(n):
            moving.step[k, i] = x[i]
        moving.figures[k, 0], moving.figures[k, 1] = miss, np.sqrt(square)
        moving.figures[k, 2], moving.figures[k, 3] = cost, foreseen


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
    down: Array,
    up: Array,
    longest: float,
    sweeps: int,
    L: Array,
    V: Array,
    G: Array,
    force: Array,
    x: Array,
    held: NDArray[np.bool_],
    work: Array,
) -> float:
    """Write the step into x (n,), the joints held at limits into `held` (n,), the duals into u (m,).

    A includes rho J^T J. With the joints that are held given, x = A^-1 (-g - J^T w) and r + J x = base - G w, for the
    forces w = rho (r + u - z) and G = J A^-1 J^T: so the sweeps are about the rows alone. Without sweeps, z = u = 0.

    Returns the fraction of the step of the joints that are not held, at which none of them moves by more than
    `longest`. A joint may move from `down` to `up` (n,). The rest is space: L (n, n), V (n, m), G (m, m), force (n,),
    work (5, m).
    """
    n, m = len(x), len(rho)
    z, w, base, reached, before = work[0], work[1], work[2], work[3], work[4]
    fraction = 1.0
    held[:] = False
    x[:] = 0.0
    if sweeps == 0:
        u[:] = 0.0
        z[:] = 0.0
    else:
        for t in range(m):
            reached[t] = r[t] + u[t]
        _nearest(reached, sizes, ball, z)
    for switch in range(_SWITCHES + 1):
        _factorise(A, held, L)
        if sweeps:
            # where the step leads without forces, and what forces change about it
            for i in range(n):
                force[i] = -g[i]
            _solve(A, L, force, held, x)
            for t in range(m):
                base[t] = r[t]
                for i in range(n):
                    base[t] += J[t, i] * x[i]
            _lever(J, L, held, V, G)
        switched = False
        for sweep in range(max(sweeps, 1)):
            for t in range(m):
                w[t] = rho[t] * (r[t] + u[t] - z[t])
            last = sweep + 1 >= sweeps or _sweep(base, G, w, sizes, ball, reached, before, z, u) < _ENOUGH
            # limits that are reached are known after the first sweep, most often
            if sweep == 0 or last:
                for i in range(n):
                    force[i] = -g[i]
                for t in range(m):
                    for i in range(n):
                        force[i] -= w[t] * J[t, i]
                _solve(A, L, force, held, x)
                largest = 1e-12
                for i in range(n):
                    largest = largest if held[i] else max(largest, abs(x[i]))
                fraction = min(1.0, longest / largest)
                switched = switch < _SWITCHES and _switch(A, force, down, up, fraction, sweeps > 0, x, held)
                if switched or last:
                    break
        if not switched:
            break
    return fraction


@compiled
def _sweep(
    base: Array,
    G: Array,
    w: Array,
    sizes: Indices,
    ball: Array,
    reached: Array,
    before: Array,
    z: Array,
    u: Array,
) -> float:
    """Update z and u (m,) from where the forces w lead, base - G w; return by how many tolerances either changed."""
    for t in range(len(w)):
        reached[t] = base[t] + u[t]
        before[t] = z[t]
    for s in range(len(w)):
        for t in range(len(w)):
            reached[t] -= w[s] * G[s, t]
    _nearest(reached, sizes, ball, z)
    changed, first = 0.0, 0
    for i in range(len(sizes)):
        for t in range(first, first + sizes[i]):
            dual = reached[t] - z[t]
            changed = max(changed, max(abs(z[t] - before[t]), abs(dual - u[t])) / ball[i])
            u[t] = dual
        first += sizes[i]
    return changed


@compiled
def _switch(
    A: Array,
    force: Array,
    down: Array,
    up: Array,
    fraction: float,
    near: bool,
    x: Array,
    held: NDArray[np.bool_],
) -> bool:
    """Hold joints that pass a limit, at it, and while near let go those that would leave theirs; say if any did."""
    switched = False
    for i in range(len(x)):
        if held[i]:
            push = force[i]
            for j in range(len(x)):
                push -= A[i, j] * x[j]
            if near and ((x[i] <= down[i] and push > 0.0) or (x[i] >= up[i] and push < 0.0)):
                held[i], switched = False, True
        elif fraction * x[i] < down[i] or fraction * x[i] > up[i]:
            x[i] = min(max(fraction * x[i], down[i]), up[i])
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
        kept = 1.0 if square <= ball[i] * ball[i] else ball[i] / np.sqrt(square)
        for t in range(first, first + sizes[i]):
            z[t] = kept * reached[t]
        first += sizes[i]


@compiled
def _add_square(J: Array, t: int, weight: float, A: Array) -> None:
    """Add the lower half of weight * J_t^T J_t to A (n, n), for the row t of J (m, n)."""
    for i in range(len(A)):
        scaled = weight * J[t, i]
        if scaled != 0.0:
            for j in range(i + 1):
                A[i, j] += scaled * J[t, j]


@compiled
def _lever(J: Array, L: Array, held: NDArray[np.bool_], V: Array, G: Array) -> None:
    """Write V = L^-1 J^T (n, m) and G = V^T V = J A^-1 J^T (m, m), without the joints that are held."""
    n, m = V.shape
    G[:] = 0.0
    for i in range(n):
        for t in range(m):
            V[i, t] = 0.0 if held[i] else J[t, i]
        for j in range(i):
            for t in range(m):
                V[i, t] -= L[i, j] * V[j, t]
        for t in range(m):
            V[i, t] *= L[i, i]
        for s in range(m):
            if V[i, s] != 0.0:
                for t in range(m):
                    G[s, t] += V[i, s] * V[i, t]


@compiled
def _factorise(A: Array, held: NDArray[np.bool_], L: Array) -> None:
    """Write Cholesky's factor of A into L (n, n), without the joints that are held; its diagonal inverted."""
    n = len(A)
    for j in range(n):
        for i in range(j, n):
            v = A[i, j]
            if held[i] or held[j]:
                v = 1.0 if i == j else 0.0
            for t in range(j):
                v -= L[i, t] * L[j, t]
            L[i, j] = 1.0 / np.sqrt(max(v, 1e-14)) if i == j else v * L[j, j]


@compiled
def _solve(A: Array, L: Array, force: Array, held: NDArray[np.bool_], x: Array) -> None:
    """Write into x (n,) where forces (n,) move the joints that are not held; where those are that are, x says."""
    n = len(x)
    for i in range(n):
        if not held[i]:
            x[i] = force[i]
            for j in range(n):
                if held[j]:
                    x[i] -= A[i, j] * x[j]
    for i in range(n):
        if not held[i]:
            for t in range(i):
                x[i] -= L[i, t] * x[t]
            x[i] *= L[i, i]
    for i in range(n - 1, -1, -1):
        if not held[i]:
            for t in range(i + 1, n):
                x[i] -= L[t, i] * x[t]
            x[i] *= L[i, i]
