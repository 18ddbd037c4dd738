"""The Panda with something else on its flange: its URDF with the hand and the fingers replaced, and its meshes."""

from __future__ import annotations

import hashlib
import xml.etree.ElementTree as ElementTree
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from envs.assets.mechanics import of_shapes
from envs.assets.model import Box, Cylinder, Link
from envs.errors import EnvsError
from envs.render.triangles import of_shape
from envs.robots import panda_description
from envs.robots.panda_description import LinkMesh

HAND = "panda_hand"
_GONE = ("panda_leftfinger", "panda_rightfinger", "panda_grasptarget")


@dataclass(frozen=True)
class Fitting:
    """What takes the gripper's place: a holder in the hand's frame, and an end that sits firmly on it.

    The holder's link is named as the hand was and lies where it lay; the end's frame is `at` metres along its z axis.
    Shapes are boxes and cylinders along the axes of their links. Being frozen, a fitting is its own key of a cache.
    """

    robot: str
    holder: Link
    end: Link
    at: float

    def urdf(self) -> Path:
        """Return the path of the robot's URDF, written once to the user's cache folder."""
        return _written(self)

    def meshes(self) -> tuple[LinkMesh, ...]:
        """Return the triangles of every link in its frame, for pictures; a link of several shapes has several."""
        return _drawn(self)


def solid(name: str, shapes: Sequence[Box | Cylinder], mass: float) -> Link:
    """Return a link of shapes of one material that weigh `mass` kg together."""
    weighed = of_shapes(shapes, mass=mass)
    x, y, z = (float(value) for value in weighed.centre)
    return Link(name=name, shapes=tuple(shapes), mass=mass, centre_of_mass=(x, y, z), inertia=weighed.inertia6())


@cache
def _written(fitting: Fitting) -> Path:
    robot = ElementTree.parse(panda_description.urdf_path()).getroot()
    robot.set("name", fitting.robot)
    for joint in robot.findall("joint"):
        child = joint.find("child")
        if child is not None and child.get("link") in _GONE:
            robot.remove(joint)
    for link in robot.findall("link"):
        if link.get("name") in _GONE:
            robot.remove(link)
        elif link.get("name") == HAND:
            _fill(link, fitting.holder)
    _fill(ElementTree.SubElement(robot, "link", name=fitting.end.name), fitting.end)
    joint = ElementTree.SubElement(robot, "joint", name=f"{fitting.end.name}_joint", type="fixed")
    ElementTree.SubElement(joint, "parent", link=HAND)
    ElementTree.SubElement(joint, "child", link=fitting.end.name)
    ElementTree.SubElement(joint, "origin", xyz=f"0 0 {fitting.at!r}", rpy="0 0 0")
    text = ElementTree.tostring(robot, encoding="unicode")
    key = hashlib.sha256(text.encode()).hexdigest()[:16]
    return panda_description.kept(f"{fitting.robot}-{key}.urdf", text)


def _fill(element: ElementTree.Element, link: Link) -> None:
    """Give a URDF's link the shapes and the inertia of a link, instead of its own."""
    for child in list(element):
        element.remove(child)
    inertial = ElementTree.SubElement(element, "inertial")
    ElementTree.SubElement(inertial, "origin", xyz=_numbers(link.centre_of_mass), rpy="0 0 0")
    ElementTree.SubElement(inertial, "mass", value=repr(link.mass))
    names = ("ixx", "iyy", "izz", "ixy", "ixz", "iyz")
    tensor = {name: f"{value:.9g}" for name, value in zip(names, link.inertia, strict=True)}
    ElementTree.SubElement(inertial, "inertia", tensor)
    for shape in link.shapes:
        collision = ElementTree.SubElement(element, "collision")
        ElementTree.SubElement(collision, "origin", xyz=_numbers(shape.pose.position), rpy="0 0 0")
        geometry = ElementTree.SubElement(collision, "geometry")
        if isinstance(shape, Box):
            ElementTree.SubElement(geometry, "box", size=_numbers(shape.size))
        elif isinstance(shape, Cylinder):
            ElementTree.SubElement(geometry, "cylinder", radius=repr(shape.radius), length=repr(shape.length))
        else:
            raise EnvsError(f"link {link.name!r} has a {shape.kind}; a fitting is made of boxes and cylinders")


@cache
def _drawn(fitting: Fitting) -> tuple[LinkMesh, ...]:
    found = [mesh for mesh in panda_description.link_meshes() if mesh.link not in (HAND, *_GONE)]
    for link in (fitting.holder, fitting.end):
        for shape in link.shapes:
            mesh = of_shape(shape)
            found.append(LinkMesh(link.name, mesh.vertices, mesh.faces, shape.colour))
    return tuple(found)


def _numbers(values: Sequence[float]) -> str:
    return " ".join(f"{value:.9g}" for value in values)
