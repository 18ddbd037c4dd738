"""Stems and leaves end where they should."""

from __future__ import annotations

import numpy as np
import pytest

from envs.assets.builder import AssetBuilder
from envs.assets.geometry import asset_bounds
from envs.assets.procedural.fruit import leaf, rod


def test_a_stem_goes_from_one_point_to_the_other_and_gets_wider() -> None:
    b = AssetBuilder("apple", 0, fixed_base=True)
    link = b.root()
    rod(b, link, (0, 0, 0.01), (0, 0, 0.03), (0.001, 0.002))
    low, high = asset_bounds(b.build("a stem", affordances=()))
    assert low == pytest.approx([-0.002, -0.002, 0.01], abs=4e-4)
    assert high == pytest.approx([0.002, 0.002, 0.03], abs=4e-4)


@pytest.mark.parametrize("angle", [0.0, 1.0, 2.5])
def test_a_leaf_reaches_as_far_as_it_is_long_the_way_it_grows(angle: float) -> None:
    b = AssetBuilder("apple", 0, fixed_base=True)
    link = b.root()
    way = np.array([np.cos(angle), np.sin(angle), 0.0])
    leaf(b, link, (0, 0, 0.05), way, length=0.03, width=0.015)
    points = np.vstack([shape.vertices for shape in b.build("a leaf", affordances=()).root.shapes])  # type: ignore
    assert (points @ way).max() == pytest.approx(0.03, abs=1e-3)
    across = points @ np.array([-way[1], way[0], 0.0])
    assert np.ptp(across) == pytest.approx(0.015, abs=1e-3)
