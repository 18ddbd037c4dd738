"""The kinds about joints and the hand as a whole: limits, posture, change, workspace, hand motion, manipulability."""

import numpy as np
import pytest

from kpam.constraints import HandMotion, HandWorkspace, JointChange, JointLimits, Manipulability, Posture
from kpam.constraints.manipulability import manipulability
from kpam.errors import ConstraintError
from kpam.kinematics import Kinematics
from kpam.transforms import about_axis


def test_every_joint_keeps_its_margin(arm):
    q = arm.middle
    q[3] = arm.upper[3] - 0.02
    at = Kinematics.of(arm, q)
    assert JointLimits.of("limits", arm, 0.01).violation(at)[0] == 0.0
    constraint = JointLimits.of("limits", arm, 0.05)
    assert constraint.violation(at)[0] == pytest.approx(0.03)
    assert "panda_joint4 is 0.020 rad inside its limit" in constraint.explain(at)


def test_a_margin_that_leaves_no_room_is_refused(arm):
    with pytest.raises(ConstraintError, match=r"give at most 1\.50"):
        JointLimits.of("limits", arm, 1.6)


def test_limits_that_contradict_each_other_are_refused_by_name(arm):
    with pytest.raises(ConstraintError, match=r"'limits': lower limits .* above upper ones"):
        JointLimits("limits", arm.upper, arm.lower)


def test_a_posture_counts_every_joint_by_its_weight(arm, home):
    at = Kinematics.of(arm, home + 0.1)
    assert Posture("p", home).violation(at)[0] == pytest.approx(0.1 * np.sqrt(7))
    weighted = Posture("p", home, joint_weights=np.array([10.0, 1, 1, 1, 1, 1, 0]))
    assert np.sum(weighted.evaluate(at)[0] ** 2) == pytest.approx(0.01 * 15)


def test_costs_are_soft_and_conditions_hard_unless_said_otherwise(arm, home):
    assert JointChange("c", home).weight == 1.0
    assert HandMotion("c", arm.forward(home)).weight == 1.0
    assert Posture("c", home).weight is None


@pytest.mark.parametrize("weights", [np.ones(6), -np.ones(7), np.zeros(7)])
def test_joint_weights_that_do_not_fit_are_refused(home, weights):
    with pytest.raises(ConstraintError, match="joint weights"):
        Posture("p", home, joint_weights=weights)


def test_the_hand_s_turn_costs_one_less_its_cosine(arm, home):
    at = Kinematics.of(arm, home)
    T_start = at.T_hand[0] @ about_axis((1.0, 2.0, -1.0), 1.3)
    residual = HandMotion("c", T_start, lever=np.sqrt(0.5)).evaluate(at)[0][0]
    assert residual @ residual == pytest.approx(1.0 - np.cos(1.3))


def test_a_small_turn_counts_as_its_angle_on_the_lever(arm, home):
    at = Kinematics.of(arm, home)
    T_start = at.T_hand[0] @ about_axis((0.0, 1.0, 0.0), 1e-3)
    T_start[:3, 3] += (0.0, 4e-4, 0.0)
    assert HandMotion("c", T_start, lever=0.3).violation(at)[0] == pytest.approx(5e-4, rel=1e-5)


def test_symmetry_of_the_tool_moves_neither_workspace_nor_hand_motion(arm, home):
    plain, turned = Kinematics.of(arm, home), Kinematics.of(arm, home, about_axis((0, 0, 1), np.pi, (0.1, 0, 0)))
    for constraint in (HandWorkspace("w", (0, 0, 0), (0.1, 0.1, 0.1)), HandMotion("m", np.eye(4))):
        np.testing.assert_array_equal(constraint.evaluate(plain)[0], constraint.evaluate(turned)[0])


def test_outside_the_workspace_is_a_distance(arm, home):
    at = Kinematics.of(arm, home)
    hand = at.T_hand[0, :3, 3]
    box = HandWorkspace("workspace", hand + np.array([0.03, -0.1, -1.0]), hand + np.array([1.0, 0.1, -0.04]))
    assert box.violation(at)[0] == pytest.approx(0.05)
    assert "50.0 mm outside" in box.explain(at)


def test_manipulability_is_the_volume_of_the_velocity_ellipsoid(arm, rng):
    at = Kinematics.of(arm, rng.uniform(arm.lower, arm.upper, size=(20, 7)))
    volumes = np.prod(np.linalg.svd(at.J_hand, compute_uv=False), axis=-1)
    np.testing.assert_allclose(manipulability(at.J_hand)[0], volumes, rtol=1e-6)


def test_a_singular_configuration_lacks_the_whole_floor_and_has_finite_figures(arm):
    at = Kinematics.of(arm, np.zeros(7))
    residual, jacobian = Manipulability("m", 0.05).evaluate(at)
    assert residual[0, 0] == pytest.approx(-1.0, abs=1e-3)
    assert np.all(np.isfinite(jacobian))


def test_manipulability_can_be_climbed_out_of_a_singularity(arm):
    q, constraint = np.array([0.2, 0.1, -0.1, -0.08, 0.1, 0.1, 0.3]), Manipulability("m", 0.05)
    for _ in range(50):
        residual, jacobian = constraint.evaluate(Kinematics.of(arm, q))
        step = np.linalg.pinv(jacobian[0], rcond=1e-6) @ residual[0]
        q = q - step * min(1.0, 0.1 / max(1e-9, np.abs(step).max()))
    assert constraint.violation(Kinematics.of(arm, q))[0] < 0.01
