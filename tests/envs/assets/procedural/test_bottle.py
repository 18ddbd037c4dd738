"""A bottle: its cap climbs by its pitch as it turns, by a turn or two, or by less than one."""

from __future__ import annotations

import numpy as np
import pytest

from envs.assets.procedural import bottle


@pytest.mark.parametrize("instance", range(6))
def test_the_cap_climbs_as_it_turns(instance: int) -> None:
    asset = bottle.build(instance)
    joint = asset.joint("cap_joint")
    turns = joint.upper / (2 * np.pi)
    closed, opened = (asset.link_poses(np.eye(4), {"cap_joint": v})["cap"] for v in (0.0, joint.upper))
    rise = opened[2, 3] - closed[2, 3]
    assert 0.0025 < rise / turns < 0.005
    assert rise == pytest.approx(asset.joint("seal_joint").upper, rel=1e-3)
    assert opened[:2, 3] == pytest.approx(closed[:2, 3])


def test_a_wide_cap_opens_in_one_twist_and_a_narrow_one_does_not() -> None:
    assets = [bottle.build(instance) for instance in range(10)]
    wide = [asset.joint("cap_joint").upper for asset in assets if "wide" in asset.description]
    narrow = [asset.joint("cap_joint").upper for asset in assets if "wide" not in asset.description]
    assert max(wide) < 2 * np.pi < 3 * np.pi <= min(narrow) + 1e-3


@pytest.mark.parametrize("instance", range(6))
def test_fingers_on_the_cap_do_not_reach_the_neck(instance: int) -> None:
    asset = bottle.build(instance)
    held = np.asarray(asset.point("cap.handle.centre").position)[2]  # over the neck's end
    assert held - 0.0088 > 0.0


@pytest.mark.parametrize("instance", range(6))
def test_the_body_fits_between_fingers(instance: int) -> None:
    assert all(grasp.width < 0.075 for grasp in bottle.build(instance).grasps)
