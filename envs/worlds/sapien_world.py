"""SAPIEN (PhysX) as a world: physics only, on the CPU, without a display or a Vulkan driver."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

import numpy as np

from envs.assets.model import AssetModel
from envs.robots import panda, robot
from envs.robots.suction_cup import CUP_LINK
from envs.task.spec import SceneSpec
from envs.worlds import sapien_bodies as bodies
from envs.worlds import sapien_drives as drives
from envs.worlds.inputs import GROUND_FRICTION, TARGET_SPEEDS, check_scene, checked_targets
from envs.worlds.physics import Physics
from envs.worlds.sapien_poses import matrices
from envs.worlds.state import Contact, Held, ObjectState, RobotState, WorldState
from envs.worlds.suction import Suction, sucks
from envs.worlds.world import DEFAULT_PHYSICS, PHYSICS_HZ
from kpam.transforms import Array

_TIMESTEP = 1.0 / PHYSICS_HZ
_SAME_SPEED = 1e-9
"""Radians or metres a second by which the speeds of two targets may differ that count as the same."""
_STILL = np.zeros(6)
_STILL.setflags(write=False)


class SapienWorld:
    """One scene in SAPIEN. See `envs.worlds.world.World` for what each method promises.

    The drives also get the velocity of their targets: the change since the step before, over the time of this one.
    So the arm follows a moving target without the lag of damping / stiffness = 0.1 s. As that velocity is derived,
    the targets alone are state, once a step has been made.
    """

    engine: ClassVar[str] = "sapien"

    def __init__(self, scene: SceneSpec, assets: Mapping[str, AssetModel], physics: Physics = DEFAULT_PHYSICS) -> None:
        """Build the scene at the poses and joint values it holds; `assets` maps asset ids to models."""
        self._spec = scene
        self._physics = physics
        self._assets = {item.name: assets[item.asset] for item in scene.objects}
        self._end = robot(scene.robot)
        self._suction = Suction(scene, self._assets) if self._end.sucks else None
        self._scene: Any = None
        self._build()

    def _build(self) -> None:
        self._steps = 0
        self._scene = bodies.new_scene(_TIMESTEP / self._physics.ticks, self._physics.iterations)
        self._system: Any = self._scene.physx_system
        self._names = {bodies.add_ground(self._scene, GROUND_FRICTION * self._physics.friction): ("ground", "ground")}
        self._robot: Any = bodies.add_robot(self._scene, self._end, self._physics.friction)
        self._joints = tuple(self._robot.active_joints)
        self._names |= {link: ("robot", link.name) for link in self._robot.links}
        self._bodies: dict[str, bodies.Body] = {}
        for index, item in enumerate(self._spec.objects):
            asset = self._assets[item.name]
            body = bodies.add_object(self._scene, item.name, index, asset, item.pose, self._physics.friction)
            self._bodies[item.name] = body
            if body.articulation is not None:
                given = {start.joint: asset.joint(start.joint).value_at(start.fraction) for start in item.joints}
                values = np.array(list(asset.joint_values(given).values()))
                _set_joints(body, values, np.zeros(len(values)))
            for link, component in zip(asset.links, body.components, strict=True):
                self._names[component] = (item.name, link.name)
        for tied in self._spec.ties:
            ends = ((tied.first, tied.first_point), (tied.second, tied.second_point))
            first, second = (
                drives.TiedBody.of(self._bodies[name].components[0], self._assets[name], np.asarray(point))
                for name, point in ends
            )
            drives.tie(self._scene, first, second)
        self._followers = [body.followers for body in self._bodies.values() if body.followers is not None]
        rows = {entity.per_scene_id: row for row, entity in enumerate(self._scene.entities)}
        self._hand_row = rows[self._robot.find_link_by_name(panda.HAND_FRAME).entity.per_scene_id]
        self._rows = {
            name: [rows[component.entity.per_scene_id] for component in body.components]
            for name, body in self._bodies.items()
        }
        self._held: tuple[Held, Any] | None = None
        if self._suction is not None:
            of_object = {
                name: dict(zip((link.name for link in self._assets[name].links), self._rows[name], strict=True))
                for name in self._rows
            }
            self._suckable = np.array([of_object[object][link] for object, link in self._suction.links], dtype=int)
        self._drives = [
            (joint.set_drive_target, joint.set_drive_velocity_target, limit)
            for joint, limit in zip(self._joints, TARGET_SPEEDS, strict=False)
        ]
        self._speeds = [0.0] * len(self._drives)
        self._targets = panda.HOME.copy()
        self._reached = self._targets.copy()
        self._moving = True
        self._apply_targets(1)

    def set_targets(self, targets: Array) -> None:
        """Set the drive targets (9,): seven joint angles in radians, two finger positions in metres."""
        self._targets = checked_targets(targets)

    def step(self, substeps: int = 1) -> None:
        """Advance by whole physics steps of 1 / PHYSICS_HZ seconds."""
        if self._moving or self._targets is not self._reached:
            self._apply_targets(substeps)
        for _ in range(substeps):
            if self._suction is not None:
                self._suck(self._suction)
            for _ in range(self._physics.ticks):
                for coupled in self._followers:
                    coupled.aim()
                self._system.step()
        self._steps += substeps

    def _suck(self, suction: Suction) -> None:
        """Let go of what the cup holds, or take hold of what is before it, as the targets say."""
        if not sucks(self._targets):
            self._let_go()
        elif self._held is None:
            T = matrices(self._scene.pack_poses())
            found = suction.takes(T[self._hand_row], T[self._suckable])
            if found is not None:
                self._hold(found)

    def _hold(self, held: Held) -> None:
        names = [link.name for link in self._assets[held.object].links]
        component = self._bodies[held.object].components[names.index(held.link)]
        cup = self._robot.find_link_by_name(CUP_LINK)
        self._held = held, drives.hold(self._scene, cup, component, held.T_hand_link)

    def _let_go(self) -> None:
        if self._held is not None:
            drives.release(self._held[1])
            self._held = None

    def _apply_targets(self, substeps: int) -> None:
        # Plain floats: this runs at every physics step of a motion, and nine numbers are too few for numpy.
        rate, moving, speeds = PHYSICS_HZ / max(substeps, 1), False, self._speeds
        targets, before = self._targets.tolist(), self._reached.tolist()
        # A robot without fingers has seven joints.
        for number, (aim, pace, limit) in enumerate(self._drives):
            target = targets[number]
            speed = (target - before[number]) * rate
            if speed != 0.0:
                moving = True
                speed = limit if speed > limit else -limit if speed < -limit else speed
            aim(target)
            # Along a straight piece the speed is the same from step to step, but for how its targets are rounded.
            if abs(speed - speeds[number]) > _SAME_SPEED:
                pace(speed)
                speeds[number] = speed
        self._moving = moving
        self._reached = self._targets

    def state(self, *, contacts: bool = True) -> WorldState:
        """Return a snapshot; it holds copies, not views."""
        T = matrices(self._scene.pack_poses())
        objects: dict[str, ObjectState] = {}
        for name, body in self._bodies.items():
            links = self._assets[name].links
            rows = self._rows[name]
            joints: dict[str, float] = {}
            rates: dict[str, float] = {}
            if body.articulation is not None:
                positions, velocities = body.articulation.qpos.tolist(), body.articulation.qvel.tolist()
                for joint, at in zip(self._assets[name].joints, body.joint_order, strict=True):
                    joints[joint.name] = positions[at]
                    rates[joint.name] = velocities[at]
            objects[name] = ObjectState(
                {link.name: T[row] for link, row in zip(links, rows, strict=True)},
                {
                    link.name: _STILL if part is None else _velocity(part)
                    for link, part in zip(links, body.moving, strict=True)
                },
                joints,
                rates,
            )
        return WorldState(
            self._steps * _TIMESTEP, self._robot_state(T[self._hand_row]), objects, self.contacts() if contacts else ()
        )

    def _robot_state(self, T_world_hand: Array) -> RobotState:
        positions, velocities = self._robot.qpos.astype(float), self._robot.qvel.astype(float)
        if not self._end.has_fingers:
            positions = np.concatenate([positions, self._targets[7:]])
            velocities = np.concatenate([velocities, np.zeros(2)])
        held = None if self._held is None else self._held[0]
        return RobotState(positions, velocities, self._targets.copy(), T_world_hand, self._end.sucks, held)

    def contacts(self) -> tuple[Contact, ...]:
        """Return the pairs of links in contact after the last step with the force between them in newtons."""
        impulses: dict[tuple[tuple[str, str], tuple[str, str]], Array] = {}
        for contact in self._system.get_contacts():
            points = contact.points
            if not points:
                continue
            first, second = contact.bodies
            impulse = points[0].impulse.astype(float)
            for point in points[1:]:
                impulse += point.impulse
            if impulse.any():
                pair = (self._names[first], self._names[second])
                impulses[pair] = impulses.get(pair, 0.0) + impulse
        return tuple(
            Contact(first, second, float(np.linalg.norm(impulse)) * self._physics.ticks / _TIMESTEP)
            for (first, second), impulse in sorted(impulses.items(), key=lambda item: item[0])
        )

    def restore(self, state: WorldState) -> None:
        """Build the scene anew and set the state, so that two restores of one state continue bit for bit."""
        check_scene(state, self._bodies, self._end)
        self._build()
        joints = len(self._joints)
        self._robot.set_qpos(state.robot.positions[:joints].astype(np.float32))
        self._robot.set_qvel(state.robot.velocities[:joints].astype(np.float32))
        self._targets = np.array(state.robot.targets, dtype=float)
        self._reached = self._targets.copy()
        self._moving = True
        self._steps = round(state.time / _TIMESTEP)
        for name, saved in state.objects.items():
            self._restore_object(name, saved)
        sucked = state.robot.sucked
        if sucked is not None:
            self._hold(sucked)

    def _restore_object(self, name: str, saved: ObjectState) -> None:
        body, asset = self._bodies[name], self._assets[name]
        velocity = saved.velocities[asset.root.name].astype(np.float32)
        pose = bodies.pose_from(saved.pose)
        if body.articulation is not None:
            if not asset.fixed_base:
                body.articulation.set_root_pose(pose)
                body.articulation.set_root_linear_velocity(velocity[:3])
                body.articulation.set_root_angular_velocity(velocity[3:])
            values = np.array([saved.joints[joint.name] for joint in asset.joints])
            rates = np.array([saved.joint_velocities[joint.name] for joint in asset.joints])
            _set_joints(body, values, rates)
        elif not asset.fixed_base:
            body.components[0].entity.pose = pose
            body.components[0].set_linear_velocity(velocity[:3])
            body.components[0].set_angular_velocity(velocity[3:])

    def close(self) -> None:
        """Free the engine's memory; a second call does nothing."""
        if self._scene is None:
            return
        self._names, self._bodies, self._joints, self._drives, self._followers = {}, {}, (), [], []
        self._held = None
        self._robot = self._system = None
        self._scene.clear()
        self._scene = None


def _set_joints(body: bodies.Body, values: Array, rates: Array) -> None:
    order = list(body.joint_order)
    positions, velocities = np.zeros(len(order), np.float32), np.zeros(len(order), np.float32)
    positions[order] = values
    velocities[order] = rates
    body.articulation.set_qpos(positions)
    body.articulation.set_qvel(velocities)


def _velocity(component: Any) -> Array:
    """Return the velocity (6,) of a body's centre of mass, linear then angular."""
    return np.concatenate([component.linear_velocity, component.angular_velocity], dtype=float)
