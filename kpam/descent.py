"""Batched Gauss-Newton descent on a residual stack within joint limits, then along the null space."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kpam.stack import ResidualStack
from kpam.transforms import Array

SOLVED = 1e-6  # norm of the scaled residual that counts as zero
_LONGEST_STEP = 0.6  # rad, of any joint in one iteration
_LIMIT_ROUNDS = 3  # in which joints are set to their limits, in one iteration
_WINDOW = 7  # iterations in which the residual must shrink by a fifth
_ENOUGH = 18  # iterations after which those still far off are dropped, if others are home
_LONGEST_DRIFT = 0.3  # rad, of any joint in one iteration along the null space
_DRIFT_SHARE = 0.7  # of the way to the best configuration of the linearised null space
_NULL = 1e-6  # a direction whose squared singular value is well below counts as free
_AFLOAT = 1e-3  # norm of the scaled residual that a drift may leave
_SETTLED = 1e-2  # rad, of a drift that is not worth another


@dataclass(frozen=True)
class Descent:
    """Where a batch came to rest: configurations (b, n), norms of their scaled residuals (b,), iterations taken."""

    q: Array
    residual: Array
    iterations: int


def settle(
    stack: ResidualStack, q: Array, symmetry: Array, *, lower: Array, upper: Array, iterations: int = 60
) -> Descent:
    """Bring residuals to zero, or as near to it as each start leads.

    Each iteration takes a damped Gauss-Newton step. Joints that it would take past their limit are set to it and the
    rest is solved again, so that a limit costs a degree of freedom and not the solution. The damping shrinks with the
    squared residual (Yamashita and Fukushima 2001), so that convergence is quadratic without a line search.

    Args:
        stack: the residuals.
        q: (b, n) the starts, rad.
        symmetry: (b, 4, 4) the tool symmetry of each.
        lower, upper: (n,) limits, rad, never left.
        iterations: at most so many.
    """
    q = np.clip(q, lower, upper)
    norms, recent = np.full(len(q), np.inf), np.full(len(q), np.inf)
    moving = np.arange(len(q))
    taken = 0
    for taken in range(1, iterations + 1):
        here = q[moving]
        residual, J = stack.evaluate(here, symmetry[moving])
        norm = np.linalg.norm(residual, axis=-1)
        norms[moving] = norm
        resting = norm < SOLVED
        if taken % _WINDOW == 0:
            resting |= norm > 0.8 * recent[moving]
            recent[moving] = norm
        if taken >= _ENOUGH and norms.min() < SOLVED:
            resting |= norm > _AFLOAT
        if resting.all() or taken == iterations:
            break
        on = ~resting
        step, _ = _step(here[on], residual[on], J[on], None, lower, upper)
        moving = moving[on]
        q[moving] = np.clip(here[on] + step, lower, upper)
    return Descent(q, norms, taken)


def slide(
    stack: ResidualStack,
    q: Array,
    symmetry: Array,
    *,
    lower: Array,
    upper: Array,
    preferred: Array,
    iterations: int = 20,
) -> Descent:
    """Bring configurations that settled as near to `preferred` (n,) as constraints and limits let them.

    Each iteration adds to the Gauss-Newton step one towards `preferred`, projected on the null space. The other
    arguments are those of `settle`, which is called at the end for what a drift leaves of second order.
    """
    q = q.copy()
    moving = np.arange(len(q))
    taken = 0
    while len(moving) and taken < iterations:
        taken += 1
        here = q[moving]
        residual, J = stack.evaluate(here, symmetry[moving])
        step, drift = _step(here, residual, J, _DRIFT_SHARE * (preferred - here), lower, upper)
        q[moving] = np.clip(here + step, lower, upper)
        moving = moving[(drift > _SETTLED) | (np.linalg.norm(residual, axis=-1) > _AFLOAT)]
    end = settle(stack, q, symmetry, lower=lower, upper=upper, iterations=6)
    return Descent(end.q, end.residual, taken + end.iterations)


def _step(
    q: Array, residual: Array, J: Array, wish: Array | None, lower: Array, upper: Array
) -> tuple[Array, Array | float]:
    """Return the step (b, n) that keeps the limits, and the length (b,) of its part along the null space."""
    identity = np.eye(q.shape[1])
    damping = np.clip(0.05 * np.sum(residual**2, axis=-1), 1e-10, 1e-2)[:, None, None] * identity
    free: Array = J
    left: Array = residual
    fixed = np.zeros(q.shape, dtype=bool)
    onto_limit = np.zeros_like(q)
    step: Array = onto_limit
    length: Array | float = 0.0
    for _ in range(_LIMIT_ROUNDS):
        hessian: Array = free.transpose(0, 2, 1) @ free
        gradient: Array = (left[:, None, :] @ free)[:, 0, :, None]
        downhill = np.asarray(np.linalg.solve(hessian + damping, gradient), dtype=np.float64)
        step: Array = onto_limit - _shortened(downhill[..., 0], _LONGEST_STEP)
        if wish is not None:
            drift = np.asarray(
                np.linalg.solve(hessian + _NULL * identity, (_NULL * wish * ~fixed)[..., None]), dtype=np.float64
            )
            along = _shortened(drift[..., 0], _LONGEST_DRIFT)
            step, length = step + along, np.abs(along).max(axis=-1)
        beyond = ((q + step < lower) | (q + step > upper)) & ~fixed
        if not beyond.any():
            break
        fixed |= beyond
        onto_limit = np.where(beyond, np.clip(q + step, lower, upper) - q, onto_limit)
        free = J * ~fixed[:, None, :]
        left = residual + (J @ onto_limit[..., None])[..., 0]
    return step, length


def _shortened(steps: Array, longest: float) -> Array:
    """Scale steps (b, n) so that no joint moves by more than `longest`."""
    return steps * np.minimum(1.0, longest / np.maximum(np.abs(steps).max(axis=-1, keepdims=True), 1e-12))
