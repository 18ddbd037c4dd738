"""From where a rollout is looked at: where most of what moves is seen, and as near as shows every object."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from envs.render.camera import Camera
    from envs.render.raycast import Image, RaycastRenderer
    from envs.worlds.state import WorldState

GLANCE = (96, 72)
"""Width and height, pixels, of the pictures by which views are compared."""
GLANCES = 8
MOVED = 5e-3
"""Metres, or radians, by which a link that counts as moved has moved."""
MARGIN = 1.3
"""How much wider than what it shows a picture is."""
NEAREST = 0.4
"""The least share of a camera's own opening: nearer, the arm is no longer seen at its work."""


def best_camera(renderer: RaycastRenderer, states: Sequence[WorldState]) -> Camera:
    """Return the camera that sees more of what moves over some states, front or overview, aimed and zoomed.

    The front camera is the nearer one and shows more, unless the arm stands in its way. It stays where it stands, looks
    at the middle of all objects, and opens no wider than shows them; its picture's size is to be chosen.
    """
    from envs.render.camera import front_camera, overview_camera

    moving = _moving(states)
    labels = [label for label, link in renderer.labels.items() if link in moving]
    picked = [states[round(k)] for k in np.linspace(0, len(states) - 1, min(GLANCES, len(states)))]
    cameras = (front_camera(*GLANCE), overview_camera(*GLANCE))
    glances = [[renderer.render(state, camera) for state in picked] for camera in cameras]
    seen = np.array(
        [
            [[np.count_nonzero(image.segmentation == label) for label in labels] for image in images]
            for images in glances
        ]
    ).sum(axis=1)
    # A small thing counts as much as a large one.
    shares = (seen / np.maximum(seen.sum(axis=0), 1)).sum(axis=1)
    best = int(shares.argmax())
    return _zoomed(cameras[best], _objects(renderer.labels, glances[best]))


def _zoomed(camera: Camera, shown: NDArray[np.bool_]) -> Camera:
    """Return a camera that looks at the middle of what it shows, pixels (height, width), and opens as wide as that."""
    rows, columns = (np.flatnonzero(shown.any(axis=axis)) for axis in (1, 0))
    if not len(rows):
        return camera
    focal = camera.intrinsics[0, 0]
    left, right = columns[0] - camera.width / 2, columns[-1] + 1 - camera.width / 2
    top, bottom = rows[0] - camera.height / 2, rows[-1] + 1 - camera.height / 2
    way = camera.T_world_camera[:3, :3] @ np.array([(left + right) / 2 / focal, (top + bottom) / 2 / focal, 1.0])
    half = max(bottom - top, (right - left) * camera.height / camera.width) / 2 * MARGIN
    fov = min(camera.fov, max(2 * math.atan(half / focal), NEAREST * camera.fov))
    x, y, z = (float(value) for value in camera.position + way)
    return camera.model_copy(update={"target": (x, y, z), "fov": fov})


def _objects(labels: Mapping[int, tuple[str, str]], images: Sequence[Image]) -> NDArray[np.bool_]:
    """Return which pixels (height, width) show an object in any of some pictures."""
    wanted = [label for label, (owner, _) in labels.items() if owner not in ("background", "ground", "robot")]
    return np.any([np.isin(image.segmentation, wanted) for image in images], axis=0)


def _moving(states: Sequence[WorldState]) -> set[tuple[str, str]]:
    """Return the links, (object, link), that stand elsewhere at the end; every object's when none does."""
    first, last = states[0].objects, states[-1].objects
    every = {(name, link) for name, placed in first.items() for link in placed.links}
    moved = {
        (name, link) for name, link in every if np.abs(last[name].links[link] - first[name].links[link]).max() > MOVED
    }
    return moved or every
