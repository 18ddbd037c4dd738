"""A marker: one smooth underside to lie on, a cap that is a little thicker, and no rolling away."""

from __future__ import annotations

import pytest

from envs.assets.geometry import extreme_points
from envs.assets.procedural import marker


@pytest.mark.parametrize("instance", range(6))
def test_only_its_barrel_lies_on_the_table(instance: int) -> None:
    asset = marker.build(instance)
    resting = [s for s in asset.root.shapes if extreme_points(s)[:, 2].min() < 1e-6]
    assert len(resting) == 1
    assert asset.rolling_damping > 0


@pytest.mark.parametrize("instance", range(6))
def test_the_cap_stands_out_and_fingertips_clear_the_table(instance: int) -> None:
    asset = marker.build(instance)
    cap, barrel = (next(g for g in asset.grasps if g.name == name) for name in ("cap", "barrel"))
    assert cap.width > barrel.width
    assert barrel.centre[2] > 0.0088
