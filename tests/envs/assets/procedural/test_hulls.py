"""Convex solids from points: closed, facing outwards, no larger than a simulator takes."""

from __future__ import annotations

import numpy as np
import pytest

from envs.assets.builder import AssetBuilder
from envs.assets.mechanics import volume
from envs.assets.model import AssetModel
from envs.assets.procedural.hulls import MOST_VERTICES, bevelled, chain, hull

GREY = (0.5, 0.5, 0.5)


def _built(add) -> AssetModel:
    b = AssetBuilder("block", 0, fixed_base=True)
    add(b, b.root())
    return b.build("a solid", affordances=())


def test_a_hull_faces_outwards_and_leaves_out_what_is_inside() -> None:
    rng = np.random.default_rng(3)
    corners, faces = hull(rng.standard_normal((60, 3)))
    assert len(corners) < 60
    triangles = corners[np.asarray(faces)]
    normals = np.cross(triangles[:, 1] - triangles[:, 0], triangles[:, 2] - triangles[:, 0])
    assert np.all(np.einsum("ij,ij->i", normals, triangles[:, 0] - corners.mean(axis=0)) > 0)
    assert len(faces) == 2 * len(corners) - 4  # Euler: closed


def test_a_hull_of_too_many_corners_is_refused() -> None:
    points = np.random.default_rng(0).standard_normal((3 * MOST_VERTICES, 3))
    points /= np.linalg.norm(points, axis=1, keepdims=True)
    with pytest.raises(ValueError, match=f"at most {MOST_VERTICES}"):
        hull(points)


def test_a_bevel_takes_its_corners_off_a_box() -> None:
    model = _built(lambda b, link: bevelled(b, link, (0, 0, 0), (0.04, 0.03, 0.02), 0.002, GREY))
    assert model.size == pytest.approx((0.04, 0.03, 0.02))
    assert 0.96 < volume(model.root.shapes) / (0.04 * 0.03 * 0.02) < 0.99


def test_a_chain_has_a_solid_between_every_two_sections() -> None:
    square = np.array([(0, 0, 0), (0, 0.01, 0), (0, 0.01, 0.01), (0, 0, 0.01)])
    sections = [square + np.array([x, 0.0, 0.0]) for x in (0.0, 0.02, 0.05)]
    model = _built(lambda b, link: chain(b, link, sections, [GREY, GREY]))
    assert len(model.root.shapes) == 2
    assert volume(model.root.shapes) == pytest.approx(0.05 * 0.01 * 0.01)
