"""Which of its category's variants an instance is."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np


def choose(rng: np.random.Generator, variants: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    """Return one choice for each of the variants, drawn in their order."""
    return {name: options[int(rng.integers(len(options)))] for name, options in variants.items()}
