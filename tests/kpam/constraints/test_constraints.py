"""What every kind of constraint must do; a new kind enters by an entry in EXAMPLES."""

from dataclasses import fields, replace

import numpy as np
import pytest

from envs.robots import panda
from kpam.constraints import (
    CONSTRAINTS,
    AxisAntiparallel,
    AxisAtAngle,
    AxisOrthogonal,
    AxisParallel,
    Clearance,
    Distance,
    HandMotion,
    HandWorkspace,
    Height,
    JointChange,
    JointLimits,
    Manipulability,
    PointInBox,
    PointToLine,
    PointToPlane,
    PointToPoint,
    Posture,
)
from kpam.errors import ConstraintError
from kpam.kinematics import Kinematics
from kpam.motion.collision import CollisionModel, Obstacle
from kpam.transforms import about_axis, transform

POINT, TARGET, AXIS, OTHER = (0.01, -0.02, 0.1), (0.5, 0.1, 0.3), (0.3, 1.0, -0.2), (1.0, 0.2, 0.1)
BOX = about_axis((0.2, -1.0, 0.4), 0.8, (0.4, 0.0, 0.2))
NOMINAL = np.array(panda.HOME[:7])
ARM = panda.arm()
HELD = Obstacle("mug", "box", (0.06, 0.06, 0.1), transform((0.0, 0.0, 0.2)))
SCENE = CollisionModel(ARM, [Obstacle("shelf", "box", (0.3, 0.2, 0.2), BOX)], attached=[HELD])

# Conditions that hold on a surface in joint space, and have a derivative there.
EQUALITIES = {
    "point_to_point": PointToPoint("c", POINT, TARGET),
    "point_to_line": PointToLine("c", POINT, TARGET, AXIS),
    "point_to_plane": PointToPlane("c", POINT, TARGET, AXIS),
    "distance": Distance("c", POINT, TARGET, 0.2, 0.2),
    "height, one": Height("c", POINT, 0.3, 0.3),
    "axis_parallel": AxisParallel("c", AXIS, OTHER),
    "axis_antiparallel": AxisAntiparallel("c", AXIS, OTHER),
    "axis_orthogonal": AxisOrthogonal("c", AXIS, OTHER),
    "axis_at_angle": AxisAtAngle("c", AXIS, OTHER, 0.7),
    "axis_at_angle of 0": AxisAtAngle("c", AXIS, OTHER, 0.0),
    "axis_at_angle of pi": AxisAtAngle("c", AXIS, OTHER, np.pi),
    "posture": Posture("c", NOMINAL),
    "joint_change": JointChange("c", NOMINAL, joint_weights=np.array([10.0, 1, 1, 1, 1, 1, 0.5])),
    "hand_motion": HandMotion("c", ARM.forward(NOMINAL)),
}
# Conditions that hold in a region, beyond which about half of all configurations lie.
INEQUALITIES = {
    "point_in_box": PointInBox("c", POINT, BOX, (-0.5, -0.6, -0.4), (0.4, 0.3, 0.5)),
    "height": Height("c", POINT, 0.2, 0.5, TARGET, AXIS),
    "height, below": Height("c", POINT, upper=0.5),
    "distance, range": Distance("c", POINT, TARGET, 0.3, 0.6),
    "axis_at_angle, range": AxisAtAngle("c", AXIS, OTHER, 0.7, upper=1.7),
    "hand_workspace": HandWorkspace("c", (-0.2, -0.3, 0.3), (0.6, 0.3, 0.7)),
    "joint_limits": JointLimits("c", ARM.lower, ARM.upper, margin=0.4),
    "clearance": Clearance("c", SCENE, 0.02),
    "manipulability": Manipulability("c", 0.06),
}
EXAMPLES = EQUALITIES | INEQUALITIES


def at(arm, q, tool=None):
    return Kinematics.of(arm, q, tool)


def differences(constraint, arm, q, tool=None, step=1e-6):
    """Return the derivative by central differences, (m, n)."""
    ahead, behind = (constraint.evaluate(at(arm, q + sign * step * np.eye(7), tool))[0] for sign in (1, -1))
    return ((ahead - behind) / (2 * step)).T


def descended(constraint, arm, q):
    """Return the configuration to which Gauss-Newton steps lead."""
    for _ in range(200):
        residual, jacobian = constraint.evaluate(at(arm, q))
        q = q - 0.5 * np.linalg.pinv(jacobian[0], rcond=1e-6) @ residual[0]
    return q


def test_every_kind_has_an_example():
    kinds = [name.replace(",", " ").split(" ")[0] for name in EXAMPLES]
    assert set(CONSTRAINTS) == set(kinds)
    for kind, example in zip(kinds, EXAMPLES.values(), strict=True):
        assert type(example) is CONSTRAINTS[kind]


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_jacobian_is_the_derivative_of_the_residual(name, arm, rng):
    constraint, tool = EXAMPLES[name], about_axis(AXIS, 2.0, POINT)
    q = rng.uniform(arm.lower, arm.upper, size=(12, 7))
    _, jacobian = constraint.evaluate(at(arm, q, tool))
    for row, here in zip(jacobian, q, strict=True):
        np.testing.assert_allclose(row, differences(constraint, arm, here, tool), atol=2e-6)


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_jacobian_holds_near_singularities(name, arm, rng):
    constraint = EXAMPLES[name]
    stretched, wrist_over_base = np.array([0.3, 0.0, 0.2, -0.07, 0.1, 0.001, 0.4]), np.zeros(7)
    wrist_over_base[[3, 5]] = -0.0699, 0.0
    for singular in (stretched, wrist_over_base):
        q = singular + rng.uniform(-1e-3, 1e-3, size=7)
        np.testing.assert_allclose(
            constraint.evaluate(at(arm, q))[1][0], differences(constraint, arm, q, step=1e-7), atol=2e-5
        )


@pytest.mark.parametrize("name", EQUALITIES)
def test_the_jacobian_holds_where_the_constraint_does(name, arm, rng):
    constraint = EQUALITIES[name]
    q = descended(constraint, arm, rng.uniform(arm.lower, arm.upper))
    residual, jacobian = constraint.evaluate(at(arm, q))
    assert np.linalg.norm(residual) < 1e-7
    np.testing.assert_allclose(jacobian[0], differences(constraint, arm, q), atol=2e-6)


@pytest.mark.parametrize("name", INEQUALITIES)
def test_an_inequality_is_flat_where_it_holds_and_steep_where_not(name, arm, rng):
    constraint = INEQUALITIES[name]
    residual, jacobian = constraint.evaluate(at(arm, rng.uniform(arm.lower, arm.upper, size=(200, 7))))
    holds = np.linalg.norm(residual, axis=-1) == 0
    steep = np.linalg.norm(jacobian, axis=(1, 2)) > 0
    assert 0.02 < holds.mean() < 0.98
    np.testing.assert_array_equal(steep, ~holds)


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_batch_gives_what_single_configurations_give(name, arm, rng):
    constraint = EXAMPLES[name]
    q = rng.uniform(arm.lower, arm.upper, size=(4, 7))
    tools = np.array([about_axis(AXIS, angle, POINT) for angle in range(4)])
    residual, jacobian = constraint.evaluate(at(arm, q, tools))
    assert residual.shape == (4, constraint.size)
    assert jacobian.shape == (4, constraint.size, 7)
    for array in (residual, jacobian):
        assert array.dtype == np.float64
        assert array.flags.c_contiguous
    for i in range(4):
        single = at(arm, q[i], tools[i])
        np.testing.assert_array_equal(constraint.evaluate(single)[0][0], residual[i])
        np.testing.assert_allclose(constraint.evaluate(single)[1][0], jacobian[i], atol=1e-15)
        np.testing.assert_array_equal(constraint.violation(single), constraint.violation(at(arm, q, tools))[i : i + 1])


@pytest.mark.parametrize("name", EXAMPLES)
def test_violation_is_zero_exactly_where_the_residual_is(name, arm, rng):
    constraint = EXAMPLES[name]
    q = descended(constraint, arm, rng.uniform(arm.lower, arm.upper))
    here = at(arm, q)
    assert np.linalg.norm(constraint.evaluate(here)[0]) < 1e-6
    assert constraint.violation(here)[0] < 1e-5
    away = at(arm, rng.uniform(arm.lower, arm.upper, size=(50, 7)))
    residual = np.linalg.norm(constraint.evaluate(away)[0], axis=-1)
    np.testing.assert_array_equal(constraint.violation(away) > 0, residual > 0)
    assert np.any(constraint.violation(away) > constraint.tolerance)


@pytest.mark.parametrize("name", EXAMPLES)
def test_explanations_name_the_constraint_and_give_a_figure(name, arm):
    text = replace(EXAMPLES[name], name="hold on").explain(at(arm, np.array([0.5, 1.2, -0.5, -1.0, 2.0, 1.0, 0.3])))
    assert text.startswith("hold on: ")
    assert any(letter.isdigit() for letter in text)


@pytest.mark.parametrize("name", EXAMPLES)
def test_tolerance_and_weight_must_be_positive(name):
    for bad in (0.0, -1.0, np.nan, np.inf):
        with pytest.raises(ConstraintError, match=f"'c': tolerance {bad}"):
            replace(EXAMPLES[name], tolerance=bad)
        with pytest.raises(ConstraintError, match=f"'c': weight {bad}"):
            replace(EXAMPLES[name], weight=bad)
    assert replace(EXAMPLES[name], weight=None).weight is None
    assert replace(EXAMPLES[name], weight=2.0).weight == 2.0


@pytest.mark.parametrize("name", EXAMPLES)
def test_nan_anywhere_is_refused_by_name(name):
    for field in fields(EXAMPLES[name]):
        value = getattr(EXAMPLES[name], field.name)
        if field.init and isinstance(value, float | np.ndarray):
            with pytest.raises(ConstraintError, match="'c'"):
                replace(EXAMPLES[name], **{field.name: np.full(np.shape(value), np.nan)[()]})


@pytest.mark.parametrize("name", EXAMPLES)
def test_what_are_no_numbers_is_refused_by_name(name):
    for field in fields(EXAMPLES[name]):
        if field.init and isinstance(getattr(EXAMPLES[name], field.name), np.ndarray):
            for bad in ("up", (1.0, "a", 2.0), ((1.0,), (1.0, 2.0)), None):
                if bad is None and field.name == "joint_weights":
                    continue
                with pytest.raises(ConstraintError, match="'c'"):
                    replace(EXAMPLES[name], **{field.name: bad})


@pytest.mark.parametrize("name", EXAMPLES)
def test_what_is_given_is_copied(name, arm):
    for field in fields(EXAMPLES[name]):
        value = getattr(EXAMPLES[name], field.name)
        if field.init and isinstance(value, np.ndarray):
            mine = np.array(value)
            constraint = replace(EXAMPLES[name], **{field.name: mine})
            mine += 9.0
            np.testing.assert_allclose(getattr(constraint, field.name), value, atol=1e-15)
            with pytest.raises(ValueError, match="read-only"):
                getattr(constraint, field.name)[0] = 1.0
