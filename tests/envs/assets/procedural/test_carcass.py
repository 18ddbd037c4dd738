"""A carcass is closed but for its front, and feet reach the ground."""

from __future__ import annotations

import numpy as np
import pytest

from envs.assets.builder import AssetBuilder
from envs.assets.contact import contains
from envs.assets.geometry import asset_bounds
from envs.assets.procedural.carcass import carcass, feet

GREY = (0.5, 0.5, 0.5)


def _built():
    b = AssetBuilder("block", 0, fixed_base=True)
    body = b.root()
    room = carcass(b, body, (-0.1, -0.2, 0.05), (0.1, 0.2, 0.35), 0.01, GREY)
    feet(b, body, (-0.1, -0.2, 0.05), (0.1, 0.2, 0.35), inset=0.02, radius=0.01, colour=GREY)
    return b.build("a carcass", affordances=()), room


def test_its_room_is_what_the_boards_leave() -> None:
    _, (low, high) = _built()
    assert low == pytest.approx([-0.09, -0.19, 0.06])
    assert high == pytest.approx([0.1, 0.19, 0.34])


@pytest.mark.parametrize(
    ("way", "closed"),
    [
        ((1, 0, 0), False),
        ((-1, 0, 0), True),
        ((0, 1, 0), True),
        ((0, -1, 0), True),
        ((0, 0, 1), True),
        ((0, 0, -1), True),
    ],
)
def test_only_the_front_is_open(way: tuple[int, int, int], closed: bool) -> None:
    asset, (low, high) = _built()
    wall = (low + high) / 2 + np.asarray(way) * ((high - low) / 2 + 0.005)
    assert any(contains(shape, wall) for shape in asset.root.shapes) == closed


def test_feet_stand_on_the_ground_inside_the_footprint() -> None:
    asset, _ = _built()
    low, high = asset_bounds(asset)
    assert low == pytest.approx([-0.1, -0.2, 0.0])
    assert high == pytest.approx([0.1, 0.2, 0.35])
