"""Shapes become closed surfaces with outward normals."""

from __future__ import annotations

import numpy as np
import pytest

from envs.assets.model import Box, ConvexMesh, Cylinder, Sphere
from envs.pose import Pose
from envs.render.triangles import of_shape, smooth

MOVED = Pose(position=(1.0, 2.0, 3.0), quaternion=(np.sqrt(0.5), np.sqrt(0.5), 0.0, 0.0))
TETRAHEDRON = ConvexMesh(
    vertices=((0, 0, 0), (1, 0, 0), (0, 1, 0), (0, 0, 1)),
    faces=((0, 2, 1), (0, 1, 3), (0, 3, 2), (1, 2, 3)),
    pose=MOVED,
)
SHAPES = {
    "box": (Box(size=(0.2, 0.3, 0.4), pose=MOVED), 0.2 * 0.3 * 0.4),
    "cylinder": (Cylinder(radius=0.1, length=0.5, pose=MOVED), np.pi * 0.01 * 0.5),
    "sphere": (Sphere(radius=0.2, pose=MOVED), 4 / 3 * np.pi * 0.008),
    "mesh": (TETRAHEDRON, 1 / 6),
}


@pytest.mark.parametrize("kind", sorted(SHAPES))
def test_the_surface_encloses_the_shapes_volume(kind):
    shape, volume = SHAPES[kind]
    mesh = of_shape(shape)
    a, b, c = (mesh.vertices[mesh.faces[:, i]] for i in range(3))
    # The divergence theorem: positive only when the faces look outwards.
    assert np.einsum("ni,ni->n", a, np.cross(b, c)).sum() / 6 == pytest.approx(volume, rel=0.025)


@pytest.mark.parametrize("kind", sorted(SHAPES))
def test_normals_are_unit_and_agree_with_their_faces(kind):
    mesh = of_shape(SHAPES[kind][0])
    a, b, c = (mesh.vertices[mesh.faces[:, i]] for i in range(3))
    outward = np.cross(b - a, c - a)
    np.testing.assert_allclose(np.linalg.norm(mesh.normals, axis=-1), 1.0, atol=1e-9)
    assert (np.einsum("ni,nki->nk", outward, mesh.normals) > 0).all()


def test_a_box_keeps_its_edges_and_a_sphere_loses_them():
    box = of_shape(Box(size=(1, 1, 1)))
    assert set(np.abs(box.normals).max(axis=-1).ravel().round(9)) == {1.0}
    sphere = of_shape(Sphere(radius=1.0))
    corners = sphere.vertices[sphere.faces]
    np.testing.assert_allclose(sphere.normals, corners, atol=0.04)


def test_triangles_without_area_are_dropped():
    mesh = smooth(np.array([[0.0, 0, 0], [1, 0, 0], [0, 1, 0]]), np.array([[0, 1, 2], [0, 1, 1]], dtype=np.int32))
    assert mesh.faces.tolist() == [[0, 1, 2]]
    assert len(mesh.normals) == 1
