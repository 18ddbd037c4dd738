"""A golf ball: as the rules have it, dimpled, with a line, at rest on a small flat."""

from __future__ import annotations

import numpy as np
import pytest

from envs.assets.model import ConvexMesh
from envs.assets.procedural import golf_ball


def test_it_is_as_large_and_heavy_as_the_rules_allow() -> None:
    for instance in range(12):
        asset = golf_ball.build(instance)
        assert asset.grasps[0].width >= 0.0427 - 1e-9
        assert asset.root.mass <= 0.04593
        assert max(asset.size) == pytest.approx(asset.grasps[0].width, abs=0.0015)


def test_it_has_122_dimples_and_they_are_darker_than_the_cover() -> None:
    dimples, cover = golf_ball.build(0).root.shapes[0], golf_ball.build(0).root.shapes[2]
    assert isinstance(dimples, ConvexMesh)
    assert 118 <= len(dimples.vertices) <= 122  # those underneath are cut off
    assert sum(dimples.colour) < sum(cover.colour)


def test_it_lies_on_a_flat_in_its_middle() -> None:
    for instance in range(6):
        asset = golf_ball.build(instance)
        points = np.vstack([shape.vertices for shape in asset.root.shapes if isinstance(shape, ConvexMesh)])
        lowest = points[points[:, 2] < 5e-5]
        assert len(lowest) == 8
        assert np.hypot(lowest[:, 0], lowest[:, 1]) == pytest.approx(0.0028, abs=2e-4)
