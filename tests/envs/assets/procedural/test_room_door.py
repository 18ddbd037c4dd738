"""A room's door: the lever turns down on the leaf, and the leaf swings towards one or away."""

from __future__ import annotations

import pytest

from envs.assets.procedural import room_door
from tests.envs.assets.procedural.moving import handle_at


@pytest.mark.parametrize("instance", range(10))
def test_the_leaf_swings_the_way_it_says(instance: int) -> None:
    asset = room_door.build(instance)
    away = "swings away" in asset.description
    moved = handle_at(asset, "door", 0.5) - handle_at(asset, "door", 0.0)
    assert (moved[0] < -0.05) == away
    assert (moved[0] > 0.05) != away
    assert asset.part("door").handle_kind == ("push" if away else "grasp")


@pytest.mark.parametrize("instance", range(10))
def test_the_lever_turns_down_and_rides_on_the_leaf(instance: int) -> None:
    asset = room_door.build(instance)
    assert asset.joint("lever_joint").parent == "door"
    moved = handle_at(asset, "lever", 1.0) - handle_at(asset, "lever", 0.0)
    assert moved[2] < -0.03
    assert abs(moved[0]) < 1e-6


def test_both_ways_and_both_sides_occur() -> None:
    said = " ".join(room_door.build(instance).description for instance in range(16))
    for words in ("swings away", "pulled open", "on the left", "on the right", "glazed", "panelled"):
        assert words in said
