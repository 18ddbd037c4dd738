"""Mass properties follow the exact formulas, whatever the shape is made of and however it is turned."""

from __future__ import annotations

import numpy as np
import pytest
import trimesh

from envs.assets.mechanics import combine, of_shape, of_shapes
from envs.assets.model import Box, ConvexMesh, Cylinder, Sphere
from envs.assets.procedural.round_wall import WEDGE_FACES
from envs.pose import Pose
from kpam.transforms import about_axis


def _mesh(solid: trimesh.Trimesh) -> ConvexMesh:
    vertices = tuple((float(x), float(y), float(z)) for x, y, z in solid.vertices)
    return ConvexMesh(vertices=vertices, faces=tuple((int(a), int(b), int(c)) for a, b, c in solid.faces))


def test_a_box_as_a_mesh_weighs_what_the_box_weighs() -> None:
    size = (0.1, 0.2, 0.3)
    solid = trimesh.creation.box(extents=size)
    solid.apply_translation((0.4, -0.1, 0.2))
    by_formula, by_mesh = (
        of_shape(Box(size=size, pose=Pose(position=(0.4, -0.1, 0.2))), 700.0),
        of_shape(_mesh(solid), 700.0),
    )
    assert by_mesh.mass == pytest.approx(by_formula.mass)
    np.testing.assert_allclose(by_mesh.centre, by_formula.centre)
    np.testing.assert_allclose(by_mesh.inertia, by_formula.inertia, atol=1e-12)


@pytest.mark.parametrize(
    ("shape", "solid"),
    [
        (Cylinder(radius=0.03, length=0.1), trimesh.creation.cylinder(radius=0.03, height=0.1, sections=256)),
        (Sphere(radius=0.04), trimesh.creation.icosphere(subdivisions=5, radius=0.04)),
    ],
)
def test_round_shapes_are_the_limit_of_their_meshes(shape: Cylinder | Sphere, solid: trimesh.Trimesh) -> None:
    exact, near = of_shape(shape, 1000.0), of_shape(_mesh(solid), 1000.0)
    assert near.mass == pytest.approx(exact.mass, rel=3e-3)
    np.testing.assert_allclose(near.inertia, exact.inertia, rtol=4e-3, atol=1e-12)


def test_turning_a_body_turns_its_inertia() -> None:
    T = about_axis((1.0, 2.0, 3.0), 0.7)
    level, turned = (
        of_shape(Box(size=(0.1, 0.2, 0.3)), 1.0),
        of_shape(Box(size=(0.1, 0.2, 0.3), pose=Pose.from_matrix(T)), 1.0),
    )
    np.testing.assert_allclose(turned.inertia, T[:3, :3] @ level.inertia @ T[:3, :3].T, atol=1e-15)


def test_two_halves_weigh_what_the_whole_weighs() -> None:
    halves = [Box(size=(0.1, 0.2, 0.3), pose=Pose(position=(x, 0.0, 0.0))) for x in (-0.05, 0.05)]
    joined, whole = combine([of_shape(half, 500.0) for half in halves]), of_shape(Box(size=(0.2, 0.2, 0.3)), 500.0)
    assert joined.mass == pytest.approx(whole.mass)
    np.testing.assert_allclose(joined.inertia, whole.inertia, atol=1e-15)


def test_a_given_mass_is_kept() -> None:
    weighed = of_shapes([Box(size=(0.1, 0.1, 0.1)), Sphere(radius=0.05, pose=Pose(position=(0.0, 0.0, 0.1)))], mass=0.2)
    assert weighed.mass == pytest.approx(0.2)
    assert 0.0 < weighed.centre[2] < 0.1


def test_a_wedge_of_a_wall_looks_outwards_everywhere() -> None:
    corners = [(x, y, z) for z in (0.0, 1.0) for x, y in ((1.0, -1.0), (1.0, 1.0), (0.0, 1.0), (0.0, -1.0))]
    assert of_shape(ConvexMesh(vertices=tuple(corners), faces=WEDGE_FACES), 1.0).mass == pytest.approx(2.0)
