"""Writes an asset as a URDF with OBJ meshes, for engines and tools that read those."""

from __future__ import annotations

import shutil
import tempfile
import uuid
from pathlib import Path
from xml.etree import ElementTree

import pinocchio as pin  # pyright: ignore[reportMissingImports]

from envs.assets.model import AssetModel, Box, ConvexMesh, Cylinder, Joint, Link, Shape, Sphere
from envs.frozen import Vector3
from envs.pose import Pose

UNLIMITED = 1e3
"""URDF demands an effort and a velocity limit; an asset has none, so these are beyond what it meets (SI units)."""


def to_urdf(model: AssetModel, *, directory: Path | str, annotated: bool = False) -> Path:
    """Write `directory/<category>_<instance>/model.urdf` and its meshes, and return the URDF's path.

    The folder appears whole or not at all; one that is there is replaced. Couplings are written as <mimic>; the format
    has no word for a joint's spring, which is left out. When `annotated`, `asset.json` beside it holds the whole model.
    """
    parent = Path(directory)
    parent.mkdir(parents=True, exist_ok=True)
    folder = parent / f"{model.category}_{model.instance}"
    # Not a temporary folder, which nobody else could read: the umask decides.
    draft = parent / f".{folder.name}.{uuid.uuid4().hex[:12]}"
    draft.mkdir()
    try:
        tree = _robot(model, draft)
        ElementTree.indent(tree)
        ElementTree.ElementTree(tree).write(draft / "model.urdf", encoding="utf-8", xml_declaration=True)
        if annotated:
            (draft / "asset.json").write_text(model.model_dump_json(indent=1) + "\n", encoding="utf-8")
        if folder.exists():
            replaced = Path(tempfile.mkdtemp(prefix=f".{folder.name}.old.", dir=parent))
            folder.replace(replaced / "old")
            draft.replace(folder)
            shutil.rmtree(replaced)
        else:
            draft.replace(folder)
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise
    return folder / "model.urdf"


def _robot(model: AssetModel, folder: Path) -> ElementTree.Element:
    robot = ElementTree.Element("robot", name=f"{model.category}_{model.instance}")
    for link in model.links:
        _add_link(robot, link, folder, model.friction)
    for joint in model.joints:
        _add_joint(robot, joint)
    return robot


def _add_link(robot: ElementTree.Element, link: Link, folder: Path, friction: float) -> None:
    element = ElementTree.SubElement(robot, "link", name=link.name)
    # PyBullet's extension of the format; other readers pass over it.
    ElementTree.SubElement(ElementTree.SubElement(element, "contact"), "lateral_friction", value=_number(friction))
    inertial = ElementTree.SubElement(element, "inertial")
    _add_origin(inertial, Pose(position=link.centre_of_mass))
    ElementTree.SubElement(inertial, "mass", value=_number(link.mass))
    names = ("ixx", "iyy", "izz", "ixy", "ixz", "iyz")
    values = {name: _number(value) for name, value in zip(names, link.inertia, strict=True)}
    ElementTree.SubElement(inertial, "inertia", values)
    for index, shape in enumerate(link.shapes):
        mesh = f"{link.name}_{index}.obj"
        if isinstance(shape, ConvexMesh):
            (folder / mesh).write_text(_obj(shape), encoding="ascii")
        for use in ("visual", "collision"):
            place = ElementTree.SubElement(element, use)
            _add_origin(place, shape.pose)
            _add_geometry(place, shape, mesh)
            if use == "visual":
                name = f"{link.name}_{index}"
                material = ElementTree.SubElement(place, "material", name=name)
                ElementTree.SubElement(material, "color", rgba=_numbers((*shape.colour, 1.0)))


def _add_geometry(parent: ElementTree.Element, shape: Shape, mesh: str) -> None:
    geometry = ElementTree.SubElement(parent, "geometry")
    if isinstance(shape, Box):
        ElementTree.SubElement(geometry, "box", size=_numbers(shape.size))
    elif isinstance(shape, Cylinder):
        size = {"radius": _number(shape.radius), "length": _number(shape.length)}
        ElementTree.SubElement(geometry, "cylinder", size)
    elif isinstance(shape, Sphere):
        ElementTree.SubElement(geometry, "sphere", radius=_number(shape.radius))
    else:
        ElementTree.SubElement(geometry, "mesh", filename=mesh)


def _add_joint(robot: ElementTree.Element, joint: Joint) -> None:
    element = ElementTree.SubElement(robot, "joint", name=joint.name, type=joint.kind)
    _add_origin(element, joint.origin)
    ElementTree.SubElement(element, "parent", link=joint.parent)
    ElementTree.SubElement(element, "child", link=joint.child)
    ElementTree.SubElement(element, "axis", xyz=_numbers(joint.axis))
    limits = {"lower": joint.lower, "upper": joint.upper, "effort": UNLIMITED, "velocity": UNLIMITED}
    ElementTree.SubElement(element, "limit", {name: _number(value) for name, value in limits.items()})
    if joint.coupling is not None:
        follows = {"multiplier": _number(joint.coupling.ratio), "offset": _number(joint.coupling.offset)}
        ElementTree.SubElement(element, "mimic", {"joint": joint.coupling.joint, **follows})
    dynamics = {"damping": _number(joint.damping), "friction": _number(joint.friction)}
    ElementTree.SubElement(element, "dynamics", dynamics)


def _add_origin(parent: ElementTree.Element, pose: Pose) -> None:
    # URDF's roll, pitch, yaw turn about the fixed x, y and z axes in that order.
    roll, pitch, yaw = (float(angle) for angle in pin.rpy.matrixToRpy(pose.matrix()[:3, :3]))
    ElementTree.SubElement(parent, "origin", xyz=_numbers(pose.position), rpy=_numbers((roll, pitch, yaw)))


def _obj(shape: ConvexMesh) -> str:
    vertices = [f"v {_numbers(vertex)}" for vertex in shape.vertices]
    faces = ["f " + " ".join(str(index + 1) for index in face) for face in shape.faces]
    return "\n".join([*vertices, *faces, ""])


def _numbers(values: Vector3 | tuple[float, ...]) -> str:
    return " ".join(_number(value) for value in values)


def _number(value: float) -> str:
    return f"{value:.9g}"
