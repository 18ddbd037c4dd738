"""A ring: a hole through its middle that a peg goes through."""

from __future__ import annotations

import numpy as np

from envs.assets.contact import contains
from envs.assets.procedural import ring
from envs.assets.procedural.kit import ROUND


def test_the_hole_goes_all_the_way_through() -> None:
    for instance in range(6):
        asset = ring.build(instance)
        radius = 0.96 * (asset.grasps[0].width / 2 - ring.PARAMETERS["thickness"].high)
        for angle in np.arange(16) * np.pi / 8:
            for height in np.linspace(0.0, asset.size[2], 5):
                point = np.array([radius * np.cos(angle), radius * np.sin(angle), height])
                assert not any(contains(shape, point) for shape in asset.root.shapes)


def test_it_goes_into_the_round_hole_of_a_kit() -> None:
    assert all(max(ring.build(instance).size[:2]) < ROUND - 0.003 for instance in range(20))
