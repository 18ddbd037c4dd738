"""A dish rack: its slots are free and as wide as a plate is thick, and so is the room for cups."""

from __future__ import annotations

import pytest

from envs.assets.procedural import rack
from tests.envs.assets.procedural.moving import is_free


@pytest.mark.parametrize("instance", range(6))
def test_slots_and_the_room_for_cups_are_free(instance: int) -> None:
    asset = rack.build(instance)
    slots = [volume for volume in asset.volumes if volume.name.startswith("slot_")]
    assert f"{len(slots)} slots" in asset.description
    assert is_free(asset, "inside")
    for slot in slots:
        assert slot.size[1] > 0.028
        # The wires that the plates stand between and on run along its sides.
        assert is_free(asset, slot.name)


def test_it_stays_where_it_stands() -> None:
    assert rack.build(0).fixed_base
