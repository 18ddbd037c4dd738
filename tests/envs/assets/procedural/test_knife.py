"""A table knife: it rests on its handle alone, with its balance over it, blade and edge off the table."""

from __future__ import annotations

import pytest

from envs.assets.geometry import extreme_points
from envs.assets.procedural import knife


@pytest.mark.parametrize("instance", range(6))
def test_it_balances_on_its_handle(instance: int) -> None:
    asset = knife.build(instance)
    (rest,) = (extreme_points(s) for s in asset.root.shapes if extreme_points(s)[:, 2].min() < 1e-6)
    x, y, _ = asset.root.centre_of_mass
    assert rest[:, 0].min() + 0.01 < x < rest[:, 0].max() - 0.005
    assert abs(y) < 0.003


@pytest.mark.parametrize("instance", range(6))
def test_the_tip_is_in_front_of_the_blade_and_the_handle_behind(instance: int) -> None:
    asset = knife.build(instance)
    handle, blade, tip = (asset.point(name).position[0] for name in ("handle.centre", "blade", "tip"))
    assert handle < blade < tip
    assert asset.axis("edge").direction == pytest.approx((0.0, -1.0, 0.0))
