"""A peg: slender, upright, thin enough for a ring and a kit."""

from __future__ import annotations

from envs.assets.procedural import peg, ring
from envs.assets.procedural.kit import SMALL


def test_it_goes_through_every_ring_and_into_every_kit() -> None:
    hole = ring.PARAMETERS["hole"].low
    for instance in range(20):
        asset = peg.build(instance)
        assert max(asset.size[:2]) < min(hole, SMALL) - 0.002
        assert asset.size[2] > 2.5 * asset.size[0]


def test_its_tip_is_down_and_its_head_up() -> None:
    asset = peg.build(0)
    assert asset.point("tip").position == (0.0, 0.0, 0.0)
    assert asset.point("head").position[2] > asset.grasps[0].centre[2]
