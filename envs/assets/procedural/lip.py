"""What a lid is lifted by at its free edge: a bar on two posts, or a flat lip."""

from __future__ import annotations

import numpy as np

from envs.assets.builder import AssetBuilder
from envs.assets.model import Colour
from envs.assets.procedural.handles import bar
from kpam.transforms import Array

LIFTED_BY = ("round bar", "square bar", "lip")
"""What `edge_handle` makes."""
_BEYOND = 0.012
"""Metres by which a lip goes on past where it is held."""


def edge_handle(
    builder: AssetBuilder,
    link: str,
    mount: tuple[float, float, float],
    kind: str,
    *,
    length: float,
    thickness: float,
    gap: float,
    tilt: float,
    colour: Colour,
) -> Array:
    """Add a handle along y in front (+x) of `mount`, a point of a lid's front edge; returns where it is held.

    It rises by `tilt` radians, and is held where a bar of this `thickness` stands `gap` metres off the edge. Raises
    ValueError for a `kind` that LIFTED_BY does not name.
    """
    if kind not in LIFTED_BY:
        raise ValueError(f"handle {kind!r} is none; choose one of {', '.join(LIFTED_BY)}")
    if kind != "lip":
        return bar(
            builder,
            link,
            mount,
            along="y",
            length=length,
            thickness=thickness,
            gap=gap,
            round_bar=kind == "round bar",
            colour=colour,
            tilt=tilt,
        )
    outwards = np.array([np.cos(tilt), 0.0, np.sin(tilt)])
    turn = (float(np.cos(tilt / 2)), 0.0, float(-np.sin(tilt / 2)), 0.0)
    reach = gap + thickness / 2
    middle = np.asarray(mount) + outwards * (reach + _BEYOND) / 2
    builder.box(link, middle, (reach + _BEYOND, length, thickness), colour, turn)
    return np.asarray(mount) + outwards * reach
