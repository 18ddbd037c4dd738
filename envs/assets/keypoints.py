"""An asset's named places as kPAM's keypoints, under the asset's own names and under those that GenSim2 uses."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from envs.assets.model import AssetModel, Part
from kpam.keypoints import Keypoints
from kpam.transforms import Array, apply, from_rotation, inverse, rotate, unit

GENSIM2_FRAME = from_rotation(np.array([[0.0, 0.0, 1.0], [1.0, 0.0, 0.0], [0.0, 1.0, 0.0]]))
"""(4, 4) GenSim2's frame of a furnished object seen from ours: there y is up and z the front, here z and x are."""


def keypoints(asset: AssetModel, T_base_root: Array, joints: Mapping[str, float] | None = None) -> Keypoints:
    """Return every named point and axis of an asset, and the centre of every volume, surface and grasp.

    Args:
        asset: the asset.
        T_base_root: (4, 4) its pose.
        joints: joint values by name, radians or metres; a joint left out is closed.
    """
    poses = asset.link_poses(np.eye(4), dict(joints or {}))
    points = {point.name: apply(poses[point.link], point.position) for point in asset.points}
    points |= {place.name: apply(poses[place.link], place.pose.position) for place in (*asset.volumes, *asset.surfaces)}
    axes = {axis.name: rotate(poses[axis.link], axis.direction) for axis in asset.axes}
    for grasp in asset.grasps:
        points[grasp.name] = apply(poses[grasp.link], grasp.centre)
        axes[f"{grasp.name}.approach"] = rotate(poses[grasp.link], grasp.approach)
        axes[f"{grasp.name}.closing"] = rotate(poses[grasp.link], grasp.closing)
    return Keypoints(asset.category, points, axes, T_base_root)


def gensim2_keypoints(
    asset: AssetModel, T_base_root: Array, joints: Mapping[str, float] | None = None, *, part: str | None = None
) -> Keypoints:
    """Return what GenSim2's configurations call an asset's keypoints, in the frame that they call the object's.

    Of something with moving parts the frame is the moving link's, with x to the right, y up and z forward as the
    closed object is seen from its front. The head is the handle's centre, the tail the point of the hinge nearest to
    it, `inside` the middle of what the part closes, `surface_base` that of the first surface. Of anything else the
    frame is the asset's own, and the head its centre.

    The axis `hinge`, if there is one, goes the way of the frame's own.

    Args:
        asset: the asset.
        T_base_root: (4, 4) its pose.
        joints: joint values by name, radians or metres; a joint left out is closed.
        part: which part is meant; the first when None.

    Raises:
        UnknownNameError: there is no such part.
    """
    poses = asset.link_poses(T_base_root, dict(joints or {}))
    if not asset.parts and part is None:
        centre = {"rigidbody_object_head": np.array(asset.centre)}
        return Keypoints("object", centre, pose=T_base_root)
    moving = asset.parts[0] if part is None else asset.part(part)
    pose = poses[moving.link] @ GENSIM2_FRAME
    points = {name: apply(inverse(pose), point) for name, point in _furniture(asset, moving, poses).items()}
    joint = asset.joint(moving.joint)
    axes = {"hinge": np.abs(rotate(inverse(GENSIM2_FRAME), joint.axis))} if joint.kind == "revolute" else {}
    return Keypoints("object", points, axes, pose)


def _furniture(asset: AssetModel, part: Part, poses: Mapping[str, Array]) -> dict[str, Array]:
    """Return the points (3,) of something with a moving part, in the base frame."""
    handle = asset.point(f"{part.handle}.centre")
    head = apply(poses[handle.link], handle.position)
    points = {"articulated_object_head": head}
    joint = asset.joint(part.joint)
    if joint.kind == "revolute":
        pivot, axis = poses[part.link][:3, 3], unit(rotate(poses[part.link], joint.axis))
        points["articulated_object_tail"] = pivot + axis * (axis @ (head - pivot))
    insides = [asset.volume(part.interior)] if part.interior is not None else list(asset.volumes)
    for volume in insides[:1]:
        inside = apply(poses[volume.link], volume.pose.position)
        points |= {"articulated_object_inside": inside, "articulated_object_inside_base": inside}
    for surface in asset.surfaces[:1]:
        points["articulated_object_surface_base"] = apply(poses[surface.link], surface.pose.position)
    return points
