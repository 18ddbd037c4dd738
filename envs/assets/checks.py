"""Checks that an asset is sound: mechanics, names, places, joints that move freely, room for a gripper."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from envs.assets.contact import Solid, contains, penetration
from envs.assets.geometry import asset_bounds, bounds, extreme_points
from envs.assets.gripper_room import grasp_frame, open_gripper
from envs.assets.model import AssetModel, Part
from kpam.transforms import Array, apply, rotate

TOUCH = 1e-3
"""Metres by which shapes may overlap, and a keypoint may lie outside of its part."""
SWEEP = 7
"""Values of each joint at which its part is looked at."""


@dataclass(frozen=True)
class Finding:
    """What is wrong with an asset: which check, and what it saw."""

    check: str
    text: str


def check(asset: AssetModel) -> tuple[Finding, ...]:
    """Return everything that is wrong with an asset, nothing when it is sound."""
    return tuple(
        Finding(name, text)
        for name, find in (
            ("mechanics", _mechanics),
            ("bounds", _bounds),
            ("names", _names),
            ("handles", _handles),
            ("joints", _joints),
            ("grasps", _grasps),
            ("gripper room", _gripper_room),
        )
        for text in find(asset)
    )


def _mechanics(asset: AssetModel) -> Iterator[str]:
    for link in asset.links:
        ixx, iyy, izz, ixy, ixz, iyz = link.inertia
        moments = np.linalg.eigvalsh([[ixx, ixy, ixz], [ixy, iyy, iyz], [ixz, iyz, izz]])
        if moments[0] <= 0 or moments[2] > (moments[0] + moments[1]) * (1 + 1e-6):
            yield f"link {link.name}: no body has principal moments {moments.tolist()} kg m^2"
        lower, upper = bounds(extreme_points(shape) for shape in link.shapes)
        if np.any(link.centre_of_mass < lower) or np.any(link.centre_of_mass > upper):
            yield f"link {link.name}: centre of mass {link.centre_of_mass} lies outside its shapes' box"


def _bounds(asset: AssetModel) -> Iterator[str]:
    lower, upper = asset_bounds(asset)
    if abs(lower[2]) > 1e-6:
        yield f"its underside is at z = {lower[2]:.4f} m, not on the ground"
    if not np.allclose(upper - lower, asset.size, atol=1e-6) or not np.allclose((lower + upper) / 2, asset.centre):
        yield f"size {asset.size} about {asset.centre} is not its bounding box"


def _names(asset: AssetModel) -> Iterator[str]:
    links = {link.name for link in asset.links}
    for items in (asset.points, asset.axes, asset.volumes, asset.surfaces, asset.grasps, asset.parts):
        names = [item.name for item in items]
        for name in sorted({name for name in names if names.count(name) > 1}):
            yield f"{name!r} is named twice"
        for item in items:
            if item.link not in links:
                yield f"{item.name!r} is on link {item.link!r}, which is not there"
    children = [joint.child for joint in asset.joints]
    if sorted([asset.root.name, *children]) != sorted(links):
        yield f"joints lead to {children}, which with the root is not every link once"
    volumes = {volume.name for volume in asset.volumes}
    for part in asset.parts:
        if part.interior is not None and part.interior not in volumes:
            yield f"part {part.name}: interior {part.interior!r} is no volume"
    for axis in asset.axes:
        if abs(np.linalg.norm(axis.direction) - 1) > 1e-6:
            yield f"axis {axis.name} has length {np.linalg.norm(axis.direction):.6f}, not 1"


def _handles(asset: AssetModel) -> Iterator[str]:
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
    joint = asset.joint(part.joint)
    step = 1e-4 * (joint.upper - joint.lower)
    before, after = (
        apply(asset.link_poses(np.eye(4), {joint.name: value})[part.link], centre)
        for value in (joint.lower, joint.lower + step)
    )
    moved = rotate(asset.link_poses(np.eye(4), {})[part.link].T, after - before)
    return moved / np.linalg.norm(moved)


def _joints(asset: AssetModel) -> Iterator[str]:
    solids = {link.name: [Solid.of(shape) for shape in link.shapes] for link in asset.links}
    for joint in asset.joints:
        moving = joint.child
        for value in np.linspace(joint.lower, joint.upper, SWEEP):
            poses = asset.link_poses(np.eye(4), {joint.name: float(value)})
            deepest = max(
                (penetration(a, poses[moving], b, poses[other]), other)
                for other in solids
                if other != moving
                for a in solids[moving]
                for b in solids[other]
            )
            if deepest[0] > TOUCH:
                yield (f"joint {joint.name} at {value:.3f}: {moving} enters {deepest[1]} by {1000 * deepest[0]:.1f} mm")


def _grasps(asset: AssetModel) -> Iterator[str]:
    if not asset.fixed_base and not asset.grasps:
        yield "it is free to move and has no grasp"
    for grasp in asset.grasps:
        if abs(np.dot(grasp.approach, grasp.closing)) > 1e-6:
            yield f"grasp {grasp.name}: approach and closing are not orthogonal"
        shapes = asset.link(grasp.link).shapes
        for side in (-0.5, 0.5):
            point = np.asarray(grasp.centre) + side * (grasp.width + 4 * TOUCH) * np.asarray(grasp.closing)
            if any(contains(shape, point) for shape in shapes):
                yield f"grasp {grasp.name}: the asset is thicker there than {1000 * grasp.width:.1f} mm"
        surface = np.asarray(grasp.centre) + (grasp.width / 2 - TOUCH) * np.asarray(grasp.closing)
        if not any(contains(shape, surface, TOUCH) for shape in shapes):
            yield f"grasp {grasp.name}: the asset is thinner there than {1000 * grasp.width:.1f} mm"


def _gripper_room(asset: AssetModel) -> Iterator[str]:
    poses = asset.link_poses(np.eye(4), {})
    frames = {
        f"grasp {grasp.name}": poses[grasp.link] @ grasp_frame(grasp.centre, grasp.approach, grasp.closing)
        for grasp in asset.grasps
    }
    for part in asset.parts:
        centre = asset.point(f"{part.handle}.centre").position
        approach, along = (asset.axis(f"{part.handle}.{name}").direction for name in ("approach", "axis"))
        x, y, z = (float(value) for value in np.cross(along, approach))
        frames[f"handle of {part.name}"] = poses[part.link] @ grasp_frame(centre, approach, (x, y, z))
    solids = [(Solid.of(shape), poses[link.name]) for link in asset.links for shape in link.shapes]
    pieces = [(piece, shape, Solid.of(shape)) for piece, shape in open_gripper()]
    for name, T in frames.items():
        for piece, shape, solid in pieces:
            depth = max(penetration(solid, T, other, T_link) for other, T_link in solids)
            if depth > TOUCH:
                yield f"{name}: the open gripper's {piece} enters the asset by {1000 * depth:.1f} mm"
            low = float(apply(T, extreme_points(shape))[:, 2].min())
            if low < 0:
                yield f"{name}: the open gripper's {piece} would be {-1000 * low:.1f} mm in the table"
