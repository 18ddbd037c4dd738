"""A can: a rim at both ends, a lid below it, a ring to pull."""

from __future__ import annotations

import numpy as np
import pytest

from envs.assets.contact import contains
from envs.assets.procedural import can


def test_the_lid_lies_below_the_rim() -> None:
    for instance in range(6):
        asset = can.build(instance)
        height = asset.size[2]
        above_lid = np.array([-0.5 * asset.size[0] / 2, 0.0, height - 0.0008])
        assert not any(contains(shape, above_lid) for shape in asset.root.shapes)
        rim = np.array([asset.size[0] / 2 - 0.001, 0.0, height - 0.001])
        assert any(contains(shape, rim) for shape in asset.root.shapes)


def test_nothing_stands_out_of_the_rim_so_that_cans_stack() -> None:
    for instance in range(12):
        asset = can.build(instance)
        assert asset.surface("top").pose.position[2] == pytest.approx(asset.size[2])
