"""A tray: level and free inside its rim, light enough for one hand, with a hand hole at each end."""

from __future__ import annotations

import numpy as np
import pytest

from envs.assets.contact import contains
from envs.assets.procedural import tray


@pytest.mark.parametrize("instance", range(6))
def test_its_top_lies_inside_the_rim(instance: int) -> None:
    asset = tray.build(instance)
    top = asset.surface("top")
    assert top.size[0] < asset.size[0] - 2 * tray.WALL
    assert asset.point("rim").position[2] > top.pose.position[2] + 0.01


@pytest.mark.parametrize("instance", range(6))
def test_a_hand_goes_through_below_each_handle(instance: int) -> None:
    asset = tray.build(instance)
    for name in ("handle_left", "handle_right"):
        x, y, z = asset.point(f"{name}.centre").position
        hole = np.array([x, y, z - 0.015])
        assert any(contains(shape, np.array([x, y, z])) for shape in asset.root.shapes)
        assert not any(contains(shape, hole) for shape in asset.root.shapes)
