"""A spoon: it rests on its bowl and its handle's end, and is held where the handle arches off the table."""

from __future__ import annotations

import pytest

from envs.assets.geometry import extreme_points
from envs.assets.procedural import spoon


@pytest.mark.parametrize("instance", range(6))
def test_it_rests_on_its_bowl_and_on_its_handles_end(instance: int) -> None:
    asset = spoon.build(instance)
    resting = [extreme_points(s) for s in asset.root.shapes if extreme_points(s)[:, 2].min() < 1e-6]
    assert len(resting) == 2
    front, back = max(p[:, 0].max() for p in resting), min(p[:, 0].min() for p in resting)
    assert back < asset.root.centre_of_mass[0] < front


@pytest.mark.parametrize("instance", range(6))
def test_the_bowl_is_hollow_and_in_front(instance: int) -> None:
    asset = spoon.build(instance)
    bowl, handle = asset.point("bowl").position, asset.point("handle.centre").position
    assert bowl[0] > handle[0] + 0.05
    assert bowl[2] < asset.point("tip").position[2] - 0.006


@pytest.mark.parametrize("instance", range(6))
def test_a_fingertip_goes_under_the_arch(instance: int) -> None:
    assert all(grasp.centre[2] > 0.0088 for grasp in spoon.build(instance).grasps)
