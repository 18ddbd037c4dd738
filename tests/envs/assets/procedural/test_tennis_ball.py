"""A tennis ball: as the rules have it, with a seam that does not lift it off the table."""

from __future__ import annotations

import numpy as np
import pytest

from envs.assets.procedural import tennis_ball


def test_it_is_as_large_and_heavy_as_the_rules_say() -> None:
    for instance in range(20):
        asset = tennis_ball.build(instance)
        assert 0.0654 <= asset.grasps[0].width <= 0.0686
        assert 0.056 <= asset.root.mass <= 0.0594


def test_the_seam_shows_and_balances() -> None:
    for instance in range(6):
        asset = tennis_ball.build(instance)
        radius = asset.grasps[0].width / 2
        for shape in asset.root.shapes[1:]:
            far = np.linalg.norm(np.asarray(shape.vertices) - [0, 0, radius], axis=1).max()  # type: ignore
            assert far == pytest.approx(radius + tennis_ball.PROUD, abs=1e-5)
        assert asset.root.centre_of_mass == pytest.approx((0.0, 0.0, radius), abs=1e-6)
        assert min(v[2] for shape in asset.root.shapes[1:] for v in shape.vertices) > 0.001  # type: ignore
