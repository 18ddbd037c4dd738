"""What household things are made of, by the word that people have for its colour."""

from __future__ import annotations

from envs.assets.model import Colour

APPLIANCE: dict[str, Colour] = {
    "white": (0.92, 0.92, 0.90),
    "silver": (0.70, 0.72, 0.74),
    "black": (0.15, 0.15, 0.16),
    "red": (0.68, 0.12, 0.12),
    "cream": (0.92, 0.86, 0.70),
    "mint": (0.62, 0.80, 0.72),
}
ENAMEL: Colour = (0.20, 0.22, 0.26)
GLASS: Colour = (0.07, 0.08, 0.10)
PANE: Colour = (0.72, 0.85, 0.90)
LINING: Colour = (0.96, 0.97, 0.97)
RUBBER: Colour = (0.10, 0.10, 0.10)
STEEL: Colour = (0.72, 0.74, 0.77)
LAMP: Colour = (0.10, 0.55, 0.45)


def contrasting(colour_name: str) -> Colour:
    """Return what handles, knobs and letters on a finish are made in, so that they stand out."""
    return STEEL if colour_name in ("black", "red") else (0.16, 0.16, 0.17)
