"""Cameras: where they stand, and the rays of their pixels."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from pydantic import Field, model_validator

from envs.frozen import Frozen, Vector3
from kpam.transforms import Array, from_rotation, inverse, unit

NEAREST = 1e-2
"""Metres before a camera within which nothing has a place in its picture."""


class Viewpoint(Protocol):
    """What a picture is taken from: a ray for each pixel, and where in the picture points of the world are."""

    @property
    def name(self) -> str: ...

    @property
    def width(self) -> int: ...

    @property
    def height(self) -> int: ...

    def origins(self) -> Array:
        """Return where each pixel's ray begins, (height, width, 3)."""
        ...

    def directions(self) -> Array:
        """Return the direction of each pixel's ray, (height, width, 3), of depth 1 along the view."""
        ...

    def project(self, points: NDArray[np.float32]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Return where points (n, 3) are in the picture, (2, n) columns and rows, and their depths (n,), metres.

        A point behind the viewpoint has a depth below 0 and its place in the picture means nothing.
        """
        ...

    def sized(self, width: int, height: int) -> Viewpoint:
        """Return the same view with another picture size in pixels."""
        ...


class Camera(Frozen):
    """A pinhole camera that looks from `position` at `target`; metres, `fov` the vertical opening in radians."""

    name: str
    position: Vector3
    target: Vector3
    up: Vector3 = (0.0, 0.0, 1.0)
    fov: float = Field(default=math.radians(45), gt=0.01, lt=3.1)
    width: int = Field(default=256, ge=1, le=4096)
    height: int = Field(default=256, ge=1, le=4096)

    @model_validator(mode="after")
    def _looks_somewhere(self) -> Camera:
        forward = np.subtract(self.target, self.position)
        if np.linalg.norm(np.cross(forward, self.up)) < 1e-9:
            raise ValueError(
                f"camera {self.name!r}: from {self.position} to {self.target} is no direction, or lies along "
                f"up {self.up}; move the target or choose another up"
            )
        return self

    @property
    def T_world_camera(self) -> Array:
        """The camera's pose (4, 4): x to the right, y down, z into the picture, as in OpenCV."""
        forward = unit(np.subtract(self.target, self.position))
        right = unit(np.cross(forward, self.up))
        return from_rotation(np.column_stack([right, np.cross(forward, right), forward]), self.position)

    @property
    def intrinsics(self) -> Array:
        """The matrix K, (3, 3), that maps points of the camera's frame to pixels; square pixels, centred."""
        focal = self.height / 2 / math.tan(self.fov / 2)
        return np.array([[focal, 0.0, self.width / 2], [0.0, focal, self.height / 2], [0.0, 0.0, 1.0]])

    def directions(self) -> Array:
        """Return the world direction through each pixel's centre, (height, width, 3), of depth 1 along the view."""
        focal = self.height / 2 / math.tan(self.fov / 2)
        x = (np.arange(self.width) + 0.5 - self.width / 2) / focal
        y = (np.arange(self.height) + 0.5 - self.height / 2) / focal
        local = np.stack([*np.meshgrid(x, y), np.ones((self.height, self.width))], axis=-1)
        return local @ self.T_world_camera[:3, :3].T

    def origins(self) -> Array:
        """Return the camera's place for each pixel, (height, width, 3)."""
        return np.broadcast_to(np.asarray(self.position), (self.height, self.width, 3))

    def project(self, points: NDArray[np.float32]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Return where points (n, 3) are in the picture, (2, n) columns and rows, and their depths (n,), metres."""
        T = inverse(self.T_world_camera).astype(np.float32)
        local = T[:3, :3] @ points.T + T[:3, 3:]
        plane = local[:2] * (np.float32(self.intrinsics[0, 0]) / np.maximum(local[2], np.float32(NEAREST)))
        return plane + np.array([[self.width / 2], [self.height / 2]], dtype=np.float32), local[2]

    def sized(self, width: int, height: int) -> Camera:
        """Return the same camera with another picture size in pixels."""
        return self.model_copy(update={"width": width, "height": height})


def overview_camera(width: int = 256, height: int = 256) -> Camera:
    """Return the camera for people: robot and table from the robot's right, behind it, so that asset fronts show."""
    return Camera(
        name="overview",
        position=(-0.3, -1.35, 1.0),
        target=(0.29, 0.0, 0.32),
        fov=math.radians(43),
        width=width,
        height=height,
    )


def front_camera(width: int = 256, height: int = 256) -> Camera:
    """Return the camera for policies: the workspace from above the robot's left shoulder, facing the assets."""
    return Camera(
        name="front",
        position=(-0.12, 0.85, 0.85),
        target=(0.48, 0.0, 0.17),
        fov=math.radians(42),
        width=width,
        height=height,
    )


def top_camera(width: int = 256, height: int = 256) -> Camera:
    """Return the camera straight above the table; the robot's forward is up in the picture."""
    return Camera(
        name="top",
        position=(0.45, 0.0, 1.6),
        target=(0.45, 0.0, 0.0),
        up=(1.0, 0.0, 0.0),
        fov=math.radians(40),
        width=width,
        height=height,
    )


CAMERAS: dict[str, Callable[[int, int], Camera]] = {
    "overview": overview_camera,
    "front": front_camera,
    "top": top_camera,
}
