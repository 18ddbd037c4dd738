"""A corner: two stripes that meet, and a sheet within them."""

from __future__ import annotations

import numpy as np
import pytest

from envs.assets.procedural import corner


def test_the_stripes_meet_in_the_corner() -> None:
    for instance in range(6):
        asset = corner.build(instance)
        x, y, _ = asset.point("corner").position
        assert x == y < 0
        top = asset.surface("top")
        low = np.asarray(top.pose.position[:2]) - np.asarray(top.size) / 2
        assert low == pytest.approx((x, y))


def test_it_is_flat_and_stays_where_it_is() -> None:
    asset = corner.build(0)
    assert asset.fixed_base
    assert asset.size[2] < 0.002
