"""What tests of things with doors, lids and knobs ask of an asset."""

from __future__ import annotations

import numpy as np

from envs.assets.contact import Solid, penetration
from envs.assets.model import AssetModel, Box
from kpam.transforms import Array, apply


def handle_at(asset: AssetModel, part: str, fraction: float) -> Array:
    """Return where a part's handle is, (3,) in the root frame, when its joint is at a fraction of its range."""
    values = asset.with_joint_at(asset.part(part).joint, fraction)
    poses = asset.link_poses(np.eye(4), values)
    point = asset.point(f"{asset.part(part).handle}.centre")
    return apply(poses[point.link], np.asarray(point.position))


def is_free(asset: AssetModel, volume: str) -> bool:
    """Return whether nothing of a closed asset reaches more than a millimetre into a volume."""
    room = asset.volume(volume)
    poses = asset.link_poses(np.eye(4), {})
    space = Solid.of(Box(size=room.size, pose=room.pose))
    return all(
        penetration(space, poses[room.link], Solid.of(shape), poses[link.name]) < 1.1e-3
        for link in asset.links
        for shape in link.shapes
    )
