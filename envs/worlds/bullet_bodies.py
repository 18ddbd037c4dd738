"""An asset's URDF as a PyBullet body, with what PyBullet leaves out: couplings, springs, dry friction of joints.

PyBullet passes over `<mimic>`; a gear constraint between the two joints does the same, in both directions. URDF has no
word for springs; `drive` is to be called before each step. This is how an exported file is tried, for the assets'
checks; the world makes its bodies without files, in `bullet_objects`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from envs.assets.mechanics import moved_inertia
from envs.assets.model import AssetModel
from envs.errors import EnvsError
from envs.pose import Pose
from envs.worlds.bullet_engine import GRAVITY, matrices, pybullet, xyzw
from kpam.transforms import Array

_GEAR_FORCE = 1e4
_GEAR_ERP = 0.2


class LoadError(EnvsError):
    """A URDF that PyBullet does not read."""


@contextmanager
def client(timestep: float) -> Iterator[int]:
    """Give the number of a PyBullet client without a display, with gravity, while the block runs."""
    number = pybullet().connect(pybullet().DIRECT)
    try:
        pybullet().setGravity(0, 0, GRAVITY, physicsClientId=number)
        pybullet().setTimeStep(timestep, physicsClientId=number)
        yield number
    finally:
        pybullet().disconnect(physicsClientId=number)


@dataclass(frozen=True)
class BulletBody:
    """One asset in a PyBullet client; `body` is PyBullet's number, `rows` its joints' indices by name."""

    client: int
    body: int
    asset: AssetModel
    rows: Mapping[str, int]

    def joints(self) -> dict[str, float]:
        """Return the joints' values, radians or metres."""
        states = {name: self._call("getJointState", row) for name, row in self.rows.items()}
        return {joint.name: float(states[joint.name][0]) for joint in self.asset.joints}

    def pose(self) -> Array:
        """Return T_world_root (4, 4)."""
        bullet = pybullet()
        world = bullet.getBasePositionAndOrientation(self.body, physicsClientId=self.client)
        position, turn = bullet.multiplyTransforms(*world, *bullet.invertTransform(*_centre(self.client, self.body)))
        return matrices([(position, turn)])[0]

    def drive(self) -> None:
        """Apply the forces of springs, before each step: those at its end, so that a stiff one does not swing up."""
        bullet = pybullet()
        step = bullet.getPhysicsEngineParameters(physicsClientId=self.client)["fixedTimeStep"]
        for joint in self.asset.joints:
            if joint.spring > 0.0:
                position, speed = self._call("getJointState", self.rows[joint.name])[:2]
                soft = 1.0 + step**2 * joint.spring / moved_inertia(self.asset, joint)
                force = -joint.spring * (position + step * speed - joint.lower) / soft
                self._call("setJointMotorControl2", self.rows[joint.name], bullet.TORQUE_CONTROL, force=force)

    def step(self, steps: int) -> None:
        """Advance the client by whole steps, with this asset's springs."""
        for _ in range(steps):
            self.drive()
            pybullet().stepSimulation(physicsClientId=self.client)

    def limits(self, joint: str) -> tuple[float, float]:
        """Return a joint's lower and upper limit as PyBullet read them."""
        lower, upper = self._call("getJointInfo", self.rows[joint])[8:10]
        return float(lower), float(upper)

    def link_masses(self) -> dict[str, float]:
        """Return what each link weighs, kg; 0 for a bolted root."""
        info = {self.asset.root.name: -1}
        info |= {joint.child: self.rows[joint.name] for joint in self.asset.joints}
        return {link: float(self._call("getDynamicsInfo", row)[0]) for link, row in info.items()}

    def collision_shapes(self) -> dict[str, int]:
        """Return how many collision shapes each link has."""
        info = {self.asset.root.name: -1}
        info |= {joint.child: self.rows[joint.name] for joint in self.asset.joints}
        return {link: len(self._call("getCollisionShapeData", row)) for link, row in info.items()}

    def _call(self, name: str, *values: Any, **named: Any) -> Any:
        return getattr(pybullet(), name)(self.body, *values, physicsClientId=self.client, **named)


def add_object(
    client: int, urdf: Path, asset: AssetModel, pose: Pose | None = None, joints: Mapping[str, float] | None = None
) -> BulletBody:
    """Load an asset's URDF at a pose of its root, joints at given values (radians or metres; missing: lower limit).

    Raises LoadError with PyBullet's words.
    """
    bullet = pybullet()
    pose = pose or Pose()
    flags = bullet.URDF_USE_INERTIA_FROM_FILE
    try:
        body = bullet.loadURDF(str(urdf), useFixedBase=asset.fixed_base, flags=flags, physicsClientId=client)
    except bullet.error as error:
        raise LoadError(f"{urdf}: {error}") from error
    # PyBullet's pose of a body is that of its root's centre of mass.
    place = bullet.multiplyTransforms(pose.position, xyzw(pose.quaternion), *_centre(client, body))
    bullet.resetBasePositionAndOrientation(body, *place, physicsClientId=client)
    count = bullet.getNumJoints(body, physicsClientId=client)
    rows = {bullet.getJointInfo(body, row, physicsClientId=client)[1].decode(): row for row in range(count)}
    for joint in asset.joints:
        # The motor that every joint begins with is the dry friction.
        bullet.setJointMotorControl2(
            body, rows[joint.name], bullet.VELOCITY_CONTROL, force=joint.friction, physicsClientId=client
        )
    for name, value in asset.joint_values(joints).items():
        bullet.resetJointState(body, rows[name], value, physicsClientId=client)
    for joint in asset.joints:
        if joint.coupling is not None:
            leader = rows[joint.coupling.joint]
            gear = bullet.createConstraint(
                body,
                rows[joint.name],
                body,
                leader,
                bullet.JOINT_GEAR,
                (0, 0, 1),
                (0, 0, 0),
                (0, 0, 0),
                physicsClientId=client,
            )
            bullet.changeConstraint(
                gear,
                gearRatio=-joint.coupling.ratio,
                relativePositionTarget=joint.coupling.offset,
                maxForce=_GEAR_FORCE,
                erp=_GEAR_ERP,
                physicsClientId=client,
            )
    return BulletBody(client, body, asset, rows)


def _centre(client: int, body: int) -> tuple[Any, Any]:
    """Return position and quaternion xyzw of the root's centre of mass in the root's frame."""
    found = pybullet().getDynamicsInfo(body, -1, physicsClientId=client)
    return found[3], found[4]
