"""A turner: its slots go through, and it lies flat on its blade."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from envs.assets.contact import contains
from envs.assets.procedural import spatula


@pytest.mark.parametrize("instance", range(6))
def test_as_many_slots_go_through_as_are_said(instance: int) -> None:
    asset = spatula.build(instance)
    x, _, z = asset.point("blade").position
    half = 0.42 * asset.size[1]
    across = [
        any(contains(shape, np.array([x, y, z / 2])) for shape in asset.root.shapes)
        for y in np.linspace(-half, half, 400)
    ]
    gaps = sum(1 for solid, after in pairwise(across) if solid and not after)
    assert f"{gaps} slots" in asset.description


@pytest.mark.parametrize("instance", range(6))
def test_the_handle_is_behind_the_blade_and_fits_the_hand(instance: int) -> None:
    asset = spatula.build(instance)
    assert asset.point("handle.centre").position[0] < asset.point("blade").position[0] - 0.08
    assert all(0.015 < grasp.width < 0.03 for grasp in asset.grasps)
