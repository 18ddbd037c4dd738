"""A cube: one edge, flat panels, and it goes into a kit."""

from __future__ import annotations

import pytest

from envs.assets.procedural import cube
from envs.assets.procedural.kit import SQUARE


def test_it_has_one_edge_and_weighs_what_wood_weighs() -> None:
    for instance in range(12):
        asset = cube.build(instance)
        edge = asset.grasps[0].width
        assert asset.size == pytest.approx((edge, edge, edge), abs=5e-4)
        assert asset.root.mass == pytest.approx(cube.WOOD_DENSITY * edge**3, rel=0.01)


def test_it_fits_into_the_hole_of_a_kit() -> None:
    assert all(max(cube.build(instance).size) < SQUARE - 0.003 for instance in range(20))
