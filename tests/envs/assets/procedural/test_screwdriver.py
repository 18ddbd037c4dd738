"""A screwdriver: its balance is over the flat that it lies on, its shaft runs off the table to the tip."""

from __future__ import annotations

import pytest

from envs.assets.geometry import extreme_points
from envs.assets.procedural import screwdriver


@pytest.mark.parametrize("instance", range(8))
def test_it_balances_on_its_flat(instance: int) -> None:
    asset = screwdriver.build(instance)
    (flat,) = (extreme_points(s) for s in asset.root.shapes if extreme_points(s)[:, 2].min() < 1e-6)
    assert flat[:, 0].min() < asset.root.centre_of_mass[0] < flat[:, 0].max() - 0.004


@pytest.mark.parametrize("instance", range(4))
def test_the_tip_is_at_the_end_of_the_shaft(instance: int) -> None:
    asset = screwdriver.build(instance)
    tip, handle = asset.point("tip").position, asset.point("handle.centre").position
    assert tip[0] == pytest.approx(asset.centre[0] + asset.size[0] / 2, abs=1e-3)
    assert tip[2] == pytest.approx(handle[2])
    assert asset.axis("shaft").direction == pytest.approx((1.0, 0.0, 0.0))


def test_slotted_and_cross_heads_are_made() -> None:
    said = " ".join(screwdriver.build(instance).description for instance in range(8))
    assert "slotted" in said
    assert "cross-head" in said
