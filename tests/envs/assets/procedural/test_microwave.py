"""A microwave: its door swings out to the side of its hinge, its room is free, every handle is made."""

from __future__ import annotations

import pytest

from envs.assets.procedural import microwave
from tests.envs.assets.procedural.moving import handle_at, is_free


@pytest.mark.parametrize("instance", range(6))
def test_the_door_swings_out_about_the_side_that_is_said(instance: int) -> None:
    asset = microwave.build(instance)
    closed, opened = handle_at(asset, "door", 0.0), handle_at(asset, "door", 1.0)
    assert opened[0] > closed[0] + 0.1
    # As one faces it, its left is -y; the handle is at the other side and comes over.
    assert ("hinged on the left" in asset.description) == (opened[1] < closed[1])
    assert is_free(asset, "interior")


def test_every_handle_and_both_hinges_are_made() -> None:
    said = " ".join(microwave.build(instance).description for instance in range(16))
    for word in (*microwave.VARIANTS["handle"], *(f"hinged on the {side}" for side in microwave.VARIANTS["hinge"])):
        assert word in said
