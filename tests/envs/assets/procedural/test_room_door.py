"""A room's door: the lever turns down on the leaf, and the leaf swings towards one."""

from __future__ import annotations

import pytest

from envs.assets.procedural import room_door
from tests.envs.assets.procedural.moving import handle_at


@pytest.mark.parametrize("instance", range(10))
def test_the_leaf_swings_towards_one_about_the_hinge_that_it_says(instance: int) -> None:
    asset = room_door.build(instance)
    moved = handle_at(asset, "door", 0.5) - handle_at(asset, "door", 0.0)
    assert moved[0] > 0.05
    assert (moved[1] > 0) == ("hinged on the right" in asset.description)


@pytest.mark.parametrize("instance", range(10))
def test_the_lever_turns_down_and_rides_on_the_leaf(instance: int) -> None:
    asset = room_door.build(instance)
    assert asset.joint("lever_joint").parent == "door"
    moved = handle_at(asset, "lever", 1.0) - handle_at(asset, "lever", 0.0)
    assert moved[2] < -0.03
    assert abs(moved[0]) < 1e-6


def test_both_handles_and_both_sides_occur() -> None:
    said = " ".join(room_door.build(instance).description for instance in range(16))
    for words in ("a bar to pull", "a knob to pull", "on the left", "on the right", "glazed", "panelled"):
        assert words in said
