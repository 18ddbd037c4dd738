"""What every embedder offers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float64]


class Embedder(Protocol):
    """Turns sentences into vectors of length 1 whose dot product says how near they are."""

    @property
    def name(self) -> str:
        """The embedder's name with its version: vectors of two names cannot be compared."""
        ...

    @property
    def dimension(self) -> int:
        """How many numbers a vector has."""
        ...

    def describe(self) -> str:
        """Return one line that says which embedder this is and, if it is not the best, how to get the better."""
        ...

    def embed(self, sentences: Sequence[str]) -> Vectors:
        """Return (n, dimension) float64, each row of length 1, or of zeros for a sentence without any word."""
        ...
