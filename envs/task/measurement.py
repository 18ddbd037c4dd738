"""How far something is from holding."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Unit = Literal["m", "rad", "s", "N", "fraction", ""]


@dataclass(frozen=True)
class Measurement:
    """Whether a condition holds, by what margin, and why, in words.

    `margin` is positive by how much it holds, negative by how much it is missed, in `unit`.
    """

    holds: bool
    margin: float
    unit: Unit
    text: str

    @property
    def error(self) -> float:
        """How far from holding, 0 where it holds."""
        return 0.0 if self.holds else abs(self.margin)
