import numpy as np
import pytest

from kpam.errors import ArmError
from kpam.kinematics import Kinematics
from kpam.transforms import about_axis, apply, inverse, rotate

TOOL = about_axis((0.2, -0.5, 1.0), 2.0, (0.02, 0.1, -0.05))
POINT, AXIS = np.array([0.03, -0.02, 0.12]), np.array([0.6, 0.0, 0.8])


def test_the_hand_is_what_the_arm_says(arm, rng):
    q = rng.uniform(arm.lower, arm.upper, size=(5, 7))
    at = Kinematics.of(arm, q)
    T, J = arm.forward_and_jacobian(q)
    np.testing.assert_array_equal(at.T_hand, T)
    np.testing.assert_array_equal(at.J_hand, J)
    assert at.T is at.T_hand
    assert len(at) == 5


def test_a_tool_moves_with_the_hand(arm, rng):
    q = rng.uniform(arm.lower, arm.upper, size=(5, 7))
    at = Kinematics.of(arm, q, TOOL)
    np.testing.assert_allclose(inverse(at.T_hand[2]) @ at.T[2], TOOL, atol=1e-12)


def test_every_configuration_may_have_a_tool_of_its_own(arm, rng):
    q = rng.uniform(arm.lower, arm.upper, size=(3, 7))
    tools = np.array([about_axis(AXIS, angle, POINT) for angle in (0.0, 1.0, 2.0)])
    together = Kinematics.of(arm, q, tools)
    for i in range(3):
        alone = Kinematics.of(arm, q[i], tools[i])
        np.testing.assert_array_equal(together.T[i], alone.T[0])
        np.testing.assert_array_equal(together.J[i], alone.J[0])


def test_another_tool_takes_the_place_of_the_one_before(arm, rng):
    q = rng.uniform(arm.lower, arm.upper, size=(5, 7))
    changed, made = Kinematics.of(arm, q, np.eye(4)).with_tool(TOOL), Kinematics.of(arm, q, TOOL)
    np.testing.assert_array_equal(changed.T, made.T)
    np.testing.assert_array_equal(changed.J, made.J)


def test_the_tool_s_jacobian_is_the_derivative_of_its_pose(arm, rng):
    q, step = rng.uniform(arm.lower, arm.upper), 1e-6
    J = Kinematics.of(arm, q, TOOL).J[0]
    ahead, behind = (Kinematics.of(arm, q + sign * step * np.eye(7), TOOL).T for sign in (1, -1))
    change = (ahead - behind) / (2 * step)
    np.testing.assert_allclose(change[:, :3, 3].T, J[:3], atol=1e-8)
    spin = change[:, :3, :3] @ Kinematics.of(arm, q, TOOL).T[0, :3, :3].T
    np.testing.assert_allclose(np.array([spin[:, 2, 1], spin[:, 0, 2], spin[:, 1, 0]]), J[3:], atol=1e-8)


def test_points_and_axes_of_the_tool_and_their_derivatives(arm, rng):
    q, step = rng.uniform(arm.lower, arm.upper), 1e-6
    at = Kinematics.of(arm, q, TOOL)
    ahead, behind = (Kinematics.of(arm, q + sign * step * np.eye(7), TOOL) for sign in (1, -1))
    np.testing.assert_allclose(at.point(POINT)[0][0], apply(at.T[0], POINT), atol=1e-12)
    np.testing.assert_allclose(at.axis(AXIS)[0][0], rotate(at.T[0], AXIS), atol=1e-12)
    for of, what in ((Kinematics.point, POINT), (Kinematics.axis, AXIS)):
        numeric = (of(ahead, what)[0] - of(behind, what)[0]).T / (2 * step)
        np.testing.assert_allclose(of(at, what)[1][0], numeric, atol=1e-8)


def test_every_configuration_may_have_a_point_of_its_own(arm, rng):
    at = Kinematics.of(arm, rng.uniform(arm.lower, arm.upper, size=(3, 7)))
    points = rng.uniform(-0.1, 0.1, size=(3, 3))
    position, jacobian = at.point(points)
    for i in range(3):
        np.testing.assert_array_equal(position[i], at.point(points[i])[0][i])
        np.testing.assert_array_equal(jacobian[i], at.point(points[i])[1][i])


def test_part_of_a_batch_is_what_it_was(arm, rng):
    at = Kinematics.of(arm, rng.uniform(arm.lower, arm.upper, size=(4, 7)), TOOL)
    some = at[np.array([False, True, False, True])]
    np.testing.assert_array_equal(some.q, at.q[[1, 3]])
    np.testing.assert_array_equal(some.point(POINT)[1], at.point(POINT)[1][[1, 3]])


def test_the_same_input_gives_the_same_bits(arm, rng):
    q = rng.uniform(arm.lower, arm.upper, size=(4, 7))
    first, again = Kinematics.of(arm, q, TOOL), Kinematics.of(arm, q.copy(), TOOL)
    assert first.J.tobytes() == again.J.tobytes()
    assert first.T.tobytes() == again.T.tobytes()


def test_what_does_not_fit_is_refused(arm):
    with pytest.raises(ArmError, match=r"tool of shape \(2, 4, 4\).*\(3, 4, 4\)"):
        Kinematics.of(arm, np.zeros((3, 7)), np.zeros((2, 4, 4)))
    with pytest.raises(ArmError, match=r"\(1, 6\)"):
        Kinematics.of(arm, np.zeros(6))
