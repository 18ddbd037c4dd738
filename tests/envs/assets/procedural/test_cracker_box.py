"""A box with a printed front: of YCB's kind and weight, held across its narrow side."""

from __future__ import annotations

import numpy as np
import pytest

from envs.assets.procedural import cracker_box


def test_it_is_as_heavy_as_its_like() -> None:
    for instance in range(12):
        asset = cracker_box.build(instance)
        assert 0.16 <= asset.surface("top").pose.position[2] <= 0.21
        x, y, z = asset.root.shapes[0].size
        assert asset.root.mass == pytest.approx(206 * x * y * z, rel=0.02)


def test_the_fingers_close_on_the_narrow_side() -> None:
    for instance in range(12):
        asset = cracker_box.build(instance)
        x, y, _ = asset.root.shapes[0].size
        assert x < y
        assert asset.grasps[0].width == x
        assert asset.grasps[0].closing == (1.0, 0.0, 0.0)


def test_the_front_is_printed_and_nothing_sticks_out_of_it() -> None:
    asset = cracker_box.build(3)
    front = asset.root.shapes[0].size[0] / 2
    printed = [shape for shape in asset.root.shapes if shape.pose.position[0] > front - 1e-3]
    assert len(printed) > 20
    assert np.max(asset.size[0] / 2) < front + 0.002
