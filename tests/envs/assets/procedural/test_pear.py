"""A pear: narrow above, broad below, held by its neck."""

from __future__ import annotations

from envs.assets.procedural import pear


def test_the_neck_is_narrower_than_the_belly() -> None:
    for instance in range(12):
        asset = pear.build(instance)
        assert asset.grasps[0].width < 0.75 * min(asset.size[:2])
        assert asset.grasps[0].centre[2] > 1.5 * asset.point("centre").position[2]


def test_its_weight_sits_low_so_that_it_stands() -> None:
    for instance in range(12):
        asset = pear.build(instance)
        assert asset.root.centre_of_mass[2] < 0.45 * asset.size[2]
