"""A solution's mutants leave something out, come too early, or move to the other side."""

import numpy as np

from envs.robots import panda
from envs.verification.mutation.solution import early_release, mirrored

HOME = np.array([*panda.HOME[:7], panda.MAX_WIDTH], dtype=np.float32)


def test_the_mirror_image_of_a_motion_is_on_the_other_side_with_the_hand_turned_alike():
    q = np.array(panda.HOME[:7]) + np.array([0.4, 0.1, -0.2, 0.1, 0.2, 0.1, 0.1])
    action = np.array([[*q, 0.08]], dtype=np.float32)
    arm = panda.arm()
    here, there = arm.forward(q[None])[0], arm.forward(mirrored(action)[:, :7].astype(float))[0]
    across = np.diag([1.0, -1.0, 1.0])
    assert np.allclose(there[:3, 3], across @ here[:3, 3], atol=1e-5)
    assert np.allclose(np.abs(there[:3, :3]), np.abs(across @ here[:3, :3]), atol=1e-5)
    assert np.allclose(mirrored(mirrored(action)), action, atol=1e-6)


def test_a_hand_that_never_closes_has_nothing_to_let_go():
    actions = np.repeat(HOME[None], 10, axis=0)
    assert early_release(actions, np.zeros((10, 3))) is None


def test_the_hand_opens_after_a_third_of_the_way_and_stays_open():
    actions = np.repeat(HOME[None], 60, axis=0)
    actions[10:50, 7] = 0.0
    hand = np.zeros((60, 3))
    hand[10:50, 0] = np.linspace(0.0, 0.3, 40)
    hand[50:, 0] = 0.3
    changed = early_release(actions, hand)
    opened = np.nonzero(changed[:, 7] != actions[:, 7])[0]
    assert opened[-1] == 49
    assert abs(hand[opened[0], 0] - 0.1) < 0.01
    assert np.array_equal(changed[:, :7], actions[:, :7])
