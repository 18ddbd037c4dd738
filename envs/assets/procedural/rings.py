"""Rings of convex pieces: round openings in fronts, rims, seats and wheels that fingers reach through."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from envs.assets.builder import AssetBuilder
from envs.assets.model import Colour
from envs.assets.procedural.rods import rod
from envs.assets.procedural.solids import circle, loft
from kpam.transforms import unit


def band(
    builder: AssetBuilder,
    link: str,
    outer: tuple[ArrayLike, ArrayLike],
    inner: tuple[ArrayLike, ArrayLike],
    colour: Colour,
) -> None:
    """Add a ring between an outer and an inner wall, each given as its outline (n, 3) at the start and at the end.

    Outlines run counter-clockwise seen from the end; every piece lies between two corners of each.
    """
    outer_start, outer_end = (np.asarray(loop, dtype=float) for loop in outer)
    inner_start, inner_end = (np.asarray(loop, dtype=float) for loop in inner)
    for k in range(len(outer_start)):
        after = (k + 1) % len(outer_start)
        start, end = (
            np.stack([wide[k], wide[after], narrow[after], narrow[k]])
            for wide, narrow in ((outer_start, inner_start), (outer_end, inner_end))
        )
        loft(builder, link, start, end, colour)


def hoop(
    builder: AssetBuilder,
    link: str,
    start: ArrayLike,
    end: ArrayLike,
    outer: float,
    inner: float,
    colour: Colour,
    *,
    sides: int = 16,
) -> None:
    """Add a ring about the line between two points, its radii in metres to the flat sides."""
    axis = np.subtract(end, start)
    band(
        builder,
        link,
        (circle(start, axis, outer, sides), circle(end, axis, outer, sides)),
        (circle(start, axis, inner, sides), circle(end, axis, inner, sides)),
        colour,
    )


def tyre(
    builder: AssetBuilder,
    link: str,
    centre: ArrayLike,
    axis: ArrayLike,
    radius: float,
    thickness: float,
    colour: Colour,
    *,
    sides: int = 20,
) -> None:
    """Add a round rim of rods `thickness` metres across, whose middles lie `radius` from the centre."""
    corners = circle(centre, axis, radius, sides)
    for start, end in zip(corners, np.roll(corners, -1, axis=0), strict=True):
        # A little longer than the chord, so that no notch shows outside.
        way = unit(end - start) * 0.5 * thickness * np.tan(np.pi / sides)
        rod(builder, link, start - way, end + way, thickness / 2, colour)
