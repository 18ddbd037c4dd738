"""Values that must stay within a range, as residuals."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from kpam.compiled import compiled
from kpam.transforms import Array


def outside(values: Array, jacobian: Array, lower: ArrayLike, upper: ArrayLike) -> tuple[Array, Array]:
    """Return values (b, m) less the nearest ones allowed, 0 within, and their derivative (b, m, n), 0 within.

    A range of a single value is an equation, and steep on it too. Bounds are (m,), or (b, m), or a number.
    """
    m = values.shape[1]
    return _outside(values, jacobian, np.asarray(lower).reshape(-1, m), np.asarray(upper).reshape(-1, m))


@compiled
def _outside(values: Array, jacobian: Array, lower: Array, upper: Array) -> tuple[Array, Array]:
    b, m, n = jacobian.shape
    excess, steep = np.zeros((b, m)), np.zeros((b, m, n))
    for k in range(b):
        for r in range(m):
            value, low, high = values[k, r], lower[k % len(lower), r], upper[k % len(upper), r]
            if value < low or value > high or low == high:
                excess[k, r] = value - min(max(value, low), high)
                for i in range(n):
                    steep[k, r, i] = jacobian[k, r, i]
    return excess, steep
