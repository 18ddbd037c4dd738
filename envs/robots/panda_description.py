"""The Panda's description files: a copy of pybullet_data's URDF that is fit for physics, and its meshes.

The copy has no visuals (SAPIEN's loader wants a graphics driver for those), Franka's published joint limits instead
of the widened ones, inertias of the links' own shapes instead of placeholders, absolute mesh paths, and fingers of
two boxes each, so that their pads are flat.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
import uuid
import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from envs.errors import EnvsError
from kpam.transforms import Array

_VERSION = 1
_LIMITS = {
    "panda_joint1": (-2.8973, 2.8973),
    "panda_joint2": (-1.7628, 1.7628),
    "panda_joint3": (-2.8973, 2.8973),
    "panda_joint4": (-3.0718, -0.0698),
    "panda_joint5": (-2.8973, 2.8973),
    "panda_joint6": (-0.0175, 3.7525),
    "panda_joint7": (-2.8973, 2.8973),
    "panda_finger_joint1": (0.0, 0.04),
    "panda_finger_joint2": (0.0, 0.04),
}
# A finger, in its own frame, closing towards -y: (edges, centre) in metres, after the collision mesh's outline.
_FINGER_BOXES = (
    ((0.0174, 0.0143, 0.0345), (0.0, 0.00715, 0.03645)),
    ((0.0208, 0.0239, 0.0192), (0.0, 0.01445, 0.0096)),
)
_COLOURS = {
    "panda_link5": (0.86, 0.87, 0.89),
    "panda_link6": (0.93, 0.94, 0.95),
    "panda_link7": (0.62, 0.65, 0.69),
    "panda_hand": (0.90, 0.91, 0.92),
    "panda_leftfinger": (0.30, 0.32, 0.36),
    "panda_rightfinger": (0.30, 0.32, 0.36),
}


class MissingRobotError(EnvsError):
    """The robot's description files are not installed."""


@dataclass(frozen=True)
class LinkMesh:
    """A link's triangles: vertices (n, 3) in metres in the link's frame, faces (m, 3), colour in 0..1."""

    link: str
    vertices: Array
    faces: NDArray[np.int32]
    colour: tuple[float, float, float]


def description_folder() -> Path:
    """Return the folder of pybullet_data that holds the Panda; raises MissingRobotError with the install line."""
    try:
        import pybullet_data
    except ImportError as error:
        raise MissingRobotError(
            "the Panda's URDF and meshes come with pybullet, which is not installed; run `pip install pybullet`"
        ) from error
    folder = Path(pybullet_data.getDataPath()) / "franka_panda"
    if not (folder / "panda.urdf").is_file():
        raise MissingRobotError(f"{folder} holds no panda.urdf; run `pip install --force-reinstall pybullet`")
    return folder


@cache
def urdf_path() -> Path:
    """Return the path of the copy fit for physics, written once to the user's cache folder."""
    folder = description_folder()
    source = (folder / "panda.urdf").read_text()
    key = hashlib.sha256(f"{_VERSION}\n{folder}\n{source}".encode()).hexdigest()[:16]
    name = f"panda-{key}.urdf"
    target = _cache_folder() / name
    return target if target.is_file() else kept(name, _rewritten(source, folder))


def kept(name: str, text: str) -> Path:
    """Return the path of a file in the user's cache folder, written with a text unless it is there."""
    target = _cache_folder() / name
    if not target.is_file():
        # A name of its own and not a temporary file, which others could not read in a shared cache.
        draft = target.with_name(f".{target.name}-{uuid.uuid4().hex[:12]}.tmp")
        draft.write_text(text)
        draft.replace(target)
    return target


@cache
def link_meshes() -> tuple[LinkMesh, ...]:
    """Return the triangles of every link that has a body, one mesh a link, for pictures and collision checks."""
    folder = description_folder()
    meshes: list[LinkMesh] = []
    for link in ElementTree.fromstring((folder / "panda.urdf").read_text()).iter("link"):
        mesh = link.find("collision/geometry/mesh")
        if mesh is None:
            continue
        vertices, faces = read_obj(_mesh_file(folder, mesh))
        origin = link.find("collision/origin")
        if origin is not None:
            # The only turned mesh is the right finger's: half a turn about z.
            yaw = float(origin.get("rpy", "0 0 0").split()[2])
            turn = np.array([[np.cos(yaw), -np.sin(yaw), 0.0], [np.sin(yaw), np.cos(yaw), 0.0], [0.0, 0.0, 1.0]])
            vertices = vertices @ turn.T
        name = str(link.get("name"))
        meshes.append(LinkMesh(name, vertices, faces, _COLOURS.get(name, (0.96, 0.96, 0.96))))
    return tuple(meshes)


def read_obj(path: Path) -> tuple[Array, NDArray[np.int32]]:
    """Read the vertices (n, 3) and triangles (m, 3) of a Wavefront OBJ file; polygons are fanned."""
    vertices: list[list[float]] = []
    faces: list[tuple[int, int, int]] = []
    for line in path.read_text().splitlines():
        words = line.split()
        if not words:
            continue
        if words[0] == "v":
            vertices.append([float(word) for word in words[1:4]])
        elif words[0] == "f":
            corners = [int(word.split("/")[0]) - 1 for word in words[1:]]
            faces += [(corners[0], corners[i], corners[i + 1]) for i in range(1, len(corners) - 1)]
    return np.array(vertices), np.array(faces, dtype=np.int32)


def _rewritten(source: str, folder: Path) -> str:
    robot = ElementTree.fromstring(source)
    for link in robot.findall("link"):
        name = str(link.get("name"))
        for tag in ("visual", "contact"):
            for element in link.findall(tag):
                link.remove(element)
        mesh = link.find("collision/geometry/mesh")
        if mesh is None:
            # The flange and the grasp target are frames without a body: a mass of zero upsets physics engines.
            for element in link.findall("inertial"):
                link.remove(element)
            continue
        path = _mesh_file(folder, mesh)
        mesh.set("filename", str(path))
        if name.endswith("finger"):
            _replace_by_boxes(link, side=1.0 if name == "panda_leftfinger" else -1.0)
        _set_inertia(link, path, side=-1.0 if name == "panda_rightfinger" else 1.0)
    for joint in robot.findall("joint"):
        limit, mimic, safety = joint.find("limit"), joint.find("mimic"), joint.find("safety_controller")
        if limit is not None:
            lower, upper = _LIMITS[str(joint.get("name"))]
            limit.set("lower", repr(lower))
            limit.set("upper", repr(upper))
        for element in (mimic, safety):
            if element is not None:
                joint.remove(element)
    return ElementTree.tostring(robot, encoding="unicode")


def _replace_by_boxes(link: ElementTree.Element, side: float) -> None:
    for element in link.findall("collision"):
        link.remove(element)
    for size, (x, y, z) in _FINGER_BOXES:
        collision = ElementTree.SubElement(link, "collision")
        ElementTree.SubElement(collision, "origin", {"xyz": f"{x} {side * y} {z}", "rpy": "0 0 0"})
        geometry = ElementTree.SubElement(collision, "geometry")
        ElementTree.SubElement(geometry, "box", {"size": " ".join(map(repr, size))})


def _set_inertia(link: ElementTree.Element, path: Path, side: float) -> None:
    """Give a link the inertia of its mesh's convex hull at uniform density, for the mass that the URDF states."""
    import trimesh

    vertices, _ = read_obj(path)
    hull = trimesh.convex.convex_hull(vertices * (side, side, 1.0))
    inertial, mass = link.find("inertial"), link.find("inertial/mass")
    origin, tensor = link.find("inertial/origin"), link.find("inertial/inertia")
    if inertial is None or mass is None or origin is None or tensor is None:
        raise MissingRobotError(f"link {link.get('name')} of panda.urdf lacks its inertial; reinstall pybullet")
    matrix = hull.moment_inertia / hull.volume * float(mass.get("value", "0"))
    origin.set("xyz", " ".join(f"{value:.9g}" for value in hull.center_mass))
    for key, i, j in (("ixx", 0, 0), ("iyy", 1, 1), ("izz", 2, 2), ("ixy", 0, 1), ("ixz", 0, 2), ("iyz", 1, 2)):
        tensor.set(key, f"{matrix[i, j]:.9g}")


def _mesh_file(folder: Path, mesh: ElementTree.Element) -> Path:
    """Resolve a mesh of the source URDF to its collision version: the visual ones have fifty times the triangles."""
    return folder / "meshes" / "collision" / str(mesh.get("filename")).rsplit("/", 1)[-1]


def _cache_folder() -> Path:
    """Return the user's cache folder, or a private temporary one where the home folder cannot be written."""
    for folder in (Path.home() / ".cache" / "simwright", Path(tempfile.gettempdir()) / f"simwright-{os.getuid()}"):
        try:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        except OSError:
            continue
        if os.access(folder, os.W_OK):
            return folder
    raise EnvsError(f"neither {Path.home() / '.cache'} nor {tempfile.gettempdir()} can be written; free one of them")
