"""An oven: its door falls open above the table, its knobs turn, and pots stand on its hob."""

from __future__ import annotations

import numpy as np
import pytest

from envs.assets.geometry import asset_bounds
from envs.assets.procedural import oven
from tests.envs.assets.procedural.moving import handle_at, is_free


@pytest.mark.parametrize("instance", range(6))
def test_the_door_falls_open_and_its_handle_clears_the_table(instance: int) -> None:
    asset = oven.build(instance)
    closed, opened = handle_at(asset, "door", 0.0), handle_at(asset, "door", 1.0)
    assert opened[0] > closed[0] + 0.1
    assert opened[2] < closed[2] - 0.1
    low, _ = asset_bounds(asset, asset.with_joint_at("door_joint", 1.0))
    assert low[2] > -1e-6


@pytest.mark.parametrize("instance", range(6))
def test_the_room_over_the_rack_is_free(instance: int) -> None:
    assert is_free(oven.build(instance), "interior")


def test_knobs_turn_without_the_door() -> None:
    asset = oven.build(0)
    closed = asset.link_poses(np.eye(4), {})
    for name in ("knob_left", "knob_right"):
        turned = asset.link_poses(np.eye(4), asset.with_joint_at(f"{name}_joint", 1.0))
        assert turned["door"] == pytest.approx(closed["door"])
        assert np.linalg.norm(turned[name] - closed[name]) > 1.0
