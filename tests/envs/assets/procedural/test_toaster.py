"""A toaster: its lever goes down its track, and its slots are open from above."""

from __future__ import annotations

import pytest

from envs.assets.procedural import toaster
from tests.envs.assets.procedural.moving import handle_at, is_free


@pytest.mark.parametrize("instance", range(6))
def test_the_lever_is_up_at_rest_and_goes_straight_down(instance: int) -> None:
    asset = toaster.build(instance)
    way = handle_at(asset, "lever", 1.0) - handle_at(asset, "lever", 0.0)
    assert way[:2] == pytest.approx([0.0, 0.0])
    assert way[2] == pytest.approx(-asset.joint("lever_joint").upper)


@pytest.mark.parametrize("instance", range(6))
def test_every_slot_is_open_and_as_wide_as_bread(instance: int) -> None:
    asset = toaster.build(instance)
    assert len(asset.volumes) == (2 if "two slots" in asset.description else 1)
    for slot in asset.volumes:
        assert slot.size[1] >= toaster.PARAMETERS["slot"].low
        assert is_free(asset, slot.name)
