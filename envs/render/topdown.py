"""The picture from straight above that CLIPort's policies read: colour and height of the table, without the arm.

As in GenSim and CLIPort, the workspace is half a metre deep and a metre wide, 3.125 mm a pixel: arrays have the shape
(320, 160), rows along the world's +y and columns along its +x, so that pixel (row, column) shows the point
x = 0.25 + 0.003125 (column + 0.5), y = -0.5 + 0.003125 (row + 0.5). Shown with rows downwards it is the mirror image
of what an eye above the table sees.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from pydantic import Field, model_validator

from envs.assets.model import AssetModel
from envs.frozen import Frozen
from envs.render.raycast import RaycastRenderer
from envs.task.spec import SceneSpec
from envs.worlds.state import WorldState
from kpam.transforms import Array

PIXEL = 0.003125
"""Metres."""
DEPTH, WIDTH = (0.25, 0.75), (-0.5, 0.5)
"""The workspace along x and along y, metres from the robot's base."""
CEILING = 1.5
"""Metres above the table from where it looks down."""


class TopDownCamera(Frozen):
    """Parallel rays straight down at a rectangle of the table; its picture has the robot's forward to the right."""

    name: str = "topdown"
    x: tuple[float, float] = DEPTH
    y: tuple[float, float] = WIDTH
    pixel: float = Field(default=PIXEL, gt=0, description="metres between the middles of neighbouring pixels")
    ceiling: float = Field(default=CEILING, gt=0, description="metres")

    @model_validator(mode="after")
    def _has_pixels(self) -> TopDownCamera:
        for axis, (low, high) in (("x", self.x), ("y", self.y)):
            if not 1 <= round((high - low) / self.pixel) <= 4096:
                raise ValueError(
                    f"camera {self.name!r}: {axis} from {low} to {high} m is not 1 to 4096 pixels of {self.pixel} m; "
                    "give the lower number first, or another pixel"
                )
        return self

    @property
    def width(self) -> int:
        """Pixels along x: the columns of the picture."""
        return round((self.x[1] - self.x[0]) / self.pixel)

    @property
    def height(self) -> int:
        """Pixels along y: the rows of the picture."""
        return round((self.y[1] - self.y[0]) / self.pixel)

    def origins(self) -> Array:
        """Return where each pixel's ray begins, (height, width, 3)."""
        x = self.x[0] + self.pixel * (np.arange(self.width) + 0.5)
        y = self.y[0] + self.pixel * (np.arange(self.height) + 0.5)
        columns, rows = np.meshgrid(x, y)
        return np.stack([columns, rows, np.full_like(rows, self.ceiling)], axis=-1).astype(np.float64)

    def directions(self) -> Array:
        """Return the direction of each pixel's ray, (height, width, 3): down."""
        return np.tile(np.array([0.0, 0.0, -1.0]), (self.height, self.width, 1))

    def project(self, points: NDArray[np.float32]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Return where points (n, 3) are in the picture, (2, n) columns and rows, and their depths (n,), metres."""
        low = np.array([self.x[0], self.y[0]], dtype=np.float32)
        plane = (points[:, :2] - low).T / np.float32(self.pixel)
        return plane, np.float32(self.ceiling) - points[:, 2]

    def pixel_of(self, position: Array) -> tuple[int, int]:
        """Return the pixel (row, column) that shows a point (x, y, ...) of the world; it may lie outside of it."""
        column, row = (
            int(np.floor((p - low[0]) / self.pixel)) for p, low in zip(position, (self.x, self.y), strict=False)
        )
        return row, column

    def sized(self, width: int, height: int) -> TopDownCamera:
        """Return a camera of the same rectangle with so many pixels, which must be as many times more both ways."""
        finer = self.model_copy(update={"pixel": (self.x[1] - self.x[0]) / width})
        if finer.height != height:
            raise ValueError(f"{width} x {height} pixels are not square over {self.x} and {self.y} m")
        return finer


@dataclass(frozen=True)
class TopDownImage:
    """Colour (h, w, 3) uint8, height (h, w) float32 in metres over the table, segmentation (h, w) int32."""

    colour: NDArray[np.uint8]
    height: NDArray[np.float32]
    segmentation: NDArray[np.int32]


class TopDownRenderer:
    """Looks down on states of one scene as if the arm were out of the way."""

    def __init__(self, scene: SceneSpec, assets: Mapping[str, AssetModel], camera: TopDownCamera | None = None) -> None:
        """Collect the scene's triangles; `assets` maps asset ids to models."""
        self.camera = TopDownCamera() if camera is None else camera
        self._renderer = RaycastRenderer(scene, assets, robot=False)
        self.labels = self._renderer.labels

    def render(self, state: WorldState, *, supersample: int = 1) -> TopDownImage:
        """Return the picture of a state; `supersample` casts that many rays a pixel side for smooth colours."""
        seen = self._renderer.render(state, self.camera, supersample=supersample)
        height = np.where(seen.segmentation > 0, np.float32(self.camera.ceiling) - seen.depth, np.float32(0.0))
        return TopDownImage(seen.colour, np.maximum(height, 0.0).astype(np.float32), seen.segmentation)
