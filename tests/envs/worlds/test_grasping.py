"""A Panda holds what it grasps, and follows its targets, in every engine."""

from __future__ import annotations

import numpy as np
import pytest

from envs.robots import panda
from kpam.transforms import about_axis, inverse, rotation_angle
from tests.envs.worlds.conftest import block, placed
from tests.envs.worlds.motions import drive, grasp, looking_down, reach, smooth


def test_the_hand_follows_a_moving_target_within_two_millimetres(build):
    b = block()
    world = build([placed("b", b, 0.45, -0.3)], [b])
    home = panda.HOME[:7]
    above = reach(looking_down(0.45, 0.1, 0.15), home)
    assert drive(world, smooth(home, above, 30), panda.MAX_WIDTH) < 2e-3
    assert drive(world, [above] * 10, panda.MAX_WIDTH) < 1e-3


@pytest.mark.parametrize("size", [(0.04, 0.04, 0.04), (0.03, 0.074, 0.04), (0.02, 0.02, 0.03)])
def test_a_held_block_does_not_slip(build, size):
    b = block(size, mass=0.2)
    world = build([placed("b", b, 0.45, 0.1)], [b])
    at = grasp(world, 0.45, 0.1, size[2] / 2)
    state = world.state()
    assert state.robot.width == pytest.approx(size[1], abs=1.5e-3)
    touched = {c.first[1] for c in state.contacts} | {c.second[1] for c in state.contacts}
    assert {"panda_leftfinger", "panda_rightfinger"} <= touched
    held = inverse(state.robot.T_world_hand) @ state.objects["b"].pose

    # Lift, swing round, lay the hand on its side so that the weight pulls along the fingers, and wait two seconds.
    up = reach(looking_down(0.45, 0.1, 0.35), at)
    aside = up + np.array([0.8, 0, 0, 0, 0, 0, 0])
    tilted = aside + np.array([0, 0, 0, 0, 0, -1.0, 1.5])
    path = smooth(at, up, 20) + smooth(up, aside, 20) + smooth(aside, tilted, 25) + [tilted] * 40
    drive(world, path, 0.0)
    state = world.state()
    now = inverse(state.robot.T_world_hand) @ state.objects["b"].pose
    assert np.linalg.norm(now[:3, 3] - held[:3, 3]) < 1.5e-3
    assert rotation_angle(held[:3, :3], now[:3, :3]) < np.radians(1.0)


def test_an_opened_hand_lets_go(build):
    b = block()
    world = build([placed("b", b, 0.45, 0.1)], [b])
    at = reach(looking_down(0.45, 0.1, 0.02), reach(looking_down(0.45, 0.1, 0.15), panda.HOME))
    above = reach(looking_down(0.45, 0.1, 0.15), at)
    drive(world, smooth(panda.HOME[:7], above, 20) + smooth(above, at, 15), panda.MAX_WIDTH)
    drive(world, [at] * 10, 0.0)
    drive(world, smooth(at, above, 20), 0.0)
    assert world.state().objects["b"].pose[2, 3] > 0.1
    drive(world, [above] * 15, panda.MAX_WIDTH)
    assert world.state().objects["b"].pose[2, 3] < 0.005


def test_turning_a_pose_by_its_own_axis_keeps_the_grasp_point():
    T = looking_down(0.4, 0.0, 0.1)
    turned = T @ about_axis(panda.TOOL_AXES["approach"], np.pi)
    point = [*panda.TOOL_POINTS["grasp"], 1.0]
    np.testing.assert_allclose(turned @ point, T @ point, atol=1e-12)
