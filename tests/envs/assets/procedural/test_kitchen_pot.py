"""A kitchen pot: its lid lifts straight up and stays, and its two handles stand out at its sides."""

from __future__ import annotations

import numpy as np
import pytest

from envs.assets.contact import contains
from envs.assets.procedural import kitchen_pot
from tests.envs.assets.procedural.moving import handle_at, is_free


@pytest.mark.parametrize("instance", range(8))
def test_the_lid_lifts_straight_up(instance: int) -> None:
    asset = kitchen_pot.build(instance)
    moved = handle_at(asset, "lid", 1.0) - handle_at(asset, "lid", 0.0)
    assert moved[:2] == pytest.approx([0.0, 0.0])
    assert moved[2] >= 0.08
    joint, lid = asset.joint("lid_joint"), asset.link("lid")
    assert 9.81 * lid.mass < joint.friction < 10.0 - 9.81 * lid.mass


@pytest.mark.parametrize("instance", range(6))
def test_it_is_hollow_to_its_floor_and_closed_below(instance: int) -> None:
    asset = kitchen_pot.build(instance)
    assert is_free(asset, "interior")
    assert any(contains(shape, np.array([0.02, 0.0, 0.003])) for shape in asset.root.shapes)


def test_its_handles_are_at_its_sides() -> None:
    for instance in range(6):
        asset = kitchen_pot.build(instance)
        left, right = (np.asarray(asset.point(f"{side}_handle.centre").position) for side in ("left", "right"))
        assert left[1] == pytest.approx(-right[1])
        assert right[1] - left[1] == pytest.approx(asset.size[1], abs=0.015)
