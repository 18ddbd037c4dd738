"""Walls of round vessels as rings of convex wedges, so that things really fall inside."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from envs.assets.builder import AssetBuilder
from envs.assets.model import Colour

WEDGE_FACES = (
    *((0, 2, 1), (0, 3, 2)),  # underside
    *((4, 5, 6), (4, 6, 7)),  # top
    *((0, 1, 5), (0, 5, 4)),  # outside
    *((2, 3, 7), (2, 7, 6)),  # inside
    *((1, 2, 6), (1, 6, 5)),  # towards the next wedge
    *((3, 0, 4), (3, 4, 7)),  # towards the one before
)


def ring(
    builder: AssetBuilder,
    link: str,
    *,
    lower: float,
    upper: float,
    radius_lower: float,
    radius_upper: float,
    thickness: float,
    colour: Colour,
    segments: int = 16,
    centre: tuple[float, float] = (0.0, 0.0),
    stretch: float = 1.0,
    other: Colour | None = None,
) -> None:
    """Add a conical wall round an upright axis between two heights; the radii are those of the outside, metres.

    A flat side lies across the +x axis, so that fingers closing along x and y meet flat faces (16 segments).
    An oval one is `stretch` times as long along x as across. Every second wedge has the `other` colour.
    """
    step = 2 * np.pi / segments
    for index in range(segments):
        angles = (index - 0.5) * step, (index + 0.5) * step
        corners = []
        for z, outside in ((lower, radius_lower), (upper, radius_upper)):
            inside = outside - thickness
            for radius, angle in ((outside, 0), (outside, 1), (inside, 1), (inside, 0)):
                far = radius / np.cos(step / 2)
                x, y = stretch * far * np.cos(angles[angle]), far * np.sin(angles[angle])
                corners.append((centre[0] + x, centre[1] + y, z))
        builder.mesh(link, corners, WEDGE_FACES, colour if other is None or index % 2 else other)


def rim_grasps(
    builder: AssetBuilder,
    link: str,
    *,
    radius: float,
    height: float,
    thickness: float,
    count: int = 8,
    only: Sequence[int] | None = None,
) -> None:
    """Name grasps from above on a wall: centred `radius` from the axis at `height`, one finger inside, one outside.

    They stand `count` to a turn, from +x on; `only` leaves out those that something is in the way of.
    """
    for index in range(count) if only is None else only:
        angle = 2 * np.pi * index / count
        outwards = np.array([np.cos(angle), np.sin(angle), 0.0])
        builder.grasp(
            f"rim_{index}", link, outwards * radius + np.array([0.0, 0.0, height]), width=thickness, closing=outwards
        )
