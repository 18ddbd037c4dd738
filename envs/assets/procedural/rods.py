"""Wires, bars, bails and straps: what runs along a line of points."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike

from envs.assets.builder import AssetBuilder
from envs.assets.model import Colour
from envs.frozen import Quaternion
from kpam.transforms import Array, from_rotation, quaternion, unit


def turned_to(direction: ArrayLike) -> Quaternion:
    """Return the shortest rotation wxyz that brings the z axis to a direction."""
    x, y, z = unit(direction)
    if z < -1 + 1e-9:
        return (0.0, 1.0, 0.0, 0.0)
    a, b, c, d = (float(round(part, 12)) + 0.0 for part in unit((1.0 + z, -y, x, 0.0)))
    return a, b, c, d


def rod(builder: AssetBuilder, link: str, start: ArrayLike, end: ArrayLike, radius: float, colour: Colour) -> None:
    """Add a cylinder between two points, metres."""
    way = np.subtract(end, start)
    middle = np.add(start, end) / 2
    builder.cylinder(link, middle, radius, float(np.linalg.norm(way)), colour, turned_to(way))


def wire(builder: AssetBuilder, link: str, points: ArrayLike, radius: float, colour: Colour) -> None:
    """Add a bent rod through points (n, 3), with a ball in each bend where it would show a notch, metres."""
    path = np.asarray(points, dtype=float)
    for start, end in pairwise(path):
        rod(builder, link, start, end, radius, colour)
    for before, here, after in zip(path, path[1:], path[2:], strict=False):
        if unit(here - before) @ unit(after - here) < np.cos(0.5):
            builder.sphere(link, here, radius, colour)


def strap(
    builder: AssetBuilder,
    link: str,
    points: ArrayLike,
    across: ArrayLike,
    width: float,
    thickness: float,
    colour: Colour,
) -> None:
    """Add a flat band through points (n, 3) that lie in a plane; it is `width` wide along the plane's normal `across`.

    Metres. Neighbouring pieces overlap, so that a bend shows no gap.
    """
    normal = unit(across)
    for start, end in pairwise(np.asarray(points, dtype=float)):
        way = unit(end - start)
        turn = quaternion(from_rotation(np.column_stack([way, normal, np.cross(way, normal)])))
        w, x, y, z = (float(round(part, 12)) + 0.0 for part in turn)
        length = float(np.linalg.norm(end - start)) + thickness
        builder.box(link, (start + end) / 2, (length, width, thickness), colour, (w, x, y, z))


def arch(centre: ArrayLike, side: ArrayLike, top: ArrayLike, count: int) -> Array:
    """Return points (count + 1, 3) of half an ellipse from `centre + side` over `centre + top` to `centre - side`."""
    angles = np.linspace(0.0, np.pi, count + 1)[:, None]
    return np.asarray(centre) + np.cos(angles) * np.asarray(side) + np.sin(angles) * np.asarray(top)
