"""Bodies of revolution: one convex mesh where the profile is convex, rings of convex wedges where there is a hole."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from envs.assets.builder import AssetBuilder
from envs.assets.model import Colour
from envs.assets.procedural.hulls import MOST_VERTICES, solid
from kpam.transforms import Array, apply

Profile = Sequence[tuple[float, float]]
"""Points (radius, height) in metres."""
SECTORS = 20
UPRIGHT: Array = np.eye(4)


def turned(profile: Profile, angles: Array, sectors: int = SECTORS, T: Array = UPRIGHT) -> Array:
    """Return the points (n, 3) of a profile at angles about the z axis, moved by T (4, 4).

    The radii are those of the flat sides of a body of so many sectors, so that fingers meet them where they expect to.
    """
    radius, height = np.asarray(profile, dtype=float).T
    far = radius / np.cos(np.pi / sectors)
    around = np.asarray(angles, dtype=float)[:, None]
    x, y = far * np.cos(around), far * np.sin(around)
    return apply(T, np.stack([x, y, np.broadcast_to(height, x.shape)], axis=-1).reshape(-1, 3))


def lathe(
    builder: AssetBuilder,
    link: str,
    profile: Profile,
    colour: Colour,
    *,
    sectors: int = SECTORS,
    T: Array = UPRIGHT,
) -> None:
    """Add the convex body that a profile sweeps about the z axis, moved by T (4, 4) in the root frame.

    A flat side lies across the +x axis, and across the y axis when `sectors` is a multiple of four. A body of more
    corners than a mesh may have is cut across its bands, where the cut does not show.
    """
    angles = (np.arange(sectors) + 0.5) * 2 * np.pi / sectors
    for piece in _slices(list(profile), MOST_VERTICES // sectors):
        points = np.round(turned(piece, angles, sectors, T), 9)
        solid(builder, link, np.unique(points, axis=0), colour)


def wedges(
    builder: AssetBuilder,
    link: str,
    section: Profile,
    colours: Sequence[Colour],
    *,
    count: int = 10,
    steps: int = 2,
    T: Array = UPRIGHT,
) -> None:
    """Add the ring that a convex section sweeps about the z axis, as `count` wedges of `steps` flat sides each.

    The colours take turns. More steps make the outside rounder with as many wedges; the inside has one flat side to a
    wedge, as `inside` says. With an odd number of steps a flat side, in and out, lies across the +x axis.
    """
    sectors = count * steps
    for index in range(count):
        angles = (np.arange(steps + 1) + index * steps + 0.5 - (steps + 1) // 2) * 2 * np.pi / sectors
        solid(builder, link, turned(section, angles, sectors, T), colours[index % len(colours)])


def inside(radius: float, *, count: int, steps: int) -> float:
    """Return how far from the axis the middle of a wedge's inner side lies, for a radius of its section, metres."""
    return float(radius / np.cos(np.pi / (count * steps)) * np.cos(np.pi / count))


def _slices(profile: list[tuple[float, float]], most: int) -> list[list[tuple[float, float]]]:
    """Cut a profile into pieces of at most `most` points, each cut halfway between two of its points."""
    if len(profile) <= most:
        return [profile]
    half = len(profile) // 2
    (r, z), (r_next, z_next) = profile[half - 1 : half + 1]
    cut = ((r + r_next) / 2, (z + z_next) / 2)
    return [*_slices([*profile[:half], cut], most), *_slices([cut, *profile[half:]], most)]


def ellipse(radius: float, half_height: float, *, rings: int = 10, low: float = -1.0, high: float = 1.0) -> Profile:
    """Return the profile of a spheroid about the origin, cut off at shares `low` and `high` of its half height."""
    start, end = np.arcsin([low, high])
    angles = np.linspace(start, end, rings)
    return [(max(0.0, float(radius * np.cos(a))), float(half_height * np.sin(a))) for a in angles]
