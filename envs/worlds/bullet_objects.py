"""Assets as PyBullet bodies: surfaces, joints' friction, damping, springs and couplings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from envs.assets.mechanics import moved_inertia
from envs.assets.model import AssetModel
from envs.worlds.bullet_engine import pybullet, spin_damping
from envs.worlds.bullet_parts import MultiBody, add_body, set_surface
from envs.worlds.parts import Part

# Bullet takes a joint's damping explicitly: at a rate beyond one in a step it would push instead of brake.
_MAX_DAMPING = 0.9

# Of a gear between two joints: N or N m, and the share of its error that one step takes back.
_GEAR_FORCE, _GEAR_ERP = 1e4, 0.2


@dataclass(frozen=True)
class Spring:
    """A joint that goes back to its lower limit: its row, N/m or N m/rad, and what the step's end makes of it."""

    row: int
    stiffness: float
    rest: float
    softness: float


@dataclass(frozen=True)
class BulletObject:
    """An object's body; its springs are to be pulled before each engine step of `timestep` seconds."""

    asset: AssetModel
    body: MultiBody
    springs: tuple[Spring, ...]
    timestep: float

    def pull(self) -> None:
        """Apply the forces that the springs will have at the step's end, so that a stiff one does not swing up."""
        engine, number, client = pybullet(), self.body.number, self.body.client
        for spring in self.springs:
            value, speed = engine.getJointState(number, spring.row, physicsClientId=client)[:2]
            force = -spring.stiffness * (value + self.timestep * speed - spring.rest) / spring.softness
            engine.setJointMotorControl2(number, spring.row, engine.TORQUE_CONTROL, force=force, physicsClientId=client)

    def set_joints(self, values: Mapping[str, float], rates: Mapping[str, float] | None = None) -> None:
        """Set joint values, radians or metres, and their rates."""
        for name, value in values.items():
            rate = 0.0 if rates is None else rates[name]
            row = self.body.joints[name]
            pybullet().resetJointState(self.body.number, row, value, rate, physicsClientId=self.body.client)


def add_object(client: int, asset: AssetModel, parts: Sequence[Part], friction: float, timestep: float) -> BulletObject:
    """Add an asset at the origin, its joints at 0; `parts` are its links, `friction` scales that of its surface."""
    engine = pybullet()
    body = add_body(client, parts, fixed_base=asset.fixed_base)
    angular = all(shape.kind == "box" for link in asset.links for shape in link.shapes)
    set_surface(body, body.links, asset.friction * friction, anchored=angular)
    if asset.rolling_damping > 0.0 and not asset.fixed_base and not asset.joints:
        engine.changeDynamics(
            body.number, -1, angularDamping=spin_damping(asset.rolling_damping), physicsClientId=client
        )
    springs: list[Spring] = []
    for joint in asset.joints:
        row, inertia = body.joints[joint.name], moved_inertia(asset, joint)
        damping = min(joint.damping, _MAX_DAMPING * inertia / timestep)
        engine.changeDynamics(body.number, row, jointDamping=damping, physicsClientId=client)
        # A motor that wants no motion, with little force, is dry friction.
        engine.setJointMotorControl2(
            body.number, row, engine.VELOCITY_CONTROL, force=joint.friction, physicsClientId=client
        )
        if joint.spring > 0.0:
            springs.append(Spring(row, joint.spring, joint.lower, 1.0 + timestep**2 * joint.spring / inertia))
        if joint.coupling is not None:
            leader = body.joints[joint.coupling.joint]
            here = (0.0, 0.0, 0.0)
            gear = engine.createConstraint(
                body.number, row, body.number, leader, engine.JOINT_GEAR, (0, 0, 1), here, here, physicsClientId=client
            )
            engine.changeConstraint(
                gear,
                gearRatio=-joint.coupling.ratio,
                relativePositionTarget=joint.coupling.offset,
                maxForce=_GEAR_FORCE,
                erp=_GEAR_ERP,
                physicsClientId=client,
            )
    return BulletObject(asset, body, tuple(springs), timestep)
