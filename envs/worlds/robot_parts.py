"""A robot's URDF as parts."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pinocchio as pin  # pyright: ignore[reportMissingImports]

from envs.assets.model import Box, ConvexMesh, Cylinder, Shape, Sphere
from envs.frozen import Vector3
from envs.pose import Pose
from envs.robots.panda_description import read_obj
from envs.worlds.parts import Part, principal
from kpam.transforms import Array, from_rotation

_FRAME_MASS = 1e-6
"""Kilograms of a frame that has no body: engines divide by masses."""


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
        axes, moments = principal(np.array([[tensor[key] for key in row] for row in rows]))
        T_centre = _origin(inertial) @ from_rotation(axes)
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
