"""Links and joints, of an asset or of a robot's URDF, as one PyBullet body.

A body is made without a file: PyBullet's reader of URDF takes ten times as long, gives frames without inertia a mass of
1 kg, and writes about it to the terminal.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

import numpy as np

from envs.assets.mechanics import inertia_matrix
from envs.assets.model import AssetModel, Link, Shape
from envs.frozen import Vector3
from envs.worlds.bullet_engine import placed, pybullet, surface
from envs.worlds.bullet_shapes import collision_shape
from kpam.transforms import Array, from_rotation, inverse

_NO_LIMIT = 1e10
_FASTEST = 1e3
"""Metres or radians a second at which speeds are cut off; PyBullet's own limit of 100 would hide explosions."""


@dataclass(frozen=True)
class Part:
    """A link with the joint that it hangs on: `parent` is the row of the link above, -1 the root.

    `T_link_centre` is the centre of mass with the principal axes, `moments` (3,) the inertia about those, kg m^2.
    """

    name: str
    shapes: tuple[Shape, ...]
    mass: float
    T_link_centre: Array
    moments: Vector3
    parent: int = -1
    joint: str = ""
    kind: Literal["fixed", "revolute", "prismatic"] = "fixed"
    T_parent_link: Array = field(default_factory=lambda: np.eye(4))
    axis: Vector3 = (0.0, 0.0, 1.0)
    limits: tuple[float, float] = (1.0, -1.0)

    @cached_property
    def centre(self) -> tuple[list[float], list[float]]:
        """T_link_centre as PyBullet writes it."""
        return placed(self.T_link_centre)

    @cached_property
    def origin(self) -> tuple[list[float], list[float]]:
        """T_parent_link as PyBullet writes it."""
        return placed(self.T_parent_link)


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


def centred(link: Link) -> tuple[Array, Vector3]:
    """Return T_link_centre and the principal moments of an asset's link."""
    moments, axes = np.linalg.eigh(inertia_matrix(link))
    if np.linalg.det(axes) < 0:
        axes[:, 0] = -axes[:, 0]
    ixx, iyy, izz = moments.tolist()
    return from_rotation(axes, link.centre_of_mass), (ixx, iyy, izz)


def parts_of(asset: AssetModel) -> tuple[Part, ...]:
    """Return an asset's links, each after the one it hangs on, the root first."""
    root = asset.root
    found = [Part(root.name, root.shapes, root.mass, *centred(root))]
    rows = {root.name: -1}
    waiting = list(asset.joints)
    while waiting:
        joint = next((j for j in waiting if j.parent in rows), None)
        if joint is None:
            raise ValueError(f"asset {asset.id}: joints {[j.name for j in waiting]} hang on no link of the tree")
        waiting.remove(joint)
        child = asset.link(joint.child)
        rows[child.name] = len(found) - 1
        found.append(
            Part(
                child.name,
                child.shapes,
                child.mass,
                *centred(child),
                rows[joint.parent],
                joint.name,
                joint.kind,
                joint.origin.matrix(),
                joint.axis,
                (joint.lower, joint.upper),
            )
        )
    return tuple(found)


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
    origins = [part.origin for part in others]
    centres = [part.centre for part in parts]
    number = int(
        engine.createMultiBody(
            baseMass=0.0 if fixed_base else root.mass,
            baseCollisionShapeIndex=collision_shape(client, root.shapes),
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
