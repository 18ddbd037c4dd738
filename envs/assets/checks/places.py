"""Named places: points on or in their part, handles that open the way they say, surfaces that carry."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from scipy.spatial import ConvexHull, QhullError

from envs.assets.checks.finding import TOUCH
from envs.assets.contact import contains, inside
from envs.assets.geometry import extreme_points
from envs.assets.model import AssetModel, Link, Part
from kpam.transforms import Array, apply, rotate

CARRIED = 0.004
"""Metres below a surface in which there must be something that carries it."""
GRID = np.linspace(-0.5, 0.5, 11)
"""Where that is looked for, as shares of its edges."""


def keypoints(asset: AssetModel) -> Iterator[str]:
    """Yield points that are neither on nor in their link, the space that it encloses included."""
    for name in dict.fromkeys(point.link for point in asset.points):
        points = [point for point in asset.points if point.link == name]
        beyond = _beyond(asset.link(name), np.array([point.position for point in points]))
        for point, distance in zip(points, beyond, strict=True):
            if distance > TOUCH:
                yield f"point {point.name} is {1000 * distance:.1f} mm outside of {name}"


def _beyond(link: Link, points: Array) -> Array:
    """Return how far outside of the hull of a link's shapes points (n, 3) of its frame are, metres."""
    corners = np.concatenate([extreme_points(shape) for shape in link.shapes])
    try:
        hull = ConvexHull(corners)
    except QhullError:  # a flat link: its box serves
        return np.max(np.maximum(corners.min(axis=0) - points, points - corners.max(axis=0)), axis=1)
    return (points @ hull.equations[:, :3].T + hull.equations[:, 3]).max(axis=1)


def handles(asset: AssetModel) -> Iterator[str]:
    """Yield handles beside their part, or whose directions contradict each other or the joint."""
    for part in asset.parts:
        centre = np.asarray(asset.point(f"{part.handle}.centre").position)
        if not any(contains(shape, centre, TOUCH) for shape in asset.link(part.link).shapes):
            yield f"part {part.name}: handle centre {centre.tolist()} lies outside of the part"
        approach, along = (asset.axis(f"{part.handle}.{name}").direction for name in ("approach", "axis"))
        if abs(np.dot(approach, along)) > 1e-6:
            yield f"part {part.name}: handle approach and axis are not orthogonal"
        opening = np.asarray(asset.axis(f"{part.handle}.opening").direction)
        seen = _opening(asset, part, centre)
        if opening @ seen < 1 - 1e-4:
            yield f"part {part.name}: opening {opening.tolist()} is not the handle's way {np.round(seen, 4).tolist()}"


def _opening(asset: AssetModel, part: Part, centre: Array) -> Array:
    """Return the way (3,) that a handle's centre starts on when its own joint opens, in the closed link's frame."""
    joint = asset.joint(part.joint)
    closed, opened = joint.motion(joint.lower), joint.motion(joint.value_at(1e-4))
    moved = rotate(closed.T, apply(opened, centre) - apply(closed, centre))
    return moved / np.linalg.norm(moved)


def surfaces(asset: AssetModel) -> Iterator[str]:
    """Yield surfaces with nothing under them: at none of 121 places is a shape close below."""
    for surface in asset.surfaces:
        x, y, depth = np.meshgrid(GRID * surface.size[0], GRID * surface.size[1], np.linspace(0.0, CARRIED, 8))
        below = apply(surface.pose.matrix(), np.stack([x, y, -depth], axis=-1).reshape(-1, 3))
        if not any(inside(shape, below, TOUCH / 2).any() for shape in asset.link(surface.link).shapes):
            yield f"surface {surface.name}: nothing carries it within {1000 * CARRIED:.0f} mm under it"


def volumes(asset: AssetModel) -> Iterator[str]:
    """Yield volumes whose middle is filled by the link that they are in, or that no thing could be put into."""
    for volume in asset.volumes:
        if any(contains(shape, np.asarray(volume.pose.position)) for shape in asset.link(volume.link).shapes):
            yield f"volume {volume.name}: its middle is filled by {volume.link}"
        if min(volume.size) < 0.01:
            yield f"volume {volume.name} is {1000 * min(volume.size):.1f} mm wide; nothing fits"
