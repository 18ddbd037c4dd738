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
    number = np.empty(len(cloud), dtype=int)
    number[found.vertices] = np.arange(len(found.vertices))
    corners = cloud[found.simplices]
    normals = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    inwards = np.einsum("ij,ij->i", normals, found.equations[:, :3]) < 0
    faces = number[found.simplices]
    faces[inwards] = faces[inwards][:, ::-1]
    return cloud[found.vertices], [(a, b, c) for a, b, c in faces.tolist()]


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
