"""What an instance may differ in: ranges of numbers, each with the source of its real dimensions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np


@dataclass(frozen=True)
class Range:
    """A number that every instance draws for itself.

    Attributes:
        low, high: the smallest and the largest value, in `unit`; both the same for what never changes.
        unit: m, kg, rad, or 1 for a share or a count.
        source: where these figures come from: a standard, what shops sell, what was measured, or what the gripper
            needs.
    """

    low: float
    high: float
    unit: Literal["m", "kg", "rad", "1"]
    source: str

    def draw(self, rng: np.random.Generator) -> float:
        """Return a value of the range, rounded to a tenth of a millimetre, a gram or a milliradian."""
        return round(float(rng.uniform(self.low, self.high)), 4 if self.unit == "m" else 3)


def draw_all(rng: np.random.Generator, ranges: Mapping[str, Range]) -> dict[str, float]:
    """Return a value for each of the ranges, drawn in their order."""
    return {name: span.draw(rng) for name, span in ranges.items()}
