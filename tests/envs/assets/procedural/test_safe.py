"""A safe: thick walls, a lock that turns on the door, and a door that takes the lock with it."""

from __future__ import annotations

import numpy as np
import pytest

from envs.assets.procedural import safe
from tests.envs.assets.procedural.moving import handle_at, is_free


@pytest.mark.parametrize("instance", range(8))
def test_the_lock_is_on_the_door(instance: int) -> None:
    asset = safe.build(instance)
    lock = next(part for part in asset.parts if part.noun in ("dial", "lever"))
    assert asset.joint(lock.joint).parent == "door"
    opened = asset.link_poses(np.eye(4), asset.with_joint_at("door_joint", 1.0))
    closed = asset.link_poses(np.eye(4), {})
    assert np.linalg.norm((opened[lock.link] - closed[lock.link])[:3, 3]) > 0.1
    assert asset.part("door").joint == "door_joint"


def test_a_lever_turns_down() -> None:
    seen = 0
    for instance in range(16):
        asset = safe.build(instance)
        if "lever" in {part.name for part in asset.parts}:
            seen += 1
            assert handle_at(asset, "lever", 1.0)[2] < handle_at(asset, "lever", 0.0)[2] - 0.03
    assert 0 < seen < 16


@pytest.mark.parametrize("instance", range(6))
def test_its_room_is_free_and_its_walls_are_thick(instance: int) -> None:
    asset = safe.build(instance)
    assert is_free(asset, "interior")
    assert asset.size[1] - asset.volume("interior").size[1] > 0.04
