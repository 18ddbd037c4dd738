"""A zone: a flat square with a frame, on which things stand."""

from __future__ import annotations

import pytest

from envs.assets.procedural import zone


def test_it_is_a_flat_square() -> None:
    for instance in range(12):
        asset = zone.build(instance)
        assert asset.size[0] == pytest.approx(asset.size[1])
        assert asset.size[2] < 0.002
        assert asset.fixed_base


def test_its_top_lies_within_the_frame() -> None:
    asset = zone.build(0)
    top = asset.surface("top")
    assert top.pose.position[2] == zone.SHEET
    assert max(top.size) == pytest.approx(asset.size[0] - 2 * (asset.size[0] - max(top.size)) / 2)
    assert max(top.size) < asset.size[0]
