"""From where a keypoint problem is looked at: the whole of it, and the hand from near by."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from agents.report.drawing import Drawing
from agents.report.still import Standing, picture
from envs.assets.geometry import asset_bounds
from envs.render.camera import Camera
from envs.render.raycast import RaycastRenderer
from envs.worlds.state import WorldState
from kpam.transforms import Array, apply, inverse, unit

FOV = math.radians(36)
CLOSEST = 0.17
"""Metres from the middle of the near view to its edge, at least."""
HIDDEN = 0.035
"""Metres of something before a mark that hide it; a grasp's point is inside what is grasped."""
FAR = 0.45
"""Metres from the hand beyond which marks are left to the view of the whole."""
LARGEST = 1.0
"""Metres: only things smaller than that, which are no walls, must be within the view of the whole."""
ROBOT = ((-0.18, -0.1, 0.0), (-0.18, 0.1, 0.0), (-0.1, 0.0, 0.6))
"""Points of the robot that the view of the whole has in it, whatever the posture: base and shoulder."""
SAMPLE = 96
"""Pixels across the pictures by which views are compared."""

Scene = tuple[RaycastRenderer, WorldState]


def whole_camera(scene: Scene, drawing: Drawing, things: Sequence[Standing], size: tuple[int, int]) -> Camera:
    """Return a camera that sees the arm, all marks and all small things, from where most of the marks can be seen."""
    marks = np.array([*drawing.places(), scene[1].robot.T_world_hand[:3, 3]])
    every = np.array([*marks, *ROBOT, *(corner for thing in things for corner in _corners(thing))])
    best, most = _around(every, 0.42, -1.15, "whole", size, 0.55), -np.inf
    for azimuth in (-1.15, -0.6, 1.15, 0.6, -1.9, 1.9):
        camera = _around(every, 0.42, azimuth, "whole", size, 0.55)
        # of views that show as much, the first
        score = round(_shown(scene, camera, marks), 2) - 0.02 * abs(azimuth + 1.15)
        if score > most:
            best, most = camera, score
    return best


def near_camera(scene: Scene, drawing: Drawing, size: tuple[int, int]) -> Camera:
    """Return a camera that sees the marks from near by: not along an axis, and with little in between."""
    hand = scene[1].robot.T_world_hand[:3, 3]
    tips = [axis.base + 0.1 * unit(axis.way) for axis in drawing.axes]
    places = np.array([hand, *(place for place in (*drawing.places(), *tips) if np.linalg.norm(place - hand) < FAR)])
    best, most = _around(places, 0.42, -1.15, "near", size, CLOSEST), -np.inf
    for azimuth in np.radians(np.arange(0, 360, 24)):
        for elevation in np.radians((18.0, 40.0)):
            camera = _around(places, float(elevation), float(azimuth), "near", size, CLOSEST)
            view = camera.T_world_camera[:3, 2]
            across = [float(np.linalg.norm(np.cross(view, unit(axis.way)))) for axis in drawing.axes]
            score = _shown(scene, camera, places) + 0.5 * min(across, default=1.0) - _filled(scene, camera)
            if score > most:
                best, most = camera, score
    return best


def _around(places: Array, elevation: float, azimuth: float, name: str, size: tuple[int, int], least: float) -> Camera:
    """Return a camera that has places (k, 3) in its picture, from an azimuth (0 looks from +x) and an elevation."""
    middle = 0.5 * (places.min(axis=0) + places.max(axis=0))
    radius = max(least, 1.12 * float(np.max(np.linalg.norm(places - middle, axis=1))))
    away = radius / math.sin(FOV / 2) * max(1.0, size[1] / size[0])
    way = np.array([np.cos(azimuth) * np.cos(elevation), np.sin(azimuth) * np.cos(elevation), np.sin(elevation)])
    x, y, z = (float(value) for value in middle + away * way)
    tx, ty, tz = (float(value) for value in middle)
    return Camera(name=name, position=(x, y, max(z, 0.03)), target=(tx, ty, tz), fov=FOV, width=size[0], height=size[1])


def _shown(scene: Scene, camera: Camera, places: Array) -> float:
    """Return the share of places (k, 3) that nothing hides from a camera."""
    small, depth = _depth(scene, camera)
    local = apply(inverse(small.T_world_camera), places)
    seen = local @ small.intrinsics.T
    column, row = (
        np.clip(seen[:, i] / seen[:, 2], 0, limit - 1).astype(np.intp) for i, limit in enumerate((SAMPLE, small.height))
    )
    met = depth[row, column]
    return float(np.count_nonzero((met == 0) | (met > local[:, 2] - HIDDEN)) / len(places))


def _filled(scene: Scene, camera: Camera) -> float:
    """Return the share of a picture that something fills which is far before what is looked at."""
    _, depth = _depth(scene, camera)
    away = float(np.linalg.norm(np.subtract(camera.target, camera.position)))
    return float(np.mean((depth > 0) & (depth < 0.7 * away)))


def _depth(scene: Scene, camera: Camera) -> tuple[Camera, Array]:
    """Return a small picture's camera, and how far each of its pixels sees, metres; 0 for nothing."""
    small = camera.sized(SAMPLE, round(SAMPLE * camera.height / camera.width))
    return small, np.asarray(picture(scene, small, supersample=1).depth, dtype=float)


def _corners(thing: Standing) -> list[Array]:
    """Return the corners (3,) of the box around a thing, or nothing of a large one."""
    lower, upper = asset_bounds(thing.asset, dict(thing.joints))
    if np.max(upper - lower) > LARGEST:
        return []
    return [apply(thing.pose, np.where(pick, upper, lower)) for pick in np.ndindex(2, 2, 2)]
