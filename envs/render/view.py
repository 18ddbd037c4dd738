"""What of a camera's picture never changes: its rays, the empty sky, and the ground with and without shadow."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from envs.render import shading
from envs.render.camera import Camera

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class View:
    """Per pixel, row by row, float32: origins (n, 3) and directions (n, 3) of depth 1; unit vectors to the camera;
    the depth (n,) and the point (n, 3) at which the ground is met, infinite where it is not; the colours (n, 3) of
    the empty picture, and of the ground in shadow.
    """

    origins: Floats
    directions: Floats
    views: Floats
    ground_depth: Floats
    ground: Floats
    empty: Floats
    ground_shaded: Floats

    @classmethod
    def of(cls, camera: Camera) -> View:
        """Work a camera's view out."""
        directions = camera.directions().reshape(-1, 3)
        origins = np.tile(np.asarray(camera.position, dtype=np.float32), (len(directions), 1))
        views = -directions / np.linalg.norm(directions, axis=1, keepdims=True)
        with np.errstate(divide="ignore"):
            reach = -camera.position[2] / directions[:, 2]
        reach[reach <= 0] = np.inf
        sky = shading.sky(directions)
        met = np.flatnonzero(np.isfinite(reach))
        points = np.asarray(camera.position) + directions[met] * reach[met, None]
        ground = np.full_like(directions, np.inf)
        ground[met] = points
        lit, shaded = sky.copy(), sky.copy()
        up = np.tile([0.0, 0.0, 1.0], (len(met), 1))
        for target, hidden in ((lit, False), (shaded, True)):
            colours = shading.lit(shading.floor(points), up, views[met], np.full(len(met), hidden))
            target[met] = shading.faded(colours, np.linalg.norm(points[:, :2], axis=1), sky[met])
        return cls(origins, *(array.astype(np.float32) for array in (directions, views, reach, ground, lit, shaded)))
