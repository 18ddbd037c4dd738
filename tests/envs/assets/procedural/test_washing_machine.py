"""A washing machine: a round hole in a front that is whole, a drum behind it, and a door before it."""

from __future__ import annotations

import numpy as np
import pytest

from envs.assets.contact import contains
from envs.assets.procedural import washing_machine
from tests.envs.assets.procedural.moving import handle_at, is_free


@pytest.mark.parametrize("instance", range(6))
def test_laundry_goes_through_the_hole_into_the_drum(instance: int) -> None:
    asset = washing_machine.build(instance)
    assert is_free(asset, "interior")
    room = asset.volume("interior")
    x, y, z = room.pose.position
    for forward in np.linspace(0.0, 0.3, 30):
        assert not any(contains(shape, np.array([x + forward, y, z])) for shape in asset.root.shapes)


@pytest.mark.parametrize("instance", range(6))
def test_the_front_is_whole_round_the_hole(instance: int) -> None:
    asset = washing_machine.build(instance)
    front = asset.surface("top").size[0] / 2 - 0.003
    half, top = asset.surface("top").size[1] / 2, asset.surface("top").pose.position[2]
    for y in np.linspace(-half + 0.002, half - 0.002, 9):
        for z in (0.015, 0.03, top - 0.07, top - 0.03):
            assert any(contains(shape, np.array([front, y, z]), 1e-6) for shape in asset.root.shapes), (y, z)


def test_the_door_swings_to_the_side_it_says() -> None:
    for instance in range(8):
        asset = washing_machine.build(instance)
        moved = handle_at(asset, "door", 0.6) - handle_at(asset, "door", 0.0)
        assert moved[0] > 0.03
        assert (moved[1] > 0) == ("hinged on the right" in asset.description)
