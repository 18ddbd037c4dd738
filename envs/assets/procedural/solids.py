"""Convex solids that boxes and cylinders are not: prisms, cones and what is turned on a lathe."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike

from envs.assets.builder import AssetBuilder
from envs.assets.model import Colour
from kpam.transforms import Array, unit

ACROSS = {"x": (1, 2), "y": (0, 2), "z": (0, 1)}
"""The two root axes in which an outline lies that is drawn out along the third."""


def loft(builder: AssetBuilder, link: str, start: ArrayLike, end: ArrayLike, colour: Colour) -> None:
    """Add the convex solid between two outlines (n, 3) in metres, both counter-clockwise seen from the end's side."""
    low, high = np.asarray(start, dtype=float), np.asarray(end, dtype=float)
    if low.shape != high.shape or len(low) < 3:
        raise ValueError(f"outlines of {low.shape} and {high.shape} do not match; give both the same 3 or more corners")
    n = len(low)
    faces = [(0, k + 1, k) for k in range(1, n - 1)] + [(n, n + k, n + k + 1) for k in range(1, n - 1)]
    for k in range(n):
        after = (k + 1) % n
        faces += [(k, after, n + after), (k, n + after, n + k)]
    builder.mesh(link, np.concatenate([low, high]), faces, colour)


def prism(
    builder: AssetBuilder, link: str, outline: ArrayLike, along: str, low: float, high: float, colour: Colour
) -> None:
    """Add a convex outline drawn out along a root axis from `low` to `high`, metres.

    `outline` (n, 2) runs either way round in the axes that ACROSS names: y, z for x; x, z for y; x, y for z.
    """
    corners = np.asarray(outline, dtype=float)
    u, v = corners.T
    clockwise = float((u * np.roll(v, -1) - v * np.roll(u, -1)).sum()) < 0
    if clockwise != (along == "y"):
        corners = corners[::-1]
    ends = []
    for level in (low, high):
        points = np.empty((len(corners), 3))
        points[:, ACROSS[along]] = corners
        points[:, "xyz".index(along)] = level
        ends.append(points)
    loft(builder, link, ends[0], ends[1], colour)


def rounded(width: float, height: float, radius: float, *, corners: int = 3) -> Array:
    """Return the outline (4 (corners + 1), 2) of a rectangle about the origin with round corners, metres."""
    turns = np.linspace(0.0, np.pi / 2, corners + 1)
    points = []
    for index, (sx, sy) in enumerate(((1, 1), (-1, 1), (-1, -1), (1, -1))):
        centre = np.array([sx * (width / 2 - radius), sy * (height / 2 - radius)])
        angles = turns + index * np.pi / 2
        points.append(centre + radius * np.column_stack([np.cos(angles), np.sin(angles)]))
    return np.concatenate(points)


def limb(
    builder: AssetBuilder,
    link: str,
    sections: Sequence[tuple[float, float, float, float]],
    colours: Sequence[Colour],
    *,
    bevel: float = 0.3,
) -> None:
    """Add a handle or blade along x through upright sections (x, z of the middle, width along y, height), metres.

    A section is a rectangle without its corners: `bevel` is what is cut off, as a share of the shorter edge. Each
    piece has a colour; the last one serves for all that follow.
    """
    outlines = []
    for x, z, width, height in sections:
        y, h = width / 2, height / 2
        cut = bevel * min(width, height)
        corners = [(y, cut - h), (y, h - cut), (y - cut, h), (cut - y, h), (-y, h - cut), (-y, cut - h), (cut - y, -h)]
        outlines.append([(x, a, z + c) for a, c in (*corners, (y - cut, -h))])
    ascending = sections[0][0] < sections[-1][0]
    for index, (start, end) in enumerate(pairwise(outlines)):
        low, high = (start, end) if ascending else (end, start)
        loft(builder, link, low, high, colours[min(index, len(colours) - 1)])


def circle(centre: ArrayLike, axis: ArrayLike, radius: float, sides: int) -> Array:
    """Return the corners (sides, 3) of a polygon round a point, counter-clockwise about `axis`, flat sides on +x."""
    w = unit(axis)
    u = np.eye(3)[0] if abs(w[0]) < 0.9 else np.eye(3)[1]
    u = unit(u - (u @ w) * w)
    v = np.cross(w, u)
    angles = (np.arange(sides) + 0.5) * 2 * np.pi / sides
    far = radius / np.cos(np.pi / sides)
    return np.asarray(centre) + far * (np.cos(angles)[:, None] * u + np.sin(angles)[:, None] * v)


def cone(
    builder: AssetBuilder,
    link: str,
    start: ArrayLike,
    end: ArrayLike,
    radius_start: float,
    radius_end: float,
    colour: Colour,
    *,
    sides: int = 16,
) -> None:
    """Add a cone cut off at both ends, between two points of its axis; the radii, in metres, are to its flat sides."""
    axis = np.subtract(end, start)
    loft(
        builder,
        link,
        circle(start, axis, radius_start, sides),
        circle(end, axis, radius_end, sides),
        colour,
    )


def lathe(
    builder: AssetBuilder,
    link: str,
    origin: ArrayLike,
    axis: ArrayLike,
    profile: Sequence[tuple[float, float]],
    colours: Sequence[Colour],
    *,
    sides: int = 16,
) -> None:
    """Add what is turned about an axis: a cone between each two of the profile's (distance, radius), metres.

    Each cone has a colour; the last one serves for all that follow.
    """
    base, direction = np.asarray(origin, dtype=float), unit(axis)
    for index, ((near, inner), (far, outer)) in enumerate(pairwise(profile)):
        colour = colours[min(index, len(colours) - 1)]
        cone(builder, link, base + near * direction, base + far * direction, inner, outer, colour, sides=sides)
