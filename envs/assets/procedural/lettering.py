"""Printing on the front of boxes: flat labels, and words of straight strokes."""

from __future__ import annotations

import numpy as np

from envs.assets.builder import AssetBuilder
from envs.assets.model import Colour
from envs.assets.procedural.hulls import solid

PROUD = 0.0003
"""Metres by which each layer of print stands out of the one below it, so that it is seen."""
STROKES: dict[str, tuple[tuple[float, float, float, float], ...]] = {
    "A": ((0, 0, 0.5, 1), (0.5, 1, 1, 0), (0.22, 0.36, 0.78, 0.36)),
    "C": ((1, 1, 0, 1), (0, 1, 0, 0), (0, 0, 1, 0)),
    "E": ((0, 0, 0, 1), (0, 1, 1, 1), (0, 0.5, 0.8, 0.5), (0, 0, 1, 0)),
    "G": ((1, 1, 0, 1), (0, 1, 0, 0), (0, 0, 1, 0), (1, 0, 1, 0.48), (1, 0.48, 0.5, 0.48)),
    "K": ((0, 0, 0, 1), (0, 0.42, 1, 1), (0.32, 0.6, 1, 0)),
    "R": ((0, 0, 0, 1), (0, 1, 1, 1), (1, 1, 1, 0.5), (1, 0.5, 0, 0.5), (0.45, 0.5, 1, 0)),
    "S": ((1, 1, 0, 1), (0, 1, 0, 0.5), (0, 0.5, 1, 0.5), (1, 0.5, 1, 0), (1, 0, 0, 0)),
    "U": ((0, 1, 0, 0), (0, 0, 1, 0), (1, 0, 1, 1)),
}
"""Letters as strokes from one point to another, in shares of their width (to the right) and of their height (up)."""


def label(
    builder: AssetBuilder,
    link: str,
    face: float,
    centre: tuple[float, float],
    size: tuple[float, float],
    colour: Colour,
    *,
    layer: int = 1,
    turn: float = 0.0,
) -> None:
    """Print a rectangle on the face x = `face` by its centre and edges along y and z, turned about x, metres.

    It lies on the front where `face` is positive, else on the back; higher layers lie on lower ones.
    """
    out = float(np.sign(face))
    half = layer * PROUD
    builder.box(
        link,
        (face + out * (half - 0.0005) / 2, *centre),
        (half + 0.0005, *size),
        colour,
        (float(np.cos(turn / 2)), float(np.sin(turn / 2)), 0.0, 0.0),
    )


def disc(
    builder: AssetBuilder,
    link: str,
    face: float,
    centre: tuple[float, float],
    radii: tuple[float, float],
    colour: Colour,
    *,
    layer: int = 1,
) -> None:
    """Print an ellipse on the face x = `face`, by its half axes along y and z, metres."""
    out = float(np.sign(face))
    angles = np.arange(20) * 2 * np.pi / 20
    flat = np.column_stack([centre[0] + radii[0] * np.cos(angles), centre[1] + radii[1] * np.sin(angles)])
    ends = [np.column_stack([np.full(20, x), flat]) for x in (face - out * 0.0005, face + out * layer * PROUD)]
    solid(builder, link, np.vstack(ends), colour)


def word(
    builder: AssetBuilder,
    link: str,
    face: float,
    text: str,
    centre: tuple[float, float],
    size: tuple[float, float],
    colour: Colour,
    *,
    layer: int = 2,
) -> None:
    """Print a word of capital letters on the face x = `face`, by its centre and edges along y and z, metres."""
    out = float(np.sign(face))
    pitch = size[0] / (len(text) - 0.3)
    wide, high, thick = 0.66 * pitch, size[1], 0.19 * min(pitch, size[1])
    for index, letter in enumerate(text):
        left = (index - (len(text) - 0.3) / 2) * pitch
        for x0, y0, x1, y1 in STROKES[letter]:
            start, end = (
                np.array([left + x0 * wide, (y0 - 0.5) * high]),
                np.array([left + x1 * wide, (y1 - 0.5) * high]),
            )
            middle, way = (start + end) / 2, end - start
            along = float(np.linalg.norm(way)) + thick
            at = (centre[0] + out * float(middle[0]), centre[1] + float(middle[1]))
            turn = float(np.arctan2(way[1], out * way[0]))
            label(builder, link, face, at, (along, thick), colour, layer=layer, turn=turn)
