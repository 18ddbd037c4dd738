"""Colours that people have one word for, as RGB in 0..1."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from envs.assets.model import Colour

VIVID: dict[str, Colour] = {
    "red": (0.80, 0.10, 0.10),
    "orange": (0.95, 0.50, 0.08),
    "yellow": (0.95, 0.82, 0.12),
    "green": (0.13, 0.60, 0.22),
    "blue": (0.12, 0.30, 0.80),
    "purple": (0.48, 0.20, 0.65),
    "pink": (0.95, 0.50, 0.68),
    "brown": (0.45, 0.27, 0.14),
    "white": (0.93, 0.93, 0.91),
    "black": (0.12, 0.12, 0.13),
}
FURNITURE: dict[str, Colour] = {
    "white": (0.90, 0.89, 0.86),
    "grey": (0.58, 0.60, 0.62),
    "brown": (0.52, 0.34, 0.20),
    "beige": (0.83, 0.72, 0.54),
    "blue": (0.35, 0.47, 0.62),
    "green": (0.42, 0.55, 0.42),
}
METAL: dict[str, Colour] = {
    "steel": (0.72, 0.74, 0.77),
    "black": (0.13, 0.13, 0.14),
    "brass": (0.78, 0.62, 0.28),
}


def draw(rng: np.random.Generator, colours: Mapping[str, Colour]) -> tuple[str, Colour]:
    """Draw a colour by name."""
    name = sorted(colours)[int(rng.integers(len(colours)))]
    return name, colours[name]


def shade(colour: Colour, factor: float) -> Colour:
    """Return a darker (factor < 1) or lighter (> 1) colour, each channel held in 0..1."""
    r, g, b = (float(min(1.0, max(0.0, channel * factor))) for channel in colour)
    return r, g, b
