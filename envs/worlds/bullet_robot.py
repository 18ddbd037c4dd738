"""The robot in PyBullet: its URDF as parts of a body, and its drives."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import numpy as np
import pinocchio as pin  # pyright: ignore[reportMissingImports]

from envs.assets.model import Box, ConvexMesh, Cylinder, Shape, Sphere
from envs.frozen import Vector3
from envs.pose import Pose
from envs.robots import panda
from envs.robots.panda_description import read_obj
from envs.robots.robot import Robot
from envs.worlds.bullet_engine import pybullet
from envs.worlds.bullet_parts import MultiBody, Part, add_body, set_surface
from kpam.transforms import Array, from_rotation

# Radius in metres of the patch over which a fingertip's contact resists spinning.
_FINGER_PATCH = 0.02

# The share of the difference to the newest force by which a drive's idea of its load changes in a step. A drive whose
# joint carries n times the inertia that it damps within a step is stable below 2 / (1 + 2 n); n is 3.3 at the shoulder.
_LOAD_SHARE = 0.2

_FRAME_MASS = 1e-6
"""Kilograms of a frame that has no body: Bullet divides by masses."""


def add_robot(client: int, robot: Robot, friction: float = 1.0) -> MultiBody:
    """Add a robot at the origin; `Drives` gives it its drives and its posture."""
    body = add_body(client, robot_parts(robot.urdf()), fixed_base=True)
    fingers = [name for name in panda.FINGER_LINKS if name in body.links]
    set_surface(body, body.links, friction)
    set_surface(body, fingers, panda.FINGER_FRICTION * friction, anchored=True, spin=_FINGER_PATCH)
    return body


class Drives:
    """Position drives with the stiffness, damping and force limits that `panda` states.

    Bullet's motors hold a speed with whatever force that takes, up to a limit; they do not yield. So the speed is
    the one at which a spring and a damper would give the force that the motor lately gave:
    damping (target speed - speed) + stiffness (target - value) = force.
    And the force is bounded by what spring and damper give now, or by what the motor lately gave where that is more: a
    grip that is blocked pulls steadily instead of by turns with its limit and not at all.
    Gravity is taken off the robot by the forces that hold it.
    """

    def __init__(self, body: MultiBody, urdf: Path, ticks: int) -> None:
        """Drive a robot's joints where it has them; `ticks` engine steps are a physics step."""
        self._client, self._number = body.client, body.number
        self._model: Any = _dynamics(urdf)
        self._data: Any = self._model.createData()
        # Pinocchio's first joint is that of the universe.
        names = list(self._model.names)[1:]
        if names != [*panda.JOINT_NAMES, *panda.FINGER_NAMES][: len(names)]:
            raise ValueError(f"a robot's joints are those of the arm, then the fingers; {urdf} has {names}")
        self.rows = [body.joints[name] for name in names]
        arm = (panda.ARM_STIFFNESS, panda.ARM_DAMPING, panda.ARM_FORCE)
        finger = (panda.FINGER_STIFFNESS, panda.FINGER_DAMPING, panda.FINGER_FORCE)
        self._gains = [arm if name in panda.JOINT_NAMES else finger for name in names]
        self._share = _LOAD_SHARE / ticks
        self._loads = [0.0] * len(self.rows)

    def start(self, positions: Array, velocities: Array, targets: Array) -> None:
        """Set joint values (9,), speeds and what the drives carry for targets that rest."""
        engine = pybullet()
        self._loads = []
        for place, (row, (stiffness, damping, limit)) in enumerate(zip(self.rows, self._gains, strict=True)):
            value, rate = float(positions[place]), float(velocities[place])
            engine.resetJointState(self._number, row, value, rate, physicsClientId=self._client)
            load = stiffness * (float(targets[place]) - value) - damping * rate
            self._loads.append(min(max(load, -limit), limit))

    def apply(self, targets: list[float], speeds: list[float], ahead: float) -> None:
        """Give the motors their speeds for the next engine step.

        `targets` are where the driven joints shall be in `ahead` seconds, at their `speeds`.
        """
        # Plain floats: this runs at every engine step, and nine numbers are too few for numpy.
        engine, client, number, rows, share = pybullet(), self._client, self._number, self.rows, self._share
        states = engine.getJointStates(number, rows, physicsClientId=client)
        values: list[float] = []
        aims: list[float] = []
        bounds: list[float] = []
        loads: list[float] = []
        for (value, rate, _, force), target, speed, load, (stiffness, damping, limit) in zip(
            states, targets, speeds, self._loads, self._gains, strict=True
        ):
            load += share * (force - load)
            pull = stiffness * (target - speed * ahead - value)
            values.append(value)
            loads.append(load)
            aims.append(speed + (pull - load) / damping)
            bounds.append(min(max(abs(pull + damping * (speed - rate)), abs(load)), limit))
        self._loads = loads
        engine.setJointMotorControlArray(
            number, rows, engine.VELOCITY_CONTROL, targetVelocities=aims, forces=bounds, physicsClientId=client
        )
        held = pin.computeGeneralizedGravity(self._model, self._data, np.array(values)).tolist()
        engine.setJointMotorControlArray(number, rows, engine.TORQUE_CONTROL, forces=held, physicsClientId=client)


@cache
def _dynamics(urdf: Path) -> Any:
    """Return pinocchio's model of a robot with all its joints."""
    return pin.buildModelFromUrdf(str(urdf))


@cache
def robot_parts(urdf: Path) -> tuple[Part, ...]:
    """Read a robot's URDF, whose collision shapes are boxes, cylinders, spheres and convex hulls of OBJ files."""
    robot = ElementTree.fromstring(urdf.read_text(encoding="utf-8"))
    links = {str(link.get("name")): link for link in robot.findall("link")}
    joints = list(robot.findall("joint"))
    children = {_named(joint, "child") for joint in joints}
    root = next(name for name in links if name not in children)
    parts = [_part(links[root])]
    rows = {root: -1}
    while len(parts) < len(links):
        joint = next(j for j in joints if _named(j, "parent") in rows and _named(j, "child") not in rows)
        parent, child = _named(joint, "parent"), _named(joint, "child")
        rows[child] = len(parts) - 1
        parts.append(_part(links[child], joint, rows[parent]))
    return tuple(parts)


def _part(link: ElementTree.Element, joint: ElementTree.Element | None = None, parent: int = -1) -> Part:
    name = str(link.get("name"))
    shapes = tuple(_shape(element) for element in link.findall("collision"))
    inertial = link.find("inertial")
    mass, T_centre = _FRAME_MASS, np.eye(4)
    moments = (_FRAME_MASS * 1e-4, _FRAME_MASS * 1e-4, _FRAME_MASS * 1e-4)
    if inertial is not None:
        mass = float(_child(inertial, "mass").get("value", "0"))
        tensor = {key: float(value) for key, value in _child(inertial, "inertia").attrib.items()}
        rows = (("ixx", "ixy", "ixz"), ("ixy", "iyy", "iyz"), ("ixz", "iyz", "izz"))
        values, axes = np.linalg.eigh(np.array([[tensor[key] for key in row] for row in rows]))
        if np.linalg.det(axes) < 0:
            axes[:, 0] = -axes[:, 0]
        T_centre = _origin(inertial) @ from_rotation(axes)
        moments = (float(values[0]), float(values[1]), float(values[2]))
    if joint is None:
        return Part(name, shapes, mass, T_centre, moments)
    kind = str(joint.get("type"))
    if kind not in ("fixed", "revolute", "prismatic"):
        raise ValueError(f"joint {joint.get('name')!r} is {kind!r}; a robot's joints are fixed, revolute or prismatic")
    axis, limit = joint.find("axis"), joint.find("limit")
    return Part(
        name,
        shapes,
        mass,
        T_centre,
        moments,
        parent,
        str(joint.get("name")),
        kind,
        _origin(joint),
        _triple(axis, "xyz", "1 0 0"),
        (1.0, -1.0) if limit is None else (float(limit.get("lower", "0")), float(limit.get("upper", "0"))),
    )


def _shape(collision: ElementTree.Element) -> Shape:
    pose = Pose.from_matrix(_origin(collision))
    geometry = _child(collision, "geometry")[0]
    match geometry.tag:
        case "box":
            return Box(size=_triple(geometry, "size", "0 0 0"), pose=pose)
        case "cylinder":
            radius, length = float(geometry.get("radius", "0")), float(geometry.get("length", "0"))
            return Cylinder(radius=radius, length=length, pose=pose)
        case "sphere":
            return Sphere(radius=float(geometry.get("radius", "0")), pose=pose)
        case "mesh":
            vertices, faces = read_obj(Path(str(geometry.get("filename"))))
            points = (vertices * _triple(geometry, "scale", "1 1 1")).tolist()
            return ConvexMesh(vertices=tuple(map(tuple, points)), faces=tuple(map(tuple, faces.tolist())), pose=pose)
        case other:
            raise ValueError(f"the robot's URDF has a collision shape <{other}>; use box, cylinder, sphere or mesh")


def _origin(element: ElementTree.Element) -> Array:
    origin = element.find("origin")
    rpy = np.array(_triple(origin, "rpy", "0 0 0"))
    return from_rotation(pin.rpy.rpyToMatrix(rpy), _triple(origin, "xyz", "0 0 0"))


def _triple(element: ElementTree.Element | None, key: str, default: str) -> Vector3:
    x, y, z = (float(word) for word in (default if element is None else element.get(key, default)).split())
    return x, y, z


def _child(element: ElementTree.Element, tag: str) -> ElementTree.Element:
    found = element.find(tag)
    if found is None:
        raise ValueError(f"<{element.tag} name={element.get('name')!r}> of the robot's URDF lacks <{tag}>")
    return found


def _named(joint: ElementTree.Element, tag: str) -> str:
    return str(_child(joint, tag).get("link"))
