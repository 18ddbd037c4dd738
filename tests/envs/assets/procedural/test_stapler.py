"""A stapler: the arm lifts its mouth from the anvil, and the base stays down while it does."""

from __future__ import annotations

import numpy as np
import pytest

from envs.assets.procedural import stapler
from kpam.transforms import apply
from tests.envs.assets.procedural.moving import handle_at


@pytest.mark.parametrize("instance", range(6))
def test_the_arm_opens_upwards_about_its_back(instance: int) -> None:
    asset = stapler.build(instance)
    closed, opened = handle_at(asset, "arm", 0.0), handle_at(asset, "arm", 1.0)
    assert opened[2] > closed[2] + 0.07
    assert opened[0] < closed[0]


@pytest.mark.parametrize("instance", range(6))
def test_the_mouth_meets_the_anvil_but_for_the_paper(instance: int) -> None:
    asset = stapler.build(instance)
    poses = asset.link_poses(np.eye(4), {})
    mouth = apply(poses["arm"], asset.point("mouth").position)
    gap = mouth[2] - asset.point("anvil").position[2]
    assert stapler.PARAMETERS["throat"].low - 1e-6 <= gap <= stapler.PARAMETERS["throat"].high + 1e-6


@pytest.mark.parametrize("instance", range(6))
def test_opening_it_does_not_lift_the_base(instance: int) -> None:
    asset = stapler.build(instance)
    base, hinge = asset.root, asset.joint("arm_joint")
    # What the hinge's friction turns up, the base's weight holds down about its back edge.
    arm = base.centre_of_mass[0] - hinge.origin.position[0]
    assert hinge.friction < 0.9 * base.mass * 9.81 * arm
