"""Whether SAPIEN and PyBullet take an asset, and whether it stands still where it is put down."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from tempfile import TemporaryDirectory

import numpy as np
from numpy.typing import NDArray

from envs.assets.model import AssetModel
from envs.assets.urdf import to_urdf
from envs.pose import Pose
from envs.worlds.world import PHYSICS_HZ
from kpam.transforms import Array, rotation_angle

SECONDS = 2.0
"""For so long it must stand still."""
STILL = 2e-3
"""Metres that it may move meanwhile."""
STILL_ANGLE = np.radians(1.0)
"""Radians that it may turn meanwhile."""
HALF_WAY = 0.5
"""The share of its range to which a leader is brought, to see whether what follows it does."""
LAG = 0.01
"""The share of its range by which a follower may then be elsewhere."""


def sapien(asset: AssetModel) -> Iterator[str]:
    """Yield what is wrong with the asset in SAPIEN: it is not taken, moves where it stands, or does not follow."""
    from envs.worlds import sapien_bodies as bodies

    scene = bodies.new_scene(1.0 / PHYSICS_HZ)
    bodies.add_ground(scene, 1.0)
    try:
        body = bodies.add_object(scene, "thing", 0, asset, Pose())
    except RuntimeError as error:
        yield f"SAPIEN does not take it: {error}"
        return
    if body.articulation is not None:
        # An articulation's links are where they belong once its joints have been set.
        body.articulation.set_qpos(_values(asset, body.joint_order))
    before = [_matrix(component) for component in body.components]
    for _ in range(round(SECONDS * PHYSICS_HZ)):
        if body.followers is not None:
            body.followers.aim()
        scene.physx_system.step()
    after = [_matrix(component) for component in body.components]
    for link, T_before, T_after in zip(asset.links, before, after, strict=True):
        shift = float(np.linalg.norm(T_after[:3, 3] - T_before[:3, 3]))
        turn = float(rotation_angle(T_before[:3, :3], T_after[:3, :3]))
        if not shift <= STILL or not turn <= STILL_ANGLE:
            moved = f"{1000 * shift:.1f} mm and {np.degrees(turn):.1f} degrees"
            yield f"{link.name} moves by {moved} in {SECONDS:.0f} s where it is put down"
    scene.clear()


def _matrix(component: object) -> Array:
    return component.entity.pose.to_transformation_matrix().astype(float)  # pyright: ignore[reportAttributeAccessIssue]


def pybullet(asset: AssetModel) -> Iterator[str]:
    """Yield what is wrong with the asset's URDF in PyBullet: links, masses, shapes, limits, what follows."""
    from envs.worlds import bullet_bodies as bodies

    with TemporaryDirectory() as folder, bodies.client(1.0 / PHYSICS_HZ) as client:
        try:
            body = bodies.add_object(client, to_urdf(asset, directory=folder), asset)
        except bodies.LoadError as error:
            yield f"PyBullet does not take it: {error}"
            return
        masses, shapes = body.link_masses(), body.collision_shapes()
        for link in asset.links:
            bolted = asset.fixed_base and link is asset.root
            if abs(masses[link.name] - (0.0 if bolted else link.mass)) > 1e-6 + 1e-4 * link.mass:
                yield f"PyBullet: link {link.name} weighs {masses[link.name]:.4f} kg, not {link.mass:.4f} kg"
            if shapes[link.name] != len(link.shapes):
                yield f"PyBullet: link {link.name} has {shapes[link.name]} collision shapes, not {len(link.shapes)}"
        for joint in asset.joints:
            lower, upper = body.limits(joint.name)
            if abs(lower - joint.lower) + abs(upper - joint.upper) > 1e-5:
                yield f"PyBullet: joint {joint.name} goes from {lower:.4f} to {upper:.4f}, not to {joint.upper:.4f}"


def coupled(asset: AssetModel) -> Iterator[str]:
    """Yield joints that are not where their leader takes them after a tenth of a second, in either engine."""
    leaders = {joint.coupling.joint for joint in asset.joints if joint.coupling is not None}
    if not leaders:
        return
    start = {name: asset.joint(name).value_at(HALF_WAY) for name in leaders}
    for engine, values in (("SAPIEN", _in_sapien(asset, start)), ("PyBullet", _in_pybullet(asset, start))):
        for joint in asset.joints:
            if joint.coupling is not None:
                due = joint.coupling.follow(values[joint.coupling.joint])
                if abs(values[joint.name] - due) > LAG * (joint.upper - joint.lower):
                    yield f"{engine}: {joint.name} is at {values[joint.name]:.4f}, its leader takes it to {due:.4f}"


def _in_sapien(asset: AssetModel, start: dict[str, float]) -> dict[str, float]:
    from envs.worlds import sapien_bodies as bodies

    scene = bodies.new_scene(1.0 / PHYSICS_HZ)
    body = bodies.add_object(scene, "thing", 0, asset, Pose(position=(0.0, 0.0, 1.0)))
    body.articulation.set_qpos(_values(asset, body.joint_order, start))
    for _ in range(PHYSICS_HZ // 10):
        if body.followers is not None:
            body.followers.aim()
        scene.physx_system.step()
    now = body.articulation.qpos.astype(float)
    scene.clear()
    return {joint.name: float(now[row]) for joint, row in zip(asset.joints, body.joint_order, strict=True)}


def _values(asset: AssetModel, order: Sequence[int], start: Mapping[str, float] | None = None) -> NDArray[np.float32]:
    """Return joint values in the articulation's order."""
    positions = np.zeros(len(order), np.float32)
    positions[list(order)] = list(asset.joint_values(start).values())
    return positions


def _in_pybullet(asset: AssetModel, start: dict[str, float]) -> dict[str, float]:
    from envs.worlds import bullet_bodies as bodies

    with TemporaryDirectory() as folder, bodies.client(1.0 / PHYSICS_HZ) as client:
        body = bodies.add_object(client, to_urdf(asset, directory=folder), asset, joints=start)
        body.step(PHYSICS_HZ // 10)
        return body.joints()


ENGINE_CHECKS: dict[str, Callable[[AssetModel], Iterator[str]]] = {
    "SAPIEN": sapien,
    "PyBullet": pybullet,
    "coupled": coupled,
}
