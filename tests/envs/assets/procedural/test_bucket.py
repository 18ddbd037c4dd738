"""A bucket: its bail swings over the middle, its room is free, its collar is upright where fingers hold it."""

from __future__ import annotations

import pytest

from envs.assets.procedural import bucket
from tests.envs.assets.procedural.moving import handle_at, is_free

INSTANCES = pytest.mark.parametrize("instance", range(6))


@INSTANCES
def test_the_bail_swings_from_the_front_to_over_the_middle(instance: int) -> None:
    asset = bucket.build(instance)
    rest, upright = handle_at(asset, "bail", 0.0), handle_at(asset, "bail", 1.0)
    assert rest[0] > bucket.PARAMETERS["radius"].low
    assert upright[:2] == pytest.approx([0.0, 0.0], abs=2e-3)
    assert upright[2] > asset.point("rim").position[2] + 0.05


@INSTANCES
def test_what_is_put_in_finds_room(instance: int) -> None:
    assert is_free(bucket.build(instance), "interior")


@INSTANCES
def test_it_is_held_at_the_upright_collar(instance: int) -> None:
    asset = bucket.build(instance)
    rim = asset.point("rim").position[2]
    for grasp in asset.grasps:
        if grasp.name.startswith("rim"):
            assert rim - bucket.COLLAR < grasp.centre[2] < rim
            assert grasp.centre[0] < 0.0  # the bail lies in front
