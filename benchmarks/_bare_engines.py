"""The raw engines, for `benchmarks.worlds`: a scene's bodies in a bare loop over the engine's own calls."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from envs.assets.model import AssetModel
from envs.robots import panda, robot
from envs.task.spec import SceneSpec
from envs.worlds.world import PHYSICS_HZ

Bare = tuple[Callable[[], object], Callable[[Sequence[float], Sequence[float]], None]]
"""A step of the engine, and a way to set drive targets (9,) and how fast they move."""
Factory = Callable[[SceneSpec, Mapping[str, AssetModel]], Bare]

_FORCES = [panda.ARM_FORCE] * 7 + [panda.FINGER_FORCE] * 2


def bare_sapien(spec: SceneSpec, assets: Mapping[str, AssetModel]) -> Bare:
    """Return a SAPIEN scene with the same bodies, and SAPIEN's own drives."""
    from envs.worlds import sapien_bodies as bodies

    bare = bodies.new_scene(1.0 / PHYSICS_HZ)
    bodies.add_ground(bare, 1.0)
    arm = bodies.add_robot(bare, robot(spec.robot))
    for index, item in enumerate(spec.objects):
        bodies.add_object(bare, item.name, index, assets[item.asset], item.pose)
    joints = list(arm.active_joints)

    def drive(targets: Sequence[float], speeds: Sequence[float]) -> None:
        for joint, value, speed in zip(joints, targets, speeds, strict=True):
            joint.set_drive_target(value)
            joint.set_drive_velocity_target(speed)

    return bare.step, drive


def bare_pybullet(spec: SceneSpec, assets: Mapping[str, AssetModel]) -> Bare:
    """Return a PyBullet client with the same bodies, and PyBullet's own position control.

    It follows moving targets as closely as the world's drives, with one call a step. But it does not yield, and its
    motors carry the arm, which has no weight in a world: that makes a step at rest 8 us slower.
    """
    bullet, client, arm, rows = _pybullet_scene(spec, assets)

    def drive(targets: Sequence[float], speeds: Sequence[float]) -> None:
        bullet.setJointMotorControlArray(
            arm,
            rows,
            bullet.POSITION_CONTROL,
            targetPositions=targets,
            targetVelocities=speeds,
            forces=_FORCES,
            physicsClientId=client,
        )

    return lambda: bullet.stepSimulation(physicsClientId=client), drive


def same_calls_pybullet(spec: SceneSpec, assets: Mapping[str, AssetModel]) -> Bare:
    """Return a PyBullet client with the same bodies, of which as much is asked as drives that yield need.

    Each step reads the joints, gives the motors their speeds and the arm the forces that hold it. The speeds are those
    of the targets, as nothing is in the way here: no law of drives is computed.
    """
    import pinocchio as pin  # pyright: ignore[reportMissingImports]

    bullet, client, arm, rows = _pybullet_scene(spec, assets)
    model: Any = pin.buildModelFromUrdf(str(robot(spec.robot).urdf()))
    data: Any = model.createData()
    given = {"speeds": [0.0] * len(rows), "held": [0.0] * len(rows)}

    def drive(targets: Sequence[float], speeds: Sequence[float]) -> None:
        given["speeds"] = list(speeds)
        given["held"] = pin.computeGeneralizedGravity(model, data, np.array(targets)).tolist()

    def step() -> None:
        bullet.getJointStates(arm, rows, physicsClientId=client)
        bullet.setJointMotorControlArray(
            arm, rows, bullet.VELOCITY_CONTROL, targetVelocities=given["speeds"], forces=_FORCES, physicsClientId=client
        )
        bullet.setJointMotorControlArray(arm, rows, bullet.TORQUE_CONTROL, forces=given["held"], physicsClientId=client)
        bullet.stepSimulation(physicsClientId=client)

    return step, drive


def _pybullet_scene(spec: SceneSpec, assets: Mapping[str, AssetModel]) -> tuple[Any, int, int, list[int]]:
    """Return PyBullet, a client with a scene, the robot's number, and the rows of its joints."""
    from envs.worlds import bullet_engine as engine
    from envs.worlds.bullet_objects import add_object
    from envs.worlds.bullet_parts import add_ground
    from envs.worlds.bullet_robot import add_robot
    from envs.worlds.parts import parts_of

    bullet, client = engine.pybullet(), engine.connect(1.0 / PHYSICS_HZ, 1)
    add_ground(client, 1.0)
    arm = add_robot(client, robot(spec.robot))
    for item in spec.objects:
        asset = assets[item.asset]
        added = add_object(client, asset, parts_of(asset), 1.0, 1.0 / PHYSICS_HZ)
        added.body.put(item.pose.matrix())
        added.set_joints(asset.joint_values())
    rows = list(arm.joints.values())
    for row, value in zip(rows, panda.HOME.tolist(), strict=True):
        bullet.resetJointState(arm.number, row, value, physicsClientId=client)
    return bullet, client, arm.number, rows


BARE: dict[str, Factory] = {"sapien": bare_sapien, "pybullet": bare_pybullet}
"""The raw engines; a world that is not among them is timed without a ratio."""
SAME_CALLS: dict[str, Factory] = {"pybullet": same_calls_pybullet}
"""Of engines whose own drives are not the world's: a loop over the calls that the world's take."""
