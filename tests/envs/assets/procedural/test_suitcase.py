"""A suitcase: its lid lifts from the front about a long side, and both halves are hollow."""

from __future__ import annotations

import pytest

from envs.assets.procedural import suitcase
from tests.envs.assets.procedural.moving import handle_at, is_free


@pytest.mark.parametrize("instance", range(6))
def test_the_lid_opens_past_upright(instance: int) -> None:
    asset = suitcase.build(instance)
    closed, opened = handle_at(asset, "lid", 0.0), handle_at(asset, "lid", 1.0)
    assert opened[2] > closed[2] + 0.12
    assert opened[0] < asset.joint("lid_joint").origin.position[0] + 0.08


@pytest.mark.parametrize("instance", range(6))
def test_there_is_room_to_pack(instance: int) -> None:
    asset = suitcase.build(instance)
    assert is_free(asset, "interior")
    assert min(asset.volume("interior").size) > 0.03


def test_its_size_is_cabin_luggage_at_scale() -> None:
    asset = suitcase.build(3)
    width, ranges = asset.volume("interior").size[1] + 2 * suitcase.WALL, suitcase.PARAMETERS["width"]
    assert suitcase.SCALE * ranges.low <= width + 1e-6
    assert width <= suitcase.SCALE * ranges.high + 1e-6
