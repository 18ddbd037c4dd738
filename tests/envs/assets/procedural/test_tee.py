"""A tee: a bar across the end of a stem."""

from __future__ import annotations

import pytest

from envs.assets.mechanics import volume
from envs.assets.procedural import tee


def test_the_stem_meets_the_bar_in_its_middle() -> None:
    for instance in range(12):
        asset = tee.build(instance)
        length, _, height = asset.size
        arm = asset.grasps[0].width
        assert volume(asset.root.shapes) == pytest.approx((2 * length - arm) * arm * height)
        assert asset.root.centre_of_mass[0] > 0
        assert asset.root.centre_of_mass[1] == pytest.approx(0.0, abs=1e-9)


def test_the_foot_is_at_the_end_of_the_stem() -> None:
    asset = tee.build(2)
    assert asset.point("foot").position[0] == pytest.approx(-asset.size[0] / 2)
