"""The ground that an asset covers, and the ground that its doors and drawers sweep, as oriented rectangles."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import numpy as np

from envs.assets.model import AssetModel
from envs.task.scene_model import shape_extent
from kpam.transforms import Array

SWEEP_STEPS = 9
AXES = np.eye(3)


@dataclass(frozen=True)
class Footprint:
    """A box that stands upright: centre (2,), half edges (2,), rotation about z in radians, heights, all metres."""

    centre: Array
    half: Array
    yaw: float
    low: float
    high: float

    def moved(self, position: Array, yaw: float) -> Footprint:
        """Return the box turned by `yaw` about the origin, then shifted by `position` (2,)."""
        return replace(self, centre=position + _turn(yaw) @ self.centre, yaw=self.yaw + yaw)

    def grown(self, margin: float) -> Footprint:
        """Return the box with every side pushed out by metres."""
        return replace(self, half=self.half + margin)

    def overlaps(self, other: Footprint) -> bool:
        """Return whether two boxes share ground, by the separating axes of both (heights are not looked at)."""
        between = other.centre - self.centre
        mine, theirs = _turn(self.yaw), _turn(other.yaw)
        for axis in (*mine.T, *theirs.T):
            reach = np.abs(axis @ mine) @ self.half + np.abs(axis @ theirs) @ other.half
            if abs(axis @ between) > reach:
                return False
        return True

    def distance(self, point: Array) -> float:
        """Return how far a point (2,) is from the rectangle, 0 within it."""
        local = _turn(self.yaw).T @ (point - self.centre)
        return float(np.linalg.norm(np.maximum(np.abs(local) - self.half, 0.0)))


def footprint(asset: AssetModel, joint_values: Mapping[str, float]) -> Footprint:
    """Return the box round an asset at joint values, in its root frame."""
    return _box(_bounds(asset, joint_values, [link.name for link in asset.links]))


def sweeps(asset: AssetModel) -> tuple[Footprint, ...]:
    """Return, for each part, the box round everywhere that it reaches between closed and wide open, root frame."""
    found = []
    for part in asset.parts:
        joint = asset.joint(part.joint)
        carried = [
            link
            for name in sorted(asset.moved_together(joint.name))
            for link in _carried(asset, asset.joint(name).child)
        ]
        steps = [
            _bounds(asset, asset.with_joint_at(joint.name, float(fraction)), carried)
            for fraction in np.linspace(0, 1, SWEEP_STEPS)
        ]
        lows, highs = zip(*steps, strict=True)
        found.append(_box((np.min(lows, axis=0), np.max(highs, axis=0))))
    return tuple(found)


def _turn(yaw: float) -> Array:
    c, s = np.cos(yaw), np.sin(yaw)
    return np.array([[c, -s], [s, c]])


def _box(bounds: tuple[Array, Array]) -> Footprint:
    low, high = bounds
    return Footprint((low + high)[:2] / 2, (high - low)[:2] / 2, 0.0, float(low[2]), float(high[2]))


def _bounds(asset: AssetModel, joint_values: Mapping[str, float], links: Iterable[str]) -> tuple[Array, Array]:
    """Return the lowest and highest corner (3,) of some links' shapes in the root frame."""
    poses = asset.link_poses(np.eye(4), dict(joint_values))
    extents = np.array(
        [
            [shape_extent(shape, poses[name] @ shape.pose.matrix(), axis) for axis in AXES]
            for name in links
            for shape in asset.link(name).shapes
        ]
    )
    return extents[:, :, 0].min(axis=0), extents[:, :, 1].max(axis=0)


def _carried(asset: AssetModel, link: str) -> list[str]:
    """Return a link and every link that hangs on it."""
    links = [link]
    for name in links:
        links += [joint.child for joint in asset.joints if joint.parent == name]
    return links
