"""A dishwasher: its front falls open above the table, and a cup finds room between the baskets."""

from __future__ import annotations

import pytest

from envs.assets.geometry import asset_bounds
from envs.assets.procedural import dishwasher
from tests.envs.assets.procedural.moving import handle_at, is_free


@pytest.mark.parametrize("instance", range(6))
def test_the_front_falls_open_and_its_handle_clears_the_table(instance: int) -> None:
    asset = dishwasher.build(instance)
    assert handle_at(asset, "door", 1.0)[2] < handle_at(asset, "door", 0.0)[2] - 0.1
    low, _ = asset_bounds(asset, asset.with_joint_at("door_joint", 1.0))
    assert low[2] > -1e-6


@pytest.mark.parametrize("instance", range(6))
def test_a_cup_fits_between_the_baskets(instance: int) -> None:
    asset = dishwasher.build(instance)
    assert is_free(asset, "interior")
    assert min(asset.volume("interior").size) > 0.09


def test_its_door_stays_half_open_by_friction() -> None:
    for instance in range(6):
        asset = dishwasher.build(instance)
        joint, link = asset.joint("door_joint"), asset.link("door")
        reach = max(abs(value) for value in link.centre_of_mass)
        assert joint.friction > 9.81 * link.mass * reach
