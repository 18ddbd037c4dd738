"""A refrigerator: its doors hang where its description says, and what is behind them is free."""

from __future__ import annotations

import pytest

from envs.assets.procedural import refrigerator
from tests.envs.assets.procedural.moving import handle_at, is_free


@pytest.mark.parametrize("instance", range(12))
def test_a_door_opens_towards_one_on_the_side_it_says(instance: int) -> None:
    asset = refrigerator.build(instance)
    for part in asset.parts:
        side = asset.joint(part.joint).axis[2]
        before, after = handle_at(asset, part.name, 0.0), handle_at(asset, part.name, 0.5)
        assert after[0] > before[0] + 0.02
        assert side * (after[1] - before[1]) > 0.02
        if "side by side" not in asset.description:
            assert ("hinged on the right" in asset.description) == (side > 0)


@pytest.mark.parametrize("instance", range(8))
def test_every_door_has_a_free_room_of_its_own(instance: int) -> None:
    asset = refrigerator.build(instance)
    rooms = [part.interior for part in asset.parts]
    assert len(set(rooms)) == len(rooms) == len(asset.volumes)
    for room in rooms:
        assert room is not None
        assert is_free(asset, room)
        assert min(asset.volume(room).size) > 0.06


def test_instances_have_one_door_two_above_one_another_and_two_side_by_side() -> None:
    seen = [refrigerator.build(instance) for instance in range(16)]
    assert {len(asset.parts) for asset in seen} == {1, 2}
    for words in ("one door", "freezer above", "freezer below", "side by side"):
        assert any(words in asset.description for asset in seen)


def test_it_fits_before_the_arm() -> None:
    for instance in range(12):
        _, width, height = refrigerator.build(instance).size
        assert 0.38 < height < 0.55
        assert width < 0.32
