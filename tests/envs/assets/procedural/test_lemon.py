"""A lemon: it lies on its side, longer than it is thick, with a tip at its end."""

from __future__ import annotations

import pytest

from envs.assets.procedural import lemon


def test_it_lies_on_its_side_with_its_tip_ahead() -> None:
    for instance in range(12):
        asset = lemon.build(instance)
        assert asset.size[0] > 1.3 * asset.size[1]
        assert asset.point("tip").position[0] > 0 > asset.point("stem").position[0]


def test_the_fingers_hold_it_across_its_thickest() -> None:
    asset = lemon.build(1)
    assert asset.grasps[0].width == pytest.approx(asset.size[1], abs=2e-3)
    assert asset.axis("along").direction == (1.0, 0.0, 0.0)
