"""An ell: two arms of one length that meet in a corner."""

from __future__ import annotations

import pytest

from envs.assets.mechanics import volume
from envs.assets.procedural import ell


def test_two_arms_meet_in_a_corner_without_overlapping() -> None:
    for instance in range(12):
        asset = ell.build(instance)
        length, _, height = asset.size
        arm = asset.grasps[0].width
        assert volume(asset.root.shapes) == pytest.approx((2 * length - arm) * arm * height)
        assert asset.point("corner").position[:2] == pytest.approx((-length / 2, -length / 2))


def test_either_arm_can_be_held() -> None:
    assert {grasp.name for grasp in ell.build(0).grasps} == {"arm_x", "arm_y"}
