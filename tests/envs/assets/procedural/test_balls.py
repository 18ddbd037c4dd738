"""What balls share: a seam that runs once round, in four equal quarters, and stays clear of the poles."""

from __future__ import annotations

import numpy as np
import pytest

from envs.assets.procedural.balls import LOBE, seam, turning


def test_the_seam_is_closed_and_lies_on_the_ball() -> None:
    path = seam(np.linspace(0, 1, 400))
    assert np.linalg.norm(path, axis=1) == pytest.approx(1.0)
    assert path[0] == pytest.approx(path[-1])
    assert np.linalg.norm(np.diff(path, axis=0), axis=1).max() < 0.05


def test_the_seam_halves_the_ball_and_balances() -> None:
    path = seam(np.linspace(0, 1, 400, endpoint=False))
    steps = np.linalg.norm(np.roll(path, -1, axis=0) - path, axis=1)
    assert (path * steps[:, None]).sum(axis=0) / steps.sum() == pytest.approx([0, 0, 0], abs=1e-3)


def test_the_seam_keeps_clear_of_what_the_ball_lies_on() -> None:
    rng = np.random.default_rng(0)
    for _ in range(20):
        turned = seam(np.linspace(0, 1, 200)) @ turning(rng).T
        assert np.arccos(-turned[:, 2].min()) > LOBE - 0.06
