"""By how much values are outside a range."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from kpam.transforms import Array


def beyond(values: Array, lower: ArrayLike, upper: ArrayLike) -> tuple[Array, Array]:
    """Return each value less the nearest one allowed, 0 within, and its derivative by the value: 1 outside, 0 within.

    A range of a single value is an equation, and the derivative 1 on it too.
    """
    excess = values - np.clip(values, lower, upper)
    return excess, ((excess != 0.0) | np.equal(lower, upper)).astype(np.float64)
