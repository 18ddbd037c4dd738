"""Convex solids from points: hulls, boxes with bevelled edges, chains along a curve."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike

# scipy has no type stubs
from scipy.spatial import ConvexHull  # pyright: ignore[reportMissingTypeStubs]

from envs.assets.builder import AssetBuilder
from envs.assets.model import Colour
from kpam.transforms import Array

MOST_VERTICES = 128
"""PhysX keeps at most 255 triangles of a convex mesh: one with more corners than these it would make coarser."""


def hull(points: ArrayLike) -> tuple[Array, list[tuple[int, int, int]]]:
    """Return the corners (n, 3) of the points' convex hull, and its triangles as seen from outside.

    Raises:
        ValueError: the hull has more corners than a simulator takes.
    """
    cloud = np.asarray(points, dtype=float)
    found = ConvexHull(cloud)
    if len(found.vertices) > MOST_VERTICES:
        raise ValueError(f"a hull of {len(found.vertices)} corners; at most {MOST_VERTICES}: take fewer points")
    number = {int(old): new for new, old in enumerate(found.vertices)}
    faces: list[tuple[int, int, int]] = []
    for (a, b, c), equation in zip(found.simplices, found.equations, strict=True):
        outwards = np.cross(cloud[b] - cloud[a], cloud[c] - cloud[a]) @ equation[:3] > 0
        faces.append((number[a], number[b], number[c]) if outwards else (number[a], number[c], number[b]))
    return cloud[found.vertices], faces


def solid(builder: AssetBuilder, link: str, points: ArrayLike, colour: Colour) -> None:
    """Add the convex hull of points (n, 3), in the root frame."""
    builder.mesh(link, *hull(points), colour)


def bevelled(
    builder: AssetBuilder, link: str, lower: ArrayLike, upper: ArrayLike, bevel: float, colour: Colour
) -> None:
    """Add a box by its lower and upper corner whose edges are cut off at 45 degrees, `bevel` metres from each face."""
    low, high = np.asarray(lower, dtype=float), np.asarray(upper, dtype=float)
    middle, half = (low + high) / 2, (high - low) / 2
    signs = np.array(np.meshgrid([-1, 1], [-1, 1], [-1, 1])).reshape(3, -1).T
    corners = [middle + signs * (half - bevel * (1 - np.eye(3)[axis])) for axis in range(3)]
    solid(builder, link, np.vstack(corners), colour)


def chain(builder: AssetBuilder, link: str, sections: Sequence[Array], colours: Sequence[Colour]) -> None:
    """Add a solid for each pair of neighbours among cross-sections (k, 3): a body along a curve, a colour each."""
    for (first, second), colour in zip(pairwise(sections), colours, strict=True):
        solid(builder, link, np.vstack([first, second]), colour)
