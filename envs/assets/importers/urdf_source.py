"""Reads a URDF: links with their visual geometry, joints with limits, what follows what."""

from __future__ import annotations

import math
import re
from pathlib import PurePosixPath
from typing import Any, Literal, cast
from xml.etree.ElementTree import Element, ParseError

import numpy as np

from envs.assets.geometry import extreme_points
from envs.assets.importers.errors import ImportRefusedError
from envs.assets.importers.folder import Folder, shown
from envs.assets.importers.meshes import read_mesh
from envs.assets.importers.source import GREY, Follows, Piece, Source, SourceJoint, SourceLink
from envs.assets.model import Box, Colour, Cylinder, Shape, Sphere
from kpam.transforms import Array, about_axis, from_rotation

MOST_LINKS = 200
MOST_GEOMETRIES = 2000
_PACKAGE = re.compile(r"^package://[^/]+/(.+)$")
_MOVING = {"revolute": "revolute", "continuous": "revolute", "prismatic": "prismatic"}


def read_urdf(folder: Folder, name: str) -> Source:
    """Return what a URDF of a folder describes, in its own axes and units.

    Raises ImportRefusedError for XML that is none or declares entities, for a tree that is none, for joints without
    limits or of another kind than fixed, revolute, continuous and prismatic, and for meshes that `read_mesh` refuses.
    """
    robot = _parse(folder, name)
    colours = {
        str(material.get("name")): colour
        for material in robot.findall("material")
        if (colour := _rgba(material, name)) is not None
    }
    links = [_link(element, folder, name, colours) for element in robot.findall("link")]
    notes: list[str] = []
    joints = [_joint(element, name, notes) for element in robot.findall("joint")]
    if len(links) > MOST_LINKS:
        raise ImportRefusedError(f"{shown(name)} has {len(links)} links; at most {MOST_LINKS} are read")
    _check_tree(links, joints, name)
    if not any(link.pieces for link in links):
        raise ImportRefusedError(f"{shown(name)} has no geometry at all; give its links <visual> or <collision> shapes")
    return Source(
        name=str(robot.get("name") or PurePosixPath(name).stem),
        links=tuple(links),
        joints=tuple(joints),
        metres=True,
        origin=f"imported from the URDF {PurePosixPath(name).name[:80]}",
        notes=tuple(notes),
    )


def _parse(folder: Folder, name: str) -> Element:
    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import fromstring

    data = folder.read(name, wanted_by=shown(name))
    if name.lower().endswith(".xacro") or b"xmlns:xacro" in data[:65536] or b"<xacro:" in data:
        raise ImportRefusedError(
            f"{shown(name)} is a xacro program, which is not run; expand it: xacro FILE > out.urdf"
        )
    try:
        robot = cast("Element", fromstring(data, forbid_dtd=True, forbid_entities=True, forbid_external=True))
    except DefusedXmlException as error:
        raise ImportRefusedError(
            f"{shown(name)} declares a DTD or entities ({type(error).__name__}), which no URDF needs; remove them"
        ) from error
    except (ParseError, ValueError, LookupError) as error:
        raise ImportRefusedError(f"{shown(name)} is no XML that can be read: {error}") from error
    if robot.tag != "robot":
        raise ImportRefusedError(f"{shown(name)} begins with <{robot.tag[:40]}>, not <robot>: it is no URDF")
    return robot


def _link(element: Element, folder: Folder, name: str, colours: dict[str, Colour]) -> SourceLink:
    link = _name(element, "link", name)
    # What is seen is what is touched, so the visuals serve; a link that has none is touched all the same.
    places = element.findall("visual") or element.findall("collision")
    if len(places) > MOST_GEOMETRIES:
        raise ImportRefusedError(f"{shown(name)}: link {shown(link)} has {len(places)} shapes; merge some")
    pieces: list[Piece] = []
    for place in places:
        material = place.find("material")
        colour = None
        if material is not None:
            colour = _rgba(material, name) or colours.get(str(material.get("name")))
        T, label = _origin(place, name), str(place.get("name") or "")[:80]
        for piece in _geometry(place, link, folder, name):
            painted = piece.colour if colour is None else colour
            pieces.append(Piece(piece.vertices, piece.faces, painted, label or piece.label, piece.shape).moved(T))
    return SourceLink(link, tuple(pieces))


def _geometry(place: Element, link: str, folder: Folder, name: str) -> list[Piece]:
    geometry = place.find("geometry")
    child = None if geometry is None else next(iter(geometry), None)
    if child is None:
        raise ImportRefusedError(f"{shown(name)}: a shape of link {shown(link)} has no <geometry>")
    if child.tag == "mesh":
        file = str(child.get("filename") or "")
        found = _PACKAGE.match(file)
        scale = _numbers(child, "scale", 3, (1.0, 1.0, 1.0), name)
        if not all(1e-6 <= abs(each) <= 1e6 for each in scale):
            raise ImportRefusedError(
                f"{shown(name)}: the mesh {shown(file)} has the scale {scale}; give factors above 0"
            )
        pieces = read_mesh(folder, found[1] if found else file, wanted_by=shown(name))
        flip = np.prod(scale) < 0
        return [
            Piece(piece.vertices * scale, piece.faces[:, ::-1] if flip else piece.faces, piece.colour, piece.label)
            for piece in pieces
        ]
    shape: Shape
    if child.tag == "box":
        x, y, z = (_positive(edge, f"link {link!r} has a box", name) for edge in _numbers(child, "size", 3, None, name))
        shape = Box(size=(x, y, z))
    elif child.tag in ("cylinder", "sphere"):
        radius = _positive(_numbers(child, "radius", 1, None, name)[0], f"link {link!r} has a {child.tag}", name)
        if child.tag == "sphere":
            shape = Sphere(radius=radius)
        else:
            length = _positive(_numbers(child, "length", 1, None, name)[0], f"link {link!r} has a cylinder", name)
            shape = Cylinder(radius=radius, length=length)
    else:
        raise ImportRefusedError(
            f"{shown(name)}: link {shown(link)} has a <{child.tag[:40]}>; box, cylinder, sphere and mesh are read"
        )
    return [_of_shape(shape)]


def _of_shape(shape: Shape) -> Piece:
    from scipy.spatial import ConvexHull

    points = extreme_points(shape)
    return Piece(points, np.asarray(ConvexHull(points).simplices, dtype=np.int64), GREY, "", shape)


def _joint(element: Element, name: str, notes: list[str]) -> SourceJoint:
    joint = _name(element, "joint", name)
    kind = str(element.get("type"))
    ends = {
        end: str(found.get("link")) if (found := element.find(end)) is not None else "" for end in ("parent", "child")
    }
    placed: dict[str, Any] = {
        "name": joint,
        "parent": ends["parent"],
        "child": ends["child"],
        "T_parent_child": _origin(element, name),
    }
    if kind == "fixed":
        return SourceJoint(kind="fixed", axis=np.array([1.0, 0.0, 0.0]), **placed)
    if kind not in _MOVING:
        raise ImportRefusedError(
            f"{shown(name)}: joint {shown(joint)} is of type {shown(kind)}; fixed, revolute, continuous and prismatic "
            "are read"
        )
    along = element.find("axis")
    axis = np.array((1.0, 0.0, 0.0) if along is None else _numbers(along, "xyz", 3, (1.0, 0.0, 0.0), name))
    length = float(np.linalg.norm(axis))
    if length < 1e-6:
        raise ImportRefusedError(f"{shown(name)}: joint {shown(joint)} has an axis of length 0")
    limit = element.find("limit")
    if kind == "continuous":
        lower, upper = 0.0, 2 * math.pi
        notes.append(f"joint {joint!r} turns without end; it gets one turn, 0 to 6.283 rad")
    elif limit is None or limit.get("lower") is None or limit.get("upper") is None:
        raise ImportRefusedError(
            f"{shown(name)}: joint {shown(joint)} has no limits; write <limit lower=... upper=.../> in it"
        )
    else:
        lower, upper = (_numbers(limit, end, 1, None, name)[0] for end in ("lower", "upper"))
        if not lower < upper or upper - lower > 100.0:
            raise ImportRefusedError(
                f"{shown(name)}: joint {shown(joint)} goes from {lower:g} to {upper:g}; the lower limit must be below "
                "the upper one, and a joint that does not move be fixed"
            )
    moving = cast('Literal["revolute", "prismatic"]', _MOVING[kind])
    dynamics, mimic = element.find("dynamics"), element.find("mimic")
    follows = None
    if mimic is not None:
        ratio, offset = (
            _numbers(mimic, key, 1, (value,), name)[0] for key, value in (("multiplier", 1.0), ("offset", 0.0))
        )
        if abs(ratio) < 1e-9:
            raise ImportRefusedError(f"{shown(name)}: joint {shown(joint)} follows with a multiplier of 0")
        follows = Follows(str(mimic.get("joint")), ratio, offset)
    return SourceJoint(
        kind=moving,
        axis=axis / length,
        lower=lower,
        upper=upper,
        damping=None if dynamics is None else abs(_numbers(dynamics, "damping", 1, (0.0,), name)[0]),
        friction=None if dynamics is None else abs(_numbers(dynamics, "friction", 1, (0.0,), name)[0]),
        follows=follows,
        **placed,
    )


def _check_tree(links: list[SourceLink], joints: list[SourceJoint], name: str) -> None:
    """Refuse links or joints of one name, joints to nowhere, loops, and several roots."""
    known = [link.name for link in links]
    for what, names in (("link", known), ("joint", [joint.name for joint in joints])):
        for twice in sorted({item for item in names if names.count(item) > 1}):
            raise ImportRefusedError(f"{shown(name)} has two {what}s of the name {shown(twice)}; rename one")
    parents: dict[str, str] = {}
    for joint in joints:
        for end in (joint.parent, joint.child):
            if end not in known:
                raise ImportRefusedError(
                    f"{shown(name)}: joint {shown(joint.name)} is at link {shown(end)}, which is not there"
                )
        if joint.child in parents:
            raise ImportRefusedError(
                f"{shown(name)}: link {shown(joint.child)} hangs on two joints; a URDF is a tree, so loops are refused"
            )
        parents[joint.child] = joint.parent
    roots = [link for link in known if link not in parents]
    if len(roots) != 1:
        what = "has no root: its joints form a loop" if not roots else f"has {len(roots)} links without a parent"
        raise ImportRefusedError(f"{shown(name)} {what}; join every link to one root")
    for link in known:
        seen = {link}
        while link in parents:
            link = parents[link]
            if link in seen:
                raise ImportRefusedError(
                    f"{shown(name)}: its joints form a loop at link {shown(link)}; a URDF is a tree"
                )
            seen.add(link)
    free = {joint.name: joint for joint in joints if joint.kind != "fixed"}
    for joint in joints:
        if joint.follows is not None:
            leader = free.get(joint.follows.leader)
            if leader is None or leader.follows is not None or leader is joint:
                raise ImportRefusedError(
                    f"{shown(name)}: joint {shown(joint.name)} follows {shown(joint.follows.leader)}, which is no "
                    "joint that moves on its own"
                )


def _origin(element: Element, name: str) -> Array:
    origin = element.find("origin")
    if origin is None:
        return np.eye(4)
    roll, pitch, yaw = _numbers(origin, "rpy", 3, (0.0, 0.0, 0.0), name)
    x, y, z = np.eye(3)
    turned = about_axis(z, yaw) @ about_axis(y, pitch) @ about_axis(x, roll)
    return from_rotation(turned[:3, :3], _numbers(origin, "xyz", 3, (0.0, 0.0, 0.0), name))


def _rgba(material: Element, name: str) -> Colour | None:
    colour = material.find("color")
    if colour is None:
        return None
    r, g, b = (min(1.0, max(0.0, each)) for each in _numbers(colour, "rgba", 4, None, name)[:3])
    return r, g, b


def _name(element: Element, what: str, file: str) -> str:
    name = str(element.get("name") or "")
    if not name or len(name) > 200:
        raise ImportRefusedError(f"{shown(file)} has a {what} without a name, or with one of over 200 letters")
    return name


def _positive(value: float, what: str, name: str) -> float:
    if value <= 0:
        raise ImportRefusedError(f"{shown(name)}: {what} with an edge of {value:g}; give lengths above 0")
    return value


def _numbers(element: Element, key: str, count: int, default: tuple[float, ...] | None, name: str) -> tuple[float, ...]:
    text = element.get(key)
    if text is None:
        if default is not None:
            return default
        raise ImportRefusedError(f"{shown(name)}: <{element.tag[:40]}> has no {key}")
    try:
        values = tuple(float(word) for word in text.split())
    except ValueError:
        values = ()
    if len(values) == 1 and count == 3 and key == "scale":
        values *= 3
    if len(values) != count or not all(math.isfinite(value) and abs(value) < 1e6 for value in values):
        raise ImportRefusedError(
            f"{shown(name)}: {key}={shown(text)} of <{element.tag[:40]}>: give {count} finite numbers"
        )
    return values
