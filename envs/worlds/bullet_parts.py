"""Parts, of an asset or of a robot, as one PyBullet body.

A body is made without a file: PyBullet's reader of URDF takes ten times as long, gives frames without inertia a mass of
1 kg, and writes about it to the terminal.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from envs.worlds.bullet_engine import placed, pybullet, surface, written
from envs.worlds.bullet_shapes import collision_shape
from envs.worlds.parts import Part
from kpam.transforms import Array, inverse

_NO_LIMIT = 1e10
_FASTEST = 1e3
"""Metres or radians a second at which speeds are cut off; PyBullet's own limit of 100 would hide explosions."""


@dataclass(frozen=True)
class MultiBody:
    """A body in a client: PyBullet's number of it, the rows of its links and joints by name (-1 is the root).

    `centres` are T_link_centre by link, the root's first: where PyBullet thinks a link to be.
    """

    client: int
    number: int
    links: Mapping[str, int]
    joints: Mapping[str, int]
    centres: Mapping[str, Array]

    @cached_property
    def T_root_centre(self) -> Array:
        """The root's centre of mass with its principal axes."""
        return next(iter(self.centres.values()))

    @cached_property
    def T_centre_root(self) -> Array:
        """The root's frame as PyBullet sees it."""
        return inverse(self.T_root_centre)

    def put(self, T_world_root: Array) -> None:
        """Place the root's frame."""
        place = placed(T_world_root @ self.T_root_centre)
        pybullet().resetBasePositionAndOrientation(self.number, *place, physicsClientId=self.client)


# Collision groups: bodies meet bodies and the ground, which the root of what is bolted down does not touch.
_BODY, _GROUND = 1, 2


def add_ground(client: int, friction: float) -> int:
    """Add the plane z = 0 and return its number."""
    engine = pybullet()
    shape = engine.createCollisionShape(engine.GEOM_PLANE, physicsClientId=client)
    number = int(engine.createMultiBody(0.0, shape, physicsClientId=client))
    engine.changeDynamics(number, -1, lateralFriction=surface(friction), restitution=0.0, physicsClientId=client)
    engine.setCollisionFilterGroupMask(number, -1, _GROUND, _BODY, physicsClientId=client)
    return number


def set_surface(
    body: MultiBody, links: Iterable[str], friction: float, *, anchored: bool = False, spin: float = 0.0
) -> None:
    """Set the friction of links, and how far from its middle a contact resists spinning, metres.

    An anchored contact remembers where it took hold, and goes back there. Without that, friction only brakes, and what
    is held or stacked creeps: a block in the hand by 4 mm/s, the top of five blocks by 1 mm/s. What rolls must not be
    anchored: its contact point wanders, and the anchor drags it along.
    """
    for link in links:
        pybullet().changeDynamics(
            body.number,
            body.links[link],
            lateralFriction=surface(friction),
            spinningFriction=spin,
            frictionAnchor=int(anchored),
            physicsClientId=body.client,
        )


def add_body(client: int, parts: Sequence[Part], *, fixed_base: bool) -> MultiBody:
    """Make a body at the origin, its joints at 0, with no damping and no motors."""
    engine = pybullet()
    root, *others = parts
    kinds = {"fixed": engine.JOINT_FIXED, "revolute": engine.JOINT_REVOLUTE, "prismatic": engine.JOINT_PRISMATIC}
    origins = [written(part.origin) for part in others]
    centres = [written(part.centre) for part in parts]
    number = int(
        engine.createMultiBody(
            baseMass=0.0 if fixed_base else root.mass,
            baseCollisionShapeIndex=collision_shape(client, root.shapes, bolted=fixed_base),
            baseInertialFramePosition=centres[0][0],
            baseInertialFrameOrientation=centres[0][1],
            linkMasses=[part.mass for part in others],
            linkCollisionShapeIndices=[collision_shape(client, part.shapes) for part in others],
            linkVisualShapeIndices=[-1] * len(others),
            linkPositions=[position for position, _ in origins],
            linkOrientations=[turn for _, turn in origins],
            linkInertialFramePositions=[position for position, _ in centres[1:]],
            linkInertialFrameOrientations=[turn for _, turn in centres[1:]],
            linkParentIndices=[part.parent + 1 for part in others],
            linkJointTypes=[kinds[part.kind] for part in others],
            linkJointAxis=[part.axis for part in others],
            # PyBullet's plain rigid body: its spin dies away as it should, and a step costs less.
            useMaximalCoordinates=not others and not fixed_base,
            physicsClientId=client,
        )
    )
    for row, part in enumerate(parts, start=-1):
        bolted = fixed_base and row < 0
        _set_dynamics(client, number, row, part, bolted=bolted)
        touches = _BODY if bolted else _BODY | _GROUND
        engine.setCollisionFilterGroupMask(number, row, _BODY, touches, physicsClientId=client)
    # Either of these turns a call for a link to the root.
    engine.changeDynamics(number, -1, activationState=engine.ACTIVATION_STATE_DISABLE_SLEEPING, physicsClientId=client)
    if others:
        engine.changeDynamics(number, -1, maxJointVelocity=_FASTEST, physicsClientId=client)
    body = MultiBody(
        client,
        number,
        {part.name: row for row, part in enumerate(parts, start=-1)},
        {part.joint: row for row, part in enumerate(others) if part.kind != "fixed"},
        {part.name: part.T_link_centre for part in parts},
    )
    body.put(np.eye(4))
    return body


def _set_dynamics(client: int, number: int, row: int, part: Part, *, bolted: bool) -> None:
    engine = pybullet()
    settings: dict[str, Any] = {
        "linearDamping": 0.0,
        "angularDamping": 0.0,
        "jointDamping": 0.0,
        "restitution": 0.0,
    }
    if not bolted:
        settings |= {"mass": part.mass, "localInertiaDiagonal": part.moments}
    if row >= 0 and part.kind != "fixed":
        settings |= {"jointLowerLimit": part.limits[0], "jointUpperLimit": part.limits[1], "jointLimitForce": _NO_LIMIT}
        engine.setJointMotorControl2(number, row, engine.VELOCITY_CONTROL, force=0.0, physicsClientId=client)
    engine.changeDynamics(number, row, physicsClientId=client, **settings)
