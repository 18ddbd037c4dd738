"""What of a camera's picture never changes: its rays, the empty sky, and the ground with and without shadow."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from envs.render import shading
from envs.render.camera import NEAREST, Viewpoint

Floats = NDArray[np.float32]
_KEPT = 4


@dataclass(frozen=True)
class View:
    """A camera, and per pixel, row by row, float32: where its ray begins (n, 3) and its direction (n, 3) of depth 1;
    the depth (n,) at which the ground is met, infinite where it is not; whether it is met; the depth of the empty
    picture, 0 where nothing is met; the colours (n, 3) of the empty picture, and of the ground in shadow.
    """

    camera: Viewpoint
    starts: Floats
    directions: Floats
    ground_depth: Floats
    on_ground: NDArray[np.bool_]
    empty_depth: Floats
    empty: Floats
    ground_shaded: Floats

    @classmethod
    def of(cls, camera: Viewpoint) -> View:
        """Work a camera's view out. The last few are kept, whichever scene they were for."""
        return _view(camera)  # pyright: ignore[reportArgumentType]  # frozen, so it has a hash

    def points(self, pixels: NDArray[np.intp], depth: Floats) -> Floats:
        """Return the points (k, 3) that pixels (k,) see at depths (k,)."""
        return (self.starts[pixels] + self.directions[pixels] * depth[:, None]).astype(np.float32, copy=False)

    def touched(self, vertices: Floats, starts: NDArray[np.intp]) -> NDArray[np.intp]:
        """Return the pixels, ascending, inside the rectangles about groups of vertices (n, 3) as the camera sees them.

        A group's vertices stand together, from its entry in `starts` on. No triangle between vertices of one group
        shows in another pixel.
        """
        height, width = self.camera.height, self.camera.width
        plane, depth = self.camera.project(vertices)
        nearest = np.minimum.reduceat(depth, starts)
        # Pixel k's ray goes through k + 0.5; one more on each side is for rounding.
        plane = plane - np.float32(0.5)
        low = np.clip(np.floor(np.minimum.reduceat(plane, starts, axis=1).T) - 1, 0, (width, height)).astype(int)
        high = np.clip(np.ceil(np.maximum.reduceat(plane, starts, axis=1).T) + 2, 0, (width, height)).astype(int)
        # What reaches behind the camera has no rectangle of its own: it may show anywhere.
        low[nearest < NEAREST] = 0
        high[nearest < NEAREST] = (width, height)
        seen = np.zeros((height, width), dtype=bool)
        for (left, top), (right, bottom) in zip(low.tolist(), high.tolist(), strict=True):
            seen[top:bottom, left:right] = True
        return np.flatnonzero(seen)


@lru_cache(maxsize=_KEPT)
def _view(camera: Viewpoint) -> View:
    starts = camera.origins().reshape(-1, 3)
    directions = camera.directions().reshape(-1, 3)
    with np.errstate(divide="ignore"):
        reach = -starts[:, 2] / directions[:, 2]
    reach[reach <= 0] = np.inf
    sky = shading.sky(directions)
    met = np.flatnonzero(np.isfinite(reach))
    points = starts[met] + directions[met] * reach[met, None]
    lit, shaded = sky.copy(), sky.copy()
    up = np.tile([0.0, 0.0, 1.0], (len(met), 1))
    floor, away = shading.floor(points), np.linalg.norm(points[:, :2], axis=1)
    views = to_camera(directions[met])
    for target, hidden in ((lit, False), (shaded, True)):
        colours = shading.lit(floor, up, views, np.full(len(met), hidden))
        target[met] = shading.faded(colours, away, sky[met])
    on_ground = np.isfinite(reach)
    arrays = (np.where(on_ground, reach, 0.0), lit, shaded)
    return View(
        camera,
        starts.astype(np.float32),
        directions.astype(np.float32),
        reach.astype(np.float32),
        on_ground,
        *(array.astype(np.float32) for array in arrays),
    )


def to_camera(directions: NDArray[np.floating]) -> NDArray[np.floating]:
    """Return the unit vectors (n, 3) against directions (n, 3)."""
    return -directions / np.sqrt(np.einsum("ij,ij->i", directions, directions))[:, None]
