"""A softball: three quarters of a real one, with red stitches across its seam."""

from __future__ import annotations

import numpy as np
import pytest

from envs.assets.procedural import softball


def test_it_is_a_real_one_scaled_down() -> None:
    scale = softball.CATEGORY.scale
    for instance in range(12):
        asset = softball.build(instance)
        circumference = np.pi * asset.grasps[0].width / scale
        assert 0.276 <= circumference <= 0.309
        assert 0.14 < asset.root.mass / scale**3 < 0.23


def test_its_stitches_are_red_and_all_round() -> None:
    asset = softball.build(0)
    stitches = [shape for shape in asset.root.shapes if shape.colour == softball.STITCH]
    assert len(stitches) == softball.STITCHES
    middle = np.mean([np.mean(shape.vertices, axis=0) for shape in stitches], axis=0)  # type: ignore
    assert middle == pytest.approx((0.0, 0.0, asset.grasps[0].width / 2), abs=1e-3)
