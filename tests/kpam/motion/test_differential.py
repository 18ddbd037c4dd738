import numpy as np
import pytest

from kpam.motion.differential import METRES_PER_RADIAN, limited_step, pose_error
from kpam.transforms import about_axis, apply, rotation_vector, transform

NONE = np.zeros(3)
POINT = np.array([0.02, -0.01, 0.1])


def hand(arm, q):
    T, J = arm.forward_and_jacobian(q[None])
    return T[0], J[0]


@pytest.fixture
def inside(arm, rng):
    return rng.uniform(arm.lower + 0.1, arm.upper - 0.1)


def test_the_error_is_the_way_of_the_point_and_the_turn_to_the_pose(arm, home):
    T, J = hand(arm, home)
    pose = about_axis((1, 2, 3), 0.7, (0.1, 0, 0)) @ T
    error, _ = pose_error(T, J, pose, NONE, POINT)
    np.testing.assert_allclose(METRES_PER_RADIAN * error[:3], apply(pose, POINT) - apply(T, POINT), atol=1e-12)
    np.testing.assert_allclose(error[3:], rotation_vector(pose[:3, :3] @ T[:3, :3].T), atol=1e-12)


@pytest.mark.parametrize("axis", [(1, 0, 0), (0, 1, 0), (0, 0, 1), (1, 1, 0), (-1, 2, 3)])
@pytest.mark.parametrize("short", [0.0, 1e-9, 1e-4])
def test_half_a_turn_has_an_axis(arm, home, axis, short):
    T, J = hand(arm, home)
    pose = about_axis(axis, np.pi - short) @ T
    error, _ = pose_error(T, J, pose, NONE, NONE)
    turned = about_axis(error[3:], np.linalg.norm(error[3:]))[:3, :3] @ T[:3, :3]
    np.testing.assert_allclose(turned, pose[:3, :3], atol=2e-3 if short else 1e-7)


@pytest.mark.parametrize("free", [NONE, np.array([0.0, 0.6, 0.8])])
def test_the_rows_are_the_derivative_of_the_error(arm, rng, free):
    """At the pose itself: elsewhere the rows leave out how the turn's own axes turn."""
    for _ in range(5):
        q = rng.uniform(arm.lower, arm.upper)
        T, J = hand(arm, q)
        _, rows = pose_error(T, J, T, free, POINT)
        for i, column in enumerate(rows.T):
            step = 1e-6 * np.eye(7)[i]
            ahead, behind = (pose_error(*hand(arm, q + s), T, free, POINT)[0] for s in (step, -step))
            np.testing.assert_allclose((behind - ahead) / 2e-6, column, atol=1e-6)


def test_turning_about_a_free_axis_is_no_error(arm, home):
    T, J = hand(arm, home)
    error, _ = pose_error(T, J, T @ about_axis((0, 0, 1), 1.3), np.array([0, 0, 1.0]), NONE)
    np.testing.assert_allclose(error, 0.0, atol=1e-12)


def test_steps_bring_the_hand_to_a_near_pose(arm, inside):
    q, pose = inside, transform((0.02, -0.03, 0.01)) @ arm.forward(inside)
    for _ in range(12):
        error, J = pose_error(*hand(arm, q), pose, NONE, NONE)
        q = q + limited_step(q, error, J, np.zeros(7), arm.lower, arm.upper)
    np.testing.assert_allclose(arm.forward(q), pose, atol=1e-6)


def test_no_step_leaves_the_limits_and_what_is_held_back_is_made_up_for(arm, home):
    q = home.copy()
    q[6] = arm.upper[6] - 0.01
    pose = transform((0.0, 0.03, 0.0)) @ about_axis((0, 0, -1), 0.2, arm.forward(q)[:3, 3]) @ arm.forward(q)
    for _ in range(20):
        error, J = pose_error(*hand(arm, q), pose, NONE, NONE)
        q = q + limited_step(q, error, J, np.zeros(7), arm.lower, arm.upper)
        assert arm.within_limits(q, -1e-12)
    np.testing.assert_allclose(arm.forward(q), pose, atol=1e-5)


def test_a_wish_moves_the_joints_and_not_the_hand(arm, home):
    error, J = pose_error(*hand(arm, home), arm.forward(home), NONE, NONE)
    step = limited_step(home, error, J, np.array([1.0, 0, 0, 0, 0, 0, 0]), arm.lower, arm.upper)
    assert 0.005 < np.max(np.abs(step)) <= 0.04
    assert step[0] > 0
    np.testing.assert_allclose(J @ step, 0.0, atol=1e-5)
