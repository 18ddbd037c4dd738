"""Housings of five boards, open at the front, and the feet that they stand on."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from envs.assets.builder import ALONG, AssetBuilder
from envs.assets.model import Colour
from kpam.transforms import Array


def carcass(
    builder: AssetBuilder, link: str, low: ArrayLike, high: ArrayLike, wall: float, colour: Colour
) -> tuple[Array, Array]:
    """Add five boards, `wall` metres thick, along the inside of a box; +x stays open.

    `low` and `high` are the box's corners. Returns the corners of the room inside, so that a lining is a carcass in
    the room of another.
    """
    low, high = np.asarray(low, dtype=float), np.asarray(high, dtype=float)
    inner_low, inner_high = low + wall, high - (0.0, wall, wall)
    builder.block(link, low, (high[0], inner_low[1], high[2]), colour)
    builder.block(link, (low[0], inner_high[1], low[2]), high, colour)
    for bottom, top in ((low[2], inner_low[2]), (inner_high[2], high[2])):
        builder.block(link, (low[0], inner_low[1], bottom), (high[0], inner_high[1], top), colour)
    builder.block(link, (low[0], *inner_low[1:]), (inner_low[0], *inner_high[1:]), colour)
    return inner_low, inner_high


def feet(
    builder: AssetBuilder, link: str, low: ArrayLike, high: ArrayLike, *, inset: float, radius: float, colour: Colour
) -> None:
    """Add four round feet between the ground and the underside of a box, `inset` metres from its sides."""
    low, high = np.asarray(low, dtype=float), np.asarray(high, dtype=float)
    for x in (low[0] + inset, high[0] - inset):
        for y in (low[1] + inset, high[1] - inset):
            builder.cylinder(link, (x, y, low[2] / 2), radius, low[2], colour, ALONG["z"])
