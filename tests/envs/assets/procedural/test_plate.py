"""A plate: flat, broad, with a lip to hold."""

from __future__ import annotations

import numpy as np

from envs.assets.contact import contains
from envs.assets.procedural import plate


def test_it_is_flat() -> None:
    for instance in range(12):
        asset = plate.build(instance)
        assert asset.size[0] > 7 * asset.size[2]
        assert asset.surface("top").pose.position[2] == plate.FLOOR


def test_what_it_carries_lies_free_of_the_flange() -> None:
    for instance in range(6):
        asset = plate.build(instance)
        half = np.asarray(asset.surface("top").size) / 2
        for sx, sy in ((1, 1), (1, -1), (0, 1)):
            point = np.array([0.99 * sx * half[0], 0.99 * sy * half[1], plate.FLOOR + 2e-4])
            assert not any(contains(shape, point) for shape in asset.root.shapes)


def test_the_fingers_stay_above_the_flange() -> None:
    assert all(grasp.centre[2] - 0.0088 > plate.FLANGE for grasp in plate.build(0).grasps)
