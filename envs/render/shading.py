"""The look of a picture: floor, light, background."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from kpam.transforms import unit

Colours = NDArray[np.floating]

LIGHT = unit([-0.5, -0.2, 1.0]).astype(np.float32)
"""The direction towards the lamp."""

_SKY_HIGH = np.array([0.80, 0.85, 0.91])
_SKY_LOW = np.array([0.93, 0.95, 0.97])
_TILES = np.array([[0.82, 0.81, 0.79], [0.77, 0.76, 0.74]])
_TILE = 0.1
_FADE_START, _FADE_END = 1.6, 4.5


def sky(directions: Colours) -> Colours:
    """Return colours (..., 3) in 0..1 of an empty sky along directions (..., 3)."""
    height = directions[..., 2] / np.linalg.norm(directions, axis=-1)
    blend = np.clip(height * 2.0, 0.0, 1.0)[..., None]
    return _SKY_LOW + (_SKY_HIGH - _SKY_LOW) * blend


def floor(points: Colours) -> Colours:
    """Return the colours (n, 3) of a table of 10 cm tiles at points (n, 3)."""
    squares = np.floor(points[:, :2] / _TILE).astype(np.int64)
    return _TILES[(squares[:, 0] + squares[:, 1]) & 1]


def lit(colours: Colours, normals: Colours, views: Colours, shadow: NDArray[np.bool_]) -> Colours:
    """Return shaded colours (n, 3): soft light from above, a lamp with shadows, and a little from the camera.

    `normals` (n, 3) face the viewer, `views` (n, 3) are unit directions towards the camera, `shadow` (n,) is true
    where the lamp is hidden.
    """
    lamp = np.maximum(normals @ LIGHT, 0.0) * ~shadow
    facing = np.maximum(np.einsum("ij,ij->i", normals, views), 0.0)
    return np.clip(colours * (0.26 + 0.12 * (1.0 + normals[:, 2]) + 0.46 * lamp + 0.16 * facing)[:, None], 0.0, 1.0)


def faded(colours: Colours, distances: Colours, skies: Colours) -> Colours:
    """Blend floor colours (n, 3) into the sky with their distance (n,) from the robot in metres."""
    share = np.clip((distances - _FADE_START) / (_FADE_END - _FADE_START), 0.0, 1.0)[:, None]
    return colours + (skies - colours) * share
