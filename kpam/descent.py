"""Batched Gauss-Newton descent on a residual stack within joint limits, with a preference in the null space."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kpam.stack import ResidualStack
from kpam.transforms import Array

_LONGEST_STEP = 0.6  # rad, of any joint in one iteration
_LONGEST_DRIFT = 0.3  # rad, of any joint in one iteration within the null space
_DRIFT_SHARE = 0.7  # of the way to the best configuration of the linearised null space
_NULL = 1e-6  # a direction whose squared singular value is well below counts as free
_SOLVED = 1e-7  # norm of the scaled residual
_HOLDS = 1e-3  # norm that a drift may leave, to be polished away at the end
_NEAR = 0.1  # norm below which the null space is used
_SETTLED = 5e-3  # rad, of a step within the null space
_WINDOW = 7  # iterations in which the residual must shrink
_LIMIT_ROUNDS = 3


@dataclass(frozen=True)
class Descent:
    """Where a batch came to rest: configurations (b, n), norms of their scaled residuals (b,).

    `first` (b, n) are the configurations at which each first held, before the preference drew it on; NaN if never.
    """

    q: Array
    residual: Array
    first: Array
    iterations: int


def descend(
    stack: ResidualStack,
    q: Array,
    symmetry: Array,
    *,
    lower: Array,
    upper: Array,
    preferred: Array | None,
    iterations: int = 60,
    solved: float = _SOLVED,
) -> Descent:
    """Bring residuals to zero, then q as near to `preferred` as they let it.

    Each iteration takes a damped Gauss-Newton step and, once the residual is small, a step towards `preferred`
    projected on the null space. Joints that a step would take past their limit are set to it and the rest is solved
    again, so that a limit costs a degree of freedom and not the solution. The damping shrinks with the squared
    residual (Yamashita and Fukushima 2001), so that convergence is quadratic without a line search.

    Args:
        stack: the residuals.
        q: (b, n) the starts, rad.
        symmetry: (b, 4, 4) the tool symmetry of each.
        lower, upper: (n,) limits, rad, never left.
        preferred: (n,) where to go in the null space; None to stay.
        iterations: at most so many.
        solved: the norm of the scaled residual at which it counts as zero.
    """
    q = np.clip(q, lower, upper)
    final, norms, first = q.copy(), np.full(len(q), np.inf), np.full_like(q, np.nan)
    recent = np.full(len(q), np.inf)
    moving = np.arange(len(q))
    taken = 0
    for taken in range(1, iterations + 1):
        q = final[moving]
        residual, J = stack.evaluate(q, symmetry[moving])
        norm = np.linalg.norm(residual, axis=-1)
        norms[moving] = norm
        reached = (norm < max(solved, _HOLDS)) & np.isnan(first[moving, 0])
        first[moving[reached]] = q[reached]
        wish = np.zeros_like(q) if preferred is None else _DRIFT_SHARE * (preferred - q)
        wish[norm > _NEAR] = 0.0
        step, drift = _step(q, residual, J, wish, lower, upper)
        resting = (norm < max(solved, _HOLDS)) & (drift < _SETTLED)
        if taken % _WINDOW == 0:
            resting |= (norm > max(solved, _HOLDS)) & (norm > 0.8 * recent[moving])
            recent[moving] = norm
        final[moving[~resting]] = np.clip(q + step, lower, upper)[~resting]
        moving = moving[~resting]
        if not len(moving):
            break
    drifted = np.flatnonzero(norms < _NEAR) if preferred is not None and iterations > 1 else np.array([], dtype=int)
    if len(drifted):  # a drift leaves a residual of second order behind
        settled = descend(
            stack,
            final[drifted],
            symmetry[drifted],
            lower=lower,
            upper=upper,
            preferred=None,
            iterations=6,
            solved=solved,
        )
        final[drifted], norms[drifted] = settled.q, settled.residual
    return Descent(final, norms, first, taken)


def _step(q: Array, residual: Array, J: Array, wish: Array, lower: Array, upper: Array) -> tuple[Array, Array]:
    """Return the step (b, n) that keeps the limits, and the length (b,) of its part within the null space."""
    identity = np.eye(q.shape[1])
    damping = np.clip(0.05 * np.sum(residual**2, axis=-1), 1e-10, 1e-2)[:, None, None] * identity
    fixed = np.zeros(q.shape, dtype=bool)
    onto_limit = np.zeros_like(q)
    step, drift = onto_limit, onto_limit
    for _ in range(_LIMIT_ROUNDS):
        free: Array = J * ~fixed[:, None, :]
        hessian = free.transpose(0, 2, 1) @ free
        left = residual + (J @ onto_limit[..., None])[..., 0]
        descent: Array = -np.linalg.solve(hessian + damping, (left[:, None, :] @ free)[:, 0, :, None])[..., 0]
        drift = _NULL * np.linalg.solve(hessian + _NULL * identity, (wish * ~fixed)[..., None])[..., 0]
        drift = _shortened(drift, _LONGEST_DRIFT)
        step = _shortened(descent, _LONGEST_STEP) + drift + onto_limit
        beyond = ((q + step < lower) | (q + step > upper)) & ~fixed
        if not beyond.any():
            break
        fixed |= beyond
        onto_limit = np.where(beyond, np.clip(q + step, lower, upper) - q, onto_limit)
    return step, np.abs(drift).max(axis=-1)


def _shortened(steps: Array, longest: float) -> Array:
    """Scale steps (b, n) so that no joint moves by more than `longest`."""
    return steps * np.minimum(1.0, longest / np.maximum(np.abs(steps).max(axis=-1, keepdims=True), 1e-12))
