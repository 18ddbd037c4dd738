"""A faucet: every kind of handle turns, knobs the way that taps do, and water comes out in front."""

from __future__ import annotations

import numpy as np
import pytest

from envs.assets.model import AssetModel
from envs.assets.procedural import faucet
from tests.envs.assets.procedural.moving import handle_at

ASSETS = {instance: faucet.build(instance) for instance in range(12)}


def _of(word: str) -> list[AssetModel]:
    return [asset for asset in ASSETS.values() if word in asset.description]


@pytest.mark.parametrize("word", ["lifts", "turns from the", "cross", "knobs"])
def test_every_kind_of_handle_is_made(word: str) -> None:
    assert _of(word)


def test_a_lever_that_lifts_goes_up_and_one_that_turns_comes_to_the_front() -> None:
    for asset in _of("lifts"):
        assert handle_at(asset, "tap", 1.0)[2] > handle_at(asset, "tap", 0.0)[2] + 0.02
    for asset in _of("turns from the"):
        start, end = handle_at(asset, "tap", 0.0), handle_at(asset, "tap", 1.0)
        assert end[2] == pytest.approx(start[2])
        assert end[0] > start[0]
        assert (start[1] < 0) == ("left" in asset.description)


def test_knobs_turn_inwards_both_and_stand_clear_of_the_spout() -> None:
    for asset in _of("knobs"):
        assert [part.which for part in asset.parts] == ["left", "right"]
        axes = [np.asarray(asset.joint(part.joint).axis) for part in asset.parts]
        assert axes[0] == pytest.approx(-axes[1])
        assert all(abs(handle_at(asset, part.name, 0.0)[1]) > 0.11 for part in asset.parts)


def test_water_comes_out_in_front_and_above_the_deck() -> None:
    for asset in ASSETS.values():
        x, _, z = asset.point("outlet").position
        assert x > 0.05
        assert z > 0.05
