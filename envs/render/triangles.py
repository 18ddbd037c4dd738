"""Shapes as triangles with smooth normals, for ray casting."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from envs.assets.model import Shape
from kpam.transforms import Array, apply

_CREASE = np.cos(np.radians(40.0))
_SEGMENTS = 32


@dataclass(frozen=True)
class Triangles:
    """Vertices (n, 3) in metres, faces (m, 3), and a normal for each corner of each face (m, 3, 3)."""

    vertices: Array
    faces: NDArray[np.int32]
    normals: Array


def of_shape(shape: Shape) -> Triangles:
    """Return a shape's surface in its link's frame."""
    match shape.kind:
        case "box":
            vertices, faces = _box(np.asarray(shape.size))
        case "cylinder":
            vertices, faces = _cylinder(shape.radius, shape.length)
        case "sphere":
            vertices, faces = _sphere(shape.radius)
        case "mesh":
            vertices, faces = np.asarray(shape.vertices, dtype=float), np.asarray(shape.faces, dtype=np.int32)
    return smooth(apply(shape.pose.matrix(), vertices), faces)


def smooth(vertices: Array, faces: NDArray[np.int32]) -> Triangles:
    """Add corner normals: faces that meet at less than 40 degrees share the mean of their normals, by area."""
    corners = vertices[faces]
    areas = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    lengths = np.linalg.norm(areas, axis=1)
    keep = lengths > 1e-14
    corners, faces, areas, lengths = corners[keep], faces[keep], areas[keep], lengths[keep]
    units = areas / lengths[:, None]
    # Corners at one place form a group, whatever their vertex numbers: meshes repeat vertices along seams.
    _, group = np.unique(np.round(corners.reshape(-1, 3), 6), axis=0, return_inverse=True)
    order = np.argsort(group, kind="stable")
    starts = np.flatnonzero(np.diff(group[order], prepend=-1))
    normals = np.empty((len(order), 3))
    for members in np.split(order, starts[1:]):
        at = members // 3
        alike = (units[at] @ units[at].T) > _CREASE
        normals[members] = alike @ areas[at]
    normals /= np.maximum(np.linalg.norm(normals, axis=1, keepdims=True), 1e-15)
    return Triangles(vertices, faces, normals.reshape(-1, 3, 3))


def _box(size: Array) -> tuple[Array, NDArray[np.int32]]:
    corners = np.array([[x, y, z] for x in (-0.5, 0.5) for y in (-0.5, 0.5) for z in (-0.5, 0.5)]) * size
    quads = [(0, 1, 3, 2), (4, 6, 7, 5), (0, 4, 5, 1), (2, 3, 7, 6), (0, 2, 6, 4), (1, 5, 7, 3)]
    faces = [triangle for a, b, c, d in quads for triangle in ((a, b, c), (a, c, d))]
    return corners, np.array(faces, dtype=np.int32)


def _cylinder(radius: float, length: float) -> tuple[Array, NDArray[np.int32]]:
    angles = np.arange(_SEGMENTS) * 2 * np.pi / _SEGMENTS
    ring = np.column_stack([radius * np.cos(angles), radius * np.sin(angles)])
    low, high = (np.column_stack([ring, np.full(_SEGMENTS, z)]) for z in (-length / 2, length / 2))
    vertices = np.vstack([low, high, [[0.0, 0.0, -length / 2], [0.0, 0.0, length / 2]]])
    faces: list[tuple[int, int, int]] = []
    for i in range(_SEGMENTS):
        j = (i + 1) % _SEGMENTS
        faces += [(i, j, _SEGMENTS + j), (i, _SEGMENTS + j, _SEGMENTS + i)]
        faces += [(j, i, 2 * _SEGMENTS), (_SEGMENTS + i, _SEGMENTS + j, 2 * _SEGMENTS + 1)]
    return vertices, np.array(faces, dtype=np.int32)


def _sphere(radius: float) -> tuple[Array, NDArray[np.int32]]:
    rows, columns = _SEGMENTS // 2, _SEGMENTS
    tilt, turn = np.meshgrid(np.linspace(0, np.pi, rows + 1), np.arange(columns) * 2 * np.pi / columns, indexing="ij")
    points = [np.sin(tilt) * np.cos(turn), np.sin(tilt) * np.sin(turn), np.cos(tilt)]
    vertices = radius * np.stack(points, axis=-1).reshape(-1, 3)
    faces: list[tuple[int, int, int]] = []
    for i in range(rows):
        for j in range(columns):
            a, b = i * columns + j, i * columns + (j + 1) % columns
            faces += [(a, a + columns, b + columns), (a, b + columns, b)]
    # The poles' triangles without area are dropped by `smooth`.
    return vertices, np.array(faces, dtype=np.int32)
