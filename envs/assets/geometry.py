"""Corner points of shapes and the boxes that hold them."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from envs.assets.model import AssetModel, Box, Cylinder, Shape, Sphere
from kpam.transforms import Array, apply


def extreme_points(shape: Shape) -> Array:
    """Return points (n, 3) in the link's frame whose bounding box is the shape's (a cylinder's ends as 32-gons)."""
    if isinstance(shape, Box):
        signs = np.array(np.meshgrid([-0.5, 0.5], [-0.5, 0.5], [-0.5, 0.5])).reshape(3, -1).T
        local = signs * np.asarray(shape.size)
    elif isinstance(shape, Cylinder):
        angles = np.linspace(0, 2 * np.pi, 32, endpoint=False)
        ring = np.stack([np.cos(angles), np.sin(angles), np.zeros_like(angles)], axis=1) * shape.radius
        end = np.array([0.0, 0.0, shape.length / 2])
        local = np.concatenate([ring - end, ring + end])
    elif isinstance(shape, Sphere):
        # A sphere looks the same from everywhere, so its rotation is left out.
        return np.concatenate([np.eye(3), -np.eye(3)]) * shape.radius + np.asarray(shape.pose.position)
    else:
        local = np.asarray(shape.vertices)
    return apply(shape.pose.matrix(), local)


def bounds(points: Iterable[Array]) -> tuple[Array, Array]:
    """Return the lower and upper corner of the box round all points."""
    stacked = np.concatenate(list(points))
    return stacked.min(axis=0), stacked.max(axis=0)


def asset_bounds(asset: AssetModel, joint_values: dict[str, float] | None = None) -> tuple[Array, Array]:
    """Return the corners of the asset's bounding box in its root frame, at joint values (missing: lower limit)."""
    poses = asset.link_poses(np.eye(4), joint_values or {})
    return bounds(apply(poses[link.name], extreme_points(shape)) for link in asset.links for shape in link.shapes)
