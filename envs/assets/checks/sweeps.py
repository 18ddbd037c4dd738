"""Joints that move through their whole range, with what follows them, without parts meeting parts."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

import numpy as np

from envs.assets.checks.finding import TOUCH
from envs.assets.contact import Solid, penetration
from envs.assets.model import AssetModel
from kpam.transforms import Array

STEPS = 9
"""Values of each joint at which its parts are looked at."""


def joints(asset: AssetModel) -> Iterator[str]:
    """Yield values of joints at which one link enters another, the other joints closed.

    A part may wait for others to open, as a toilet's seat does for its lid: what only meets closed parts is no fault.
    """
    solids = {link.name: [Solid.of(shape) for shape in link.shapes] for link in asset.links}
    closed = asset.link_poses(np.eye(4), {})
    for joint in asset.joints:
        if joint.coupling is not None:
            yield from _led(asset, joint.name)
            continue
        others_open = {other.name: other.upper for other in asset.joints if other is not joint}
        for fraction in np.linspace(0.0, 1.0, STEPS):
            value = joint.value_at(float(fraction))
            poses = asset.link_poses(np.eye(4), {joint.name: value})
            still = closed if fraction > 0.0 else {}
            met = list(_meetings(solids, poses, still))
            if met and fraction > 0.0:
                opened = asset.link_poses(np.eye(4), {**others_open, joint.name: value})
                met = met if any(_meetings(solids, opened, still)) else []
            for one, other, depth in met:
                yield f"{joint.name} at {value:.3f}: {other} enters {one} by {1000 * depth:.1f} mm"


def _meetings(
    solids: dict[str, list[Solid]], poses: dict[str, Array], still: dict[str, Array]
) -> Iterator[tuple[str, str, float]]:
    """Yield pairs of links that overlap, and how deep in metres, but for those that stand to each other as in still."""
    for one, other in combinations(solids, 2):
        if still and _as_closed(poses, still, one, other):
            continue
        depth = deepest(solids[one], poses[one], solids[other], poses[other])
        if depth > TOUCH:
            yield one, other, depth


def _led(asset: AssetModel, follower: str) -> Iterator[str]:
    """Yield where a leader takes its follower beyond the follower's limits."""
    joint = asset.joint(follower)
    if joint.coupling is None:
        return
    leader = asset.joint(joint.coupling.joint)
    slack = 1e-4 * (joint.upper - joint.lower) + 1e-6
    for value in (leader.lower, leader.upper):
        there = joint.coupling.follow(value)
        if not joint.lower - slack <= there <= joint.upper + slack:
            limits = f"{joint.lower:.4f} to {joint.upper:.4f}"
            yield f"{leader.name} at {value:.4f} takes {joint.name} to {there:.4f}, beyond its limits, {limits}"


def _as_closed(poses: dict[str, Array], closed: dict[str, Array], one: str, other: str) -> bool:
    """Return whether two links stand to each other as they do when everything is closed."""
    now = np.linalg.inv(poses[one]) @ poses[other]
    return bool(np.abs(now - np.linalg.inv(closed[one]) @ closed[other]).max() < 1e-9)


def deepest(ones: list[Solid], T_one: Array, others: list[Solid], T_other: Array) -> float:
    """Return the depth in metres by which the solids of two links overlap most, 0 where they do not."""
    near = _middles(ones, T_one)[:, None] - _middles(others, T_other)[None]
    reach = np.array([solid.radius for solid in ones])[:, None] + np.array([solid.radius for solid in others])[None]
    pairs = np.argwhere(np.einsum("ijk,ijk->ij", near, near) < reach**2)
    return max((penetration(ones[i], T_one, others[j], T_other) for i, j in pairs), default=0.0)


def _middles(solids: list[Solid], T: Array) -> Array:
    return np.array([solid.T_link_shape[:3, 3] for solid in solids]) @ T[:3, :3].T + T[:3, 3]
