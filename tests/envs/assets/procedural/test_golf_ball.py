"""A golf ball: as the rules have it, dimpled, with a line, at rest on a small flat."""

from __future__ import annotations

import numpy as np
import pytest

from envs.assets.model import ConvexMesh, Sphere
from envs.assets.procedural import golf_ball


def test_it_is_as_large_and_heavy_as_the_rules_allow() -> None:
    for instance in range(12):
        asset = golf_ball.build(instance)
        assert asset.grasps[0].width >= 0.0427 - 1e-9
        assert asset.root.mass <= 0.04593
        assert max(asset.size) == pytest.approx(asset.grasps[0].width, abs=0.0015)


def test_it_has_122_dimples_and_they_are_darker_than_the_cover() -> None:
    _, dimples, cover, *_ = golf_ball.build(0).root.shapes
    assert isinstance(dimples, ConvexMesh)
    assert 115 <= len(dimples.vertices) <= 122  # those underneath are cut off
    assert sum(dimples.colour) < sum(cover.colour)


def test_it_rolls_on_a_sphere_that_balances_and_does_not_show() -> None:
    for instance in range(6):
        asset = golf_ball.build(instance)
        core, *others = asset.root.shapes
        assert isinstance(core, Sphere)
        assert asset.root.centre_of_mass == pytest.approx(core.pose.position, abs=1e-5)
        points = np.vstack([shape.vertices for shape in others if isinstance(shape, ConvexMesh)])
        assert points[:, 2].min() == pytest.approx(1e-4, abs=1e-6)
        cover = np.vstack([shape.vertices for shape in others[1:5] if isinstance(shape, ConvexMesh)])
        above = cover[cover[:, 2] > 0.002]
        assert np.linalg.norm(above - core.pose.position, axis=1).min() > core.radius
