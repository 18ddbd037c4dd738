"""What balls share: the seam of a tennis ball or a softball, the way to hold them, and how far they roll."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from envs.assets.builder import AssetBuilder
from envs.assets.model import AssetModel, Colour
from envs.assets.procedural.hulls import solid
from kpam.transforms import Array, about_axis

ROLLING_DAMPING = 6.0
"""Per second. A rigid sphere on a rigid plane would roll for ever; felt, rubber and cork do not."""
LOBE = 0.44
"""Radians from a pole, which is the middle of one of the seam's two lobes, to the seam."""
DEEP = 0.9
"""Share of the radius down to which what is drawn on a ball reaches into it."""


def seam(share: ArrayLike) -> Array:
    """Return the unit directions (n, 3) of a ball's seam at shares 0..1 of the way round.

    Its lobes lie about the poles +z and -z, which it keeps clear of. The curve is Paul Bourke's "Baseball curve".
    """
    t = 4 * np.pi * np.asarray(share, dtype=float)
    alpha = np.pi / 2 - (np.pi / 2 - LOBE) * np.cos(t)
    beta = t / 2 + LOBE * np.sin(2 * t)
    return np.stack([np.sin(alpha) * np.cos(beta), np.sin(alpha) * np.sin(beta), np.cos(alpha)], axis=-1)


def turning(rng: np.random.Generator) -> Array:
    """Return a rotation (3, 3): any way round, but tilted so little that the seam does not come to lie underneath."""
    spin = about_axis(np.array([0.0, 0.0, 1.0]), float(rng.uniform(-np.pi, np.pi)))
    tilt = about_axis(np.array([1.0, 0.0, 0.0]), float(rng.uniform(-0.05, 0.05)))
    return (spin @ tilt)[:3, :3]


def stroke(
    builder: AssetBuilder, link: str, centre: ArrayLike, path: Array, radius: float, width: float, colour: Colour
) -> None:
    """Draw a short line on a ball: a convex piece along unit directions (n, 3) that ends at `radius`, `width` broad."""
    along = np.gradient(path, axis=0)
    across = np.cross(path, along)
    across *= width / 2 / radius / np.linalg.norm(across, axis=1, keepdims=True)
    edges = np.vstack([path - across, path + across])
    edges /= np.linalg.norm(edges, axis=1, keepdims=True)
    solid(builder, link, np.asarray(centre) + radius * np.vstack([edges, DEEP * edges]), colour)


def draw_seam(
    builder: AssetBuilder,
    link: str,
    centre: ArrayLike,
    R: Array,
    radius: float,
    *,
    width: float,
    colour: Colour,
    pieces: int,
) -> None:
    """Draw the whole seam of a ball turned by R (3, 3), in so many pieces; `radius` and `width` in metres."""
    for index in range(pieces):
        path = seam((index + np.linspace(-0.02, 1.02, 6)) / pieces) @ R.T
        stroke(builder, link, centre, path, radius, width, colour)


def ball_model(
    builder: AssetBuilder,
    link: str,
    centre: ArrayLike,
    diameter: float,
    description: str,
    affordances: tuple[str, ...],
    colour_name: str,
) -> AssetModel:
    """Name a ball's middle and the way to hold it, and build it."""
    builder.point("centre", link, centre)
    builder.grasp("across", link, centre, width=diameter, closing=(0.0, 1.0, 0.0), free_spin=True)
    return builder.build(
        description,
        affordances=affordances,
        colour_name=colour_name,
        rolling_damping=ROLLING_DAMPING,
        yaw_symmetry=0,
    )
