"""PyBullet as a world: a client of its own, without a display."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import ClassVar

import numpy as np

from envs.assets.model import AssetModel
from envs.robots import panda, robot
from envs.task.spec import SceneSpec
from envs.worlds import bullet_engine as engine
from envs.worlds.bullet_constraints import Hold, hold, tie
from envs.worlds.bullet_engine import pybullet
from envs.worlds.bullet_objects import BulletObject, add_object
from envs.worlds.bullet_parts import add_ground
from envs.worlds.bullet_robot import Drives, add_robot
from envs.worlds.inputs import GROUND_FRICTION, check_scene, checked_targets
from envs.worlds.parts import parts_of
from envs.worlds.physics import Physics
from envs.worlds.state import Contact, Held, ObjectState, RobotState, WorldState
from envs.worlds.suction import Suction, sucks
from envs.worlds.world import DEFAULT_PHYSICS, PHYSICS_HZ
from kpam.transforms import Array

_TIMESTEP = 1.0 / PHYSICS_HZ
_STILL = np.zeros(6)
_STILL.setflags(write=False)


class BulletWorld:
    """One scene in PyBullet. See `envs.worlds.world.World` for what each method promises.

    As in SAPIEN, the drives also get the velocity of their targets, so that the arm follows without a lag.
    """

    engine: ClassVar[str] = "pybullet"

    def __init__(self, scene: SceneSpec, assets: Mapping[str, AssetModel], physics: Physics = DEFAULT_PHYSICS) -> None:
        """Build the scene at the poses and joint values it holds; `assets` maps asset ids to models."""
        self._spec = scene
        self._physics = physics
        self._ticks, self._timestep = physics.ticks, _TIMESTEP / physics.ticks
        self._assets = {item.name: assets[item.asset] for item in scene.objects}
        self._parts = {id: parts_of(assets[id]) for id in {item.asset for item in scene.objects}}
        self._end = robot(scene.robot)
        self._suction = Suction(scene, self._assets) if self._end.sucks else None
        self._client: int | None = engine.connect(self._timestep, physics.iterations)
        self._advance = pybullet().stepSimulation
        self._build()

    @property
    def _number(self) -> int:
        if self._client is None:
            raise RuntimeError("this world was closed; make a new one")
        return self._client

    def _build(self) -> None:
        self._steps = 0
        client, friction = self._number, self._physics.friction
        engine.prepare(client, self._timestep, self._physics.iterations)
        ground = add_ground(client, GROUND_FRICTION * friction)
        self._names: dict[tuple[int, int], tuple[str, str]] = {(ground, -1): ("ground", "ground")}
        self._robot = add_robot(client, self._end, friction)
        self._drives = Drives(self._robot, self._end.urdf(), self._ticks)
        self._names |= {(self._robot.number, row): ("robot", link) for link, row in self._robot.links.items()}
        self._objects: dict[str, BulletObject] = {}
        for item in self._spec.objects:
            asset = self._assets[item.name]
            thing = add_object(client, asset, self._parts[item.asset], friction, self._timestep)
            self._objects[item.name] = thing
            thing.body.put(item.pose.matrix())
            given = {start.joint: asset.joint(start.joint).value_at(start.fraction) for start in item.joints}
            thing.set_joints(asset.joint_values(given))
            self._names |= {(thing.body.number, row): (item.name, link) for link, row in thing.body.links.items()}
        for tied in self._spec.ties:
            first, second = self._objects[tied.first], self._objects[tied.second]
            tie(tied, first.body, second.body, (first.asset, second.asset))
        self._springs = [thing for thing in self._objects.values() if thing.springs]
        self._hold: Hold | None = None
        self._targets = panda.HOME.copy()
        self._reached = self._targets
        self._drives.start(self._targets, np.zeros(9), self._targets)

    def set_targets(self, targets: Array) -> None:
        """Set the drive targets (9,): seven joint angles in radians, two finger positions in metres."""
        self._targets = checked_targets(targets)

    def step(self, substeps: int = 1) -> None:
        """Advance by whole physics steps of 1 / PHYSICS_HZ seconds."""
        client, step, drive = self._number, self._advance, self._drives.apply
        suction, springs, ticks, timestep = self._suction, self._springs, self._ticks, self._timestep
        targets, reached, rate = self._targets, self._reached, PHYSICS_HZ / (substeps or 1)
        # `while` and `if` take half a microsecond less than a range and an empty loop: a hundredth of a step.
        left = substeps * ticks
        while left > 0:
            if suction is not None and left % ticks == 0:
                self._suck(suction)
            drive(targets, reached, rate, left * timestep)
            if springs:
                for thing in springs:
                    thing.pull()
            step(client)
            left -= 1
        self._reached = targets
        self._steps += substeps

    def _suck(self, suction: Suction) -> None:
        """Let go of what the cup holds, or take hold of what is before it, as the targets say."""
        if not sucks(self._targets):
            if self._hold is not None:
                self._hold.release()
            self._hold = None
        elif self._hold is None:
            state = self.state(contacts=False)
            poses = np.array([state.objects[name].links[link] for name, link in suction.links]).reshape(-1, 4, 4)
            found = suction.takes(state.robot.T_world_hand, poses)
            if found is not None:
                self._take(found)

    def _take(self, held: Held) -> None:
        self._hold = hold(self._robot, self._objects[held.object].body, held)

    def state(self, *, contacts: bool = True) -> WorldState:
        """Return a snapshot; it holds copies, not views."""
        client, bullet = self._number, pybullet()
        places: list[tuple[tuple[float, ...], tuple[float, ...]]] = []
        speeds: list[tuple[float, ...]] = []
        for thing in self._objects.values():
            number = thing.body.number
            places.append(bullet.getBasePositionAndOrientation(number, physicsClientId=client))
            linear, angular = bullet.getBaseVelocity(number, physicsClientId=client)
            speeds.append((*linear, *angular))
            rows = list(thing.body.links.values())[1:]
            if rows:
                links = bullet.getLinkStates(
                    number, rows, computeLinkVelocity=1, computeForwardKinematics=1, physicsClientId=client
                )
                places += [(link[4], link[5]) for link in links]
                speeds += [(*link[6], *link[7]) for link in links]
        hand = bullet.getLinkState(
            self._robot.number, self._robot.links[panda.HAND_FRAME], computeForwardKinematics=1, physicsClientId=client
        )
        T = engine.matrices([*places, (hand[4], hand[5])])
        velocities = np.array(speeds)
        objects: dict[str, ObjectState] = {}
        at = 0
        for name, thing in self._objects.items():
            body = thing.body
            T[at] = T[at] @ body.T_centre_root
            joints: dict[str, float] = {}
            rates: dict[str, float] = {}
            if body.joints:
                found = bullet.getJointStates(body.number, list(body.joints.values()), physicsClientId=client)
                values = dict(zip(body.joints, found, strict=True))
                joints = {joint.name: values[joint.name][0] for joint in thing.asset.joints}
                rates = {joint.name: values[joint.name][1] for joint in thing.asset.joints}
            # Bullet's rows stand in the order of the tree; a state's links in that of the asset.
            order = [at + 1 + body.links[link.name] for link in thing.asset.links]
            objects[name] = ObjectState(
                {link.name: T[row] for link, row in zip(thing.asset.links, order, strict=True)},
                {
                    link.name: _STILL if thing.asset.fixed_base and row == at else velocities[row]
                    for link, row in zip(thing.asset.links, order, strict=True)
                },
                joints,
                rates,
            )
            at += len(order)
        return WorldState(
            self._steps * _TIMESTEP, self._robot_state(T[-1]), objects, self.contacts() if contacts else ()
        )

    def _robot_state(self, T_world_hand: Array) -> RobotState:
        states = pybullet().getJointStates(self._robot.number, self._drives.rows, physicsClientId=self._number)
        positions, velocities = self._targets.copy(), np.zeros(9)
        for place, state in enumerate(states):
            positions[place], velocities[place] = state[:2]
        held = None if self._hold is None else self._hold.held
        return RobotState(positions, velocities, self._targets.copy(), T_world_hand, self._end.sucks, held)

    def contacts(self) -> tuple[Contact, ...]:
        """Return the pairs of links in contact after the last step with the force between them in newtons."""
        forces: dict[tuple[tuple[str, str], tuple[str, str]], list[float]] = {}
        for point in pybullet().getContactPoints(physicsClientId=self._number):
            normal, push, along, slip, across, drag = point[7], point[9], point[11], point[10], point[13], point[12]
            if push == 0.0:
                continue
            pair = (self._names[point[1], point[3]], self._names[point[2], point[4]])
            total = forces.setdefault(pair, [0.0, 0.0, 0.0])
            for k in range(3):
                total[k] += push * normal[k] + slip * along[k] + drag * across[k]
        return tuple(
            Contact(first, second, math.sqrt(x * x + y * y + z * z))
            for (first, second), (x, y, z) in sorted(forces.items(), key=lambda item: item[0])
        )

    def restore(self, state: WorldState) -> None:
        """Build the scene anew and set the state, so that two restores of one state continue bit for bit."""
        check_scene(state, self._objects, self._end)
        self._build()
        self._targets = np.array(state.robot.targets, dtype=float)
        self._reached = self._targets
        self._drives.start(state.robot.positions, state.robot.velocities, self._targets)
        self._steps = round(state.time / _TIMESTEP)
        for name, saved in state.objects.items():
            thing = self._objects[name]
            if not thing.asset.fixed_base:
                thing.body.put(saved.pose)
                velocity = saved.velocities[thing.asset.root.name].tolist()
                pybullet().resetBaseVelocity(
                    thing.body.number, velocity[:3], velocity[3:], physicsClientId=self._number
                )
            thing.set_joints(saved.joints, saved.joint_velocities)
        sucked = state.robot.sucked
        if sucked is not None:
            self._take(sucked)

    def close(self) -> None:
        """Free the engine's memory; a second call does nothing."""
        if self._client is None:
            return
        engine.disconnect(self._client)
        self._client = None
        self._names, self._objects, self._springs = {}, {}, []
        self._hold = None
