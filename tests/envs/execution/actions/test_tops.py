"""Spots of an object's top on which a suction cup comes down."""

import numpy as np
import pytest

from envs.assets.catalog import Catalog
from envs.assets.model import Box, ConvexMesh, Cylinder, Sphere
from envs.execution.actions.tops import top_of, tops
from envs.robots.suction_cup import LIP_RADIUS
from envs.task.scene_model import SceneModel
from envs.worlds.state import ObjectState, RobotState, WorldState
from kpam.transforms import about_axis, from_rotation

CATALOG = Catalog()
TURNED = about_axis((1.0, 0.0, 0.0), 0.5)
CORNERS = tuple((x, y, z) for x in (-0.02, 0.02) for y in (-0.02, 0.02) for z in (-0.02, 0.02))
FACES = (
    *((0, 1, 3), (0, 3, 2), (4, 6, 7), (4, 7, 5), (0, 4, 5), (0, 5, 1)),
    *((2, 3, 7), (2, 7, 6), (0, 2, 6), (0, 6, 4), (1, 5, 7), (1, 7, 3)),
)


def best(asset):
    model = CATALOG.get(asset)
    T = from_rotation(np.eye(3), (0.5, 0.1, 0.0))
    links = model.link_poses(T, {})
    item = ObjectState(links, {name: np.zeros(6) for name in links})
    state = WorldState(0.0, RobotState(np.zeros(9), np.zeros(9), np.zeros(9), np.eye(4)), {"it": item})
    found = tops(SceneModel({"it": model}), state, "it", LIP_RADIUS)
    return model, [top.point - (0.5, 0.1, 0.0) for top in found]


@pytest.mark.parametrize(
    ("shape", "height"),
    [
        (Box(size=(0.04, 0.04, 0.04)), 0.02 / np.cos(0.5)),
        (ConvexMesh(vertices=CORNERS, faces=FACES), 0.02 / np.cos(0.5)),
        (Sphere(radius=0.03), 0.03),
        (Cylinder(radius=0.03, length=0.04), 0.02 / np.cos(0.5)),
    ],
    ids=["box", "mesh", "sphere", "cylinder"],
)
def test_a_vertical_line_leaves_a_tilted_shape_at_its_top(shape, height):
    x, y = np.array([0.0, 0.5]), np.array([0.0, 0.0])
    found = top_of(shape, TURNED, x, y)
    assert found[0] == pytest.approx(height)
    assert found[1] == -np.inf


def test_a_block_is_held_in_the_middle_of_its_top():
    model, found = best("block/0")
    np.testing.assert_allclose(found[0], (0.0, 0.0, model.size[2]), atol=2e-3)


def test_a_bead_is_held_by_its_highest_point():
    model, found = best("bead/0")
    np.testing.assert_allclose(found[0], (0.0, 0.0, model.size[2]), atol=1e-3)


def test_a_ring_is_held_by_its_body_and_not_over_its_hole():
    model, found = best("ring/0")
    hole = model.size[0] / 2 - 0.018
    assert all(np.linalg.norm(point[:2]) > hole - 2e-3 for point in found[:1])
    assert found[0][2] > 0.8 * model.size[2]


def test_an_ell_is_held_over_its_body():
    model, found = best("ell/0")
    arm = -model.size[0] / 2 + 0.026
    assert found[0][2] == pytest.approx(model.size[2], abs=1e-3)
    assert found[0][0] < arm or found[0][1] < arm
