"""What fruits share: stems, leaves, and how far they roll."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from envs.assets.builder import AssetBuilder
from envs.assets.model import Colour
from envs.assets.procedural.hulls import solid
from kpam.transforms import Array, unit

WOOD: Colour = (0.36, 0.24, 0.12)
LEAF: Colour = (0.20, 0.45, 0.15)
ROLLING_DAMPING = 6.0
"""Per second. Fruit is soft and never quite round, so it comes to rest where a rigid body would roll on."""


def rod(
    builder: AssetBuilder,
    link: str,
    start: ArrayLike,
    end: ArrayLike,
    radii: tuple[float, float],
    colour: Colour = WOOD,
    sides: int = 8,
) -> None:
    """Add a straight stem from one point to another, of a radius in metres at each."""
    a, b = np.asarray(start, dtype=float), np.asarray(end, dtype=float)
    along = unit(b - a)
    side = unit(np.cross(along, np.eye(3)[int(np.argmin(np.abs(along)))]))
    other = np.cross(along, side)
    angles = np.arange(sides) * 2 * np.pi / sides
    circle = np.outer(np.cos(angles), side) + np.outer(np.sin(angles), other)
    solid(builder, link, np.vstack([a + radii[0] * circle, b + radii[1] * circle]), colour)


def leaf(
    builder: AssetBuilder,
    link: str,
    base: ArrayLike,
    direction: ArrayLike,
    *,
    length: float,
    width: float,
    colour: Colour = LEAF,
) -> None:
    """Add a leaf that grows from `base` along `direction`: two blades that meet in a groove, metres."""
    along = unit(direction)
    across = unit(np.cross((0.0, 0.0, 1.0), along))
    normal = np.cross(along, across)
    for side in (-1, 1):
        outline: list[Array] = []
        for far, wide in ((0.0, 0.0), (0.25, 0.42), (0.5, 0.5), (0.75, 0.32), (1.0, 0.0)):
            rise = 0.5 * wide * width - 0.18 * length * far * far
            outline.append(np.asarray(base) + far * length * along + side * wide * width * across + rise * normal)
        outline.append(np.asarray(base) + 0.5 * length * along - 0.045 * length * normal)
        blade = np.array(outline)
        thin = 0.0005 * normal
        solid(builder, link, np.vstack([blade - thin, blade + thin]), colour if side > 0 else _darker(colour))


def _darker(colour: Colour) -> Colour:
    r, g, b = colour
    return 0.85 * r, 0.85 * g, 0.85 * b
