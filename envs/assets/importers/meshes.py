"""Reads OBJ, GLB, STL and PLY as coloured pieces. Nothing is executed, unpickled or fetched."""

from __future__ import annotations

import io
import json
import re
import struct
from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Any, cast

import numpy as np
from PIL import Image, UnidentifiedImageError

from envs.assets.importers.errors import ImportRefusedError, MissingFileError
from envs.assets.importers.folder import Folder, shown
from envs.assets.importers.source import GREY, Piece
from envs.assets.model import Colour
from kpam.transforms import Array

FORMATS = ("obj", "glb", "stl", "ply")
MOST_VERTICES = 1_000_000
MOST_PIXELS = 40_000_000
Y_UP = ("glb",)
"""Formats whose specification says that y is up."""
_PICTURES = (".png", ".jpg", ".jpeg", ".bmp", ".tga", ".webp")
_PLY_ELEMENT = re.compile(rb"^element\s+\w+\s+(\d+)", re.MULTILINE)
_FACE_CORNER = re.compile(rb"^\s*v\s", re.MULTILINE)


class _Beside:
    """Gives trimesh the files that a mesh names, from its own folder only."""

    def __init__(self, folder: Folder, name: str) -> None:
        self._folder = folder
        self._name = name
        self._parent = PurePosixPath(name.replace("\\", "/")).parent
        self.refused: ImportRefusedError | None = None

    def get(self, name: str) -> bytes:
        """Return a material's or a picture's bytes; what is refused is raised, and remembered unless it is missing."""
        if isinstance(name, bytes):
            name = name.decode("utf-8", "replace")
        try:
            data = self._folder.read(str(self._parent / name.strip()), wanted_by=shown(self._name))
            if name.strip().lower().endswith(_PICTURES):
                _check_picture(data, name)
        except MissingFileError:
            raise  # a mesh without its material is grey, and still a mesh
        except ImportRefusedError as error:
            self.refused = error  # trimesh goes on without what it was not given
            raise
        return data

    __getitem__ = get

    def keys(self) -> tuple[str, ...]:
        """Return nothing: files are asked for by name."""
        return ()


def _check_picture(data: bytes, name: str) -> None:
    try:
        with Image.open(io.BytesIO(data)) as picture:
            width, height = picture.size
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError) as error:
        raise ImportRefusedError(f"{shown(name)} is no picture that can be read: {error}") from error
    if width * height > MOST_PIXELS:
        raise ImportRefusedError(f"{shown(name)} has {width} x {height} pixels; make it smaller")


def read_mesh(folder: Folder, name: str, *, wanted_by: str | None = None) -> list[Piece]:
    """Return the pieces of a mesh file of a folder, in the file's own axes and units.

    Raises ImportRefusedError for a file that is no such mesh, is damaged or too large, or has numbers that are none.
    """
    kind = PurePosixPath(name).suffix.lower().lstrip(".")
    if kind not in FORMATS:
        raise ImportRefusedError(f"{shown(name)} is no mesh that is read; give one of {', '.join(FORMATS)}")
    data = folder.read(name, wanted_by=wanted_by or shown(name))
    {"glb": _check_glb, "ply": _check_ply, "stl": _check_stl, "obj": _check_obj}[kind](data, name)
    pieces = _pieces(_load(data, kind, _Beside(folder, name), name))
    count = sum(len(piece.vertices) for piece in pieces)
    if count == 0 or sum(len(piece.faces) for piece in pieces) == 0:
        raise ImportRefusedError(f"{shown(name)} has no triangles; export the surface, not points or curves")
    if count > MOST_VERTICES:
        raise ImportRefusedError(_too_many(name, count))
    if not all(np.isfinite(piece.vertices).all() for piece in pieces):
        raise ImportRefusedError(f"{shown(name)} has vertices that are no numbers (NaN or infinity); export it again")
    return pieces


def _load(data: bytes, kind: str, beside: _Beside, name: str) -> Any:
    import trimesh

    try:
        loaded = trimesh.load_scene(
            io.BytesIO(data), file_type=kind, resolver=cast("Any", beside), allow_remote=False, process=False
        )
    except ImportRefusedError:
        raise
    except Exception as error:  # trimesh tells of a damaged file by whatever its parser met
        what = " ".join(f"{type(error).__name__}: {error}".split())[:160]
        raise ImportRefusedError(f"{shown(name)} cannot be read as {kind.upper()} ({what}); export it again") from error
    if beside.refused is not None:
        raise beside.refused
    return loaded


def _pieces(scene: Any) -> list[Piece]:
    found: list[Piece] = []
    for node in sorted(scene.graph.nodes_geometry):
        T, geometry = scene.graph[node]
        mesh = scene.geometry[geometry]
        if not hasattr(mesh, "faces") or len(mesh.faces) == 0:
            continue
        vertices = np.asarray(mesh.vertices, dtype=float) @ np.asarray(T)[:3, :3].T + np.asarray(T)[:3, 3]
        faces = np.asarray(mesh.faces, dtype=np.int64)
        label = str(mesh.metadata.get("name") or geometry)[:80]
        found.append(Piece(vertices, faces, mean_colour(mesh.visual), label))
    return found


def mean_colour(visual: Any) -> Colour:
    """Return the mean colour in 0..1 of a mesh's material, picture or vertices; grey where it has none."""
    material = getattr(visual, "material", None)
    if material is not None:
        colour = _material_colour(material)
        return GREY if colour is None else colour
    if getattr(visual, "defined", False):
        return _channels(np.asarray(visual.main_color, dtype=float) / 255)
    return GREY


def _material_colour(material: Any) -> Colour | None:
    factor = getattr(material, "baseColorFactor", None)
    base = None if factor is None else np.asarray(factor, dtype=float)[:3]
    if base is not None and base.max() > 1.0:
        base = base / 255
    picture = getattr(material, "baseColorTexture", None) or getattr(material, "image", None)
    if picture is not None:
        small = np.asarray(picture.convert("RGB").resize((16, 16)), dtype=float) / 255
        return _channels(small.reshape(-1, 3).mean(axis=0) * (1.0 if base is None else base))
    if base is not None:
        return _channels(base)
    diffuse = getattr(material, "diffuse", None)
    return None if diffuse is None else _channels(np.asarray(diffuse, dtype=float)[:3] / 255)


def _channels(values: Array) -> Colour:
    r, g, b = (round(float(min(1.0, max(0.0, value))), 3) for value in np.nan_to_num(values[:3]))
    return r, g, b


def _too_many(name: str, count: int) -> str:
    return f"{shown(name)} has {count} vertices or elements; at most {MOST_VERTICES} are read: simplify it first"


def _check_glb(data: bytes, name: str) -> None:
    """Refuse a GLB whose parts are not as long as it says, or that asks for more memory than its bytes."""
    if data[:4] != b"glTF" or len(data) < 20:
        raise ImportRefusedError(f"{shown(name)} does not begin as a GLB does; export it again as binary glTF 2")
    length, chunk = struct.unpack("<I", data[8:12])[0], struct.unpack("<I", data[12:16])[0]
    if length > len(data) or 20 + chunk > len(data):
        raise ImportRefusedError(f"{shown(name)} is cut off: it has {len(data)} of {length} bytes; copy it again")
    try:
        tree = json.loads(data[20 : 20 + chunk])
        accessors = tree.get("accessors", [])
        count = sum(int(item.get("count", 0)) for item in accessors)
        outside = [item["uri"] for item in tree.get("buffers", []) if "uri" in item]
    except (ValueError, AttributeError, TypeError, RecursionError) as error:
        raise ImportRefusedError(f"{shown(name)} has no glTF header that can be read ({error})") from error
    if any(not isinstance(item, Mapping) or int(item.get("count", 0)) < 0 for item in accessors):
        raise ImportRefusedError(f"{shown(name)} has an accessor of a negative count; export it again")
    if count > 12 * MOST_VERTICES:
        raise ImportRefusedError(_too_many(name, count))
    if any(not str(uri).startswith("data:") for uri in outside):
        raise ImportRefusedError(f"{shown(name)} keeps its geometry in another file; export it as one GLB")


def _check_ply(data: bytes, name: str) -> None:
    head = data[: data.find(b"end_header") if b"end_header" in data[:65536] else 0]
    if not data.startswith(b"ply") or not head:
        raise ImportRefusedError(f"{shown(name)} has no PLY header; export it again")
    count = max((int(found) for found in _PLY_ELEMENT.findall(head)), default=0)
    if count > 4 * MOST_VERTICES:
        raise ImportRefusedError(_too_many(name, count))
    if count > len(data):
        raise ImportRefusedError(f"{shown(name)} is cut off: it says {count} elements and has {len(data)} bytes")


def _check_stl(data: bytes, name: str) -> None:
    if data[:5] == b"solid" and b"facet" in data[:4096]:
        if b"endsolid" not in data[-4096:]:
            raise ImportRefusedError(f"{shown(name)} is cut off: there is no 'endsolid' at its end; copy it again")
        return
    if len(data) < 84:
        raise ImportRefusedError(f"{shown(name)} is cut off: {len(data)} bytes are less than an STL's header")
    count = struct.unpack("<I", data[80:84])[0]
    if 84 + 50 * count > len(data):
        raise ImportRefusedError(
            f"{shown(name)} is cut off: it says {count} triangles and has bytes for {(len(data) - 84) // 50}; "
            "copy it again"
        )


def _check_obj(data: bytes, name: str) -> None:
    count = len(_FACE_CORNER.findall(data))
    if count > MOST_VERTICES:
        raise ImportRefusedError(_too_many(name, count))
    if b"\0" in data[:4096]:
        raise ImportRefusedError(f"{shown(name)} is no OBJ text; export it again")
