"""What every kind of constraint must do; a new kind enters by an entry in EXAMPLES."""

import numpy as np
import pytest

from kpam.constraints import CONSTRAINTS, AxisAtAngle, AxisOrthogonal, AxisParallel, PointToPlane, PointToPoint
from kpam.errors import ConstraintError
from kpam.transforms import about_axis

POINT, AXIS = (0.01, -0.02, 0.1), (0.3, 1.0, -0.2)
EXAMPLES = {
    "point_to_point": PointToPoint("c", POINT, (0.5, 0.1, 0.3)),
    "point_to_plane": PointToPlane("c", POINT, (0.5, 0.1, 0.3), (0.2, -1.0, 0.5)),
    "axis_parallel": AxisParallel("c", AXIS, (1.0, 0.2, 0.1)),
    "axis_orthogonal": AxisOrthogonal("c", AXIS, (1.0, 0.2, 0.1)),
    "axis_at_angle": AxisAtAngle("c", AXIS, (1.0, 0.2, 0.1), 0.7),
    "axis_at_angle of 0": AxisAtAngle("c", AXIS, (1.0, 0.2, 0.1), 0.0),
    "axis_at_angle of pi": AxisAtAngle("c", AXIS, (1.0, 0.2, 0.1), np.pi),
}


def test_every_kind_has_an_example():
    assert set(CONSTRAINTS) == {name.split(" ")[0] for name in EXAMPLES}
    for name, example in EXAMPLES.items():
        assert type(example) is CONSTRAINTS[name.split(" ")[0]]


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_jacobian_is_the_derivative_of_the_residual(name, arm, rng):
    constraint, step = EXAMPLES[name], 1e-6
    for q in rng.uniform(arm.lower, arm.upper, size=(5, 7)):
        T, J = arm.forward_and_jacobian(q)
        numeric = np.stack(
            [
                (constraint.residual(arm.forward(q + d)) - constraint.residual(arm.forward(q - d))) / (2 * step)
                for d in step * np.eye(7)
            ],
            axis=-1,
        )
        np.testing.assert_allclose(constraint.jacobian(T, J), numeric, atol=1e-6)


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_batch_gives_what_single_poses_give(name, arm, rng):
    constraint = EXAMPLES[name]
    q = rng.uniform(arm.lower, arm.upper, size=(4, 7))
    T, J = arm.forward_and_jacobian(q)
    for i in range(4):
        np.testing.assert_allclose(constraint.residual(T)[i], constraint.residual(T[i]), atol=1e-12)
        np.testing.assert_allclose(constraint.jacobian(T, J)[i], constraint.jacobian(T[i], J[i]), atol=1e-12)


@pytest.mark.parametrize("name", EXAMPLES)
def test_violation_is_zero_exactly_where_the_residual_is(name, arm, rng):
    constraint = EXAMPLES[name]
    q = rng.uniform(arm.lower, arm.upper)
    for _ in range(200):
        T, J = arm.forward_and_jacobian(q)
        q = q - 0.5 * np.linalg.pinv(constraint.jacobian(T, J), rcond=1e-6) @ constraint.residual(T)
    T = arm.forward(q)
    assert np.linalg.norm(constraint.residual(T)) < 1e-7
    assert constraint.violation(T) < 1e-6
    T_off = T @ about_axis((0.3, -1.0, 0.5), 0.3, (0.2, 0.1, 0.0))
    assert constraint.violation(T_off) > constraint.tolerance
    assert np.linalg.norm(constraint.residual(T_off)) > constraint.tolerance


def test_parallel_means_the_same_sense():
    constraint = AxisParallel("c", (0, 0, 1), (0, 0, 1))
    assert constraint.violation(about_axis((1, 0, 0), np.pi)) == pytest.approx(np.pi)


def test_angles_are_measured_in_radians():
    T = about_axis((1, 0, 0), 0.4)
    assert AxisParallel("c", (0, 0, 1), (0, 0, 1)).violation(T) == pytest.approx(0.4)
    assert AxisOrthogonal("c", (0, 0, 1), (0, 0, 1)).violation(T) == pytest.approx(np.pi / 2 - 0.4)
    assert AxisAtAngle("c", (0, 0, 1), (0, 0, 1), 1.0).violation(T) == pytest.approx(0.6)


def test_a_plane_leaves_its_own_directions_free():
    constraint = PointToPlane("c", (0, 0, 0), (0, 0, 0.2), (0, 0, 3.0))
    T = np.eye(4)
    T[:3, 3] = (5.0, -4.0, 0.25)
    assert constraint.violation(T) == pytest.approx(0.05)


def test_explanations_have_figures_in_readable_units():
    T = np.eye(4)
    T[:3, 3] = (0.0, 0.0123, 0.0)
    assert "12.3 mm" in PointToPoint("meet", (0, 0, 0), (0, 0, 0)).explain(T)
    assert "90.0 degrees" in AxisParallel("along", (0, 0, 1), (1, 0, 0)).explain(T)


def test_a_target_is_a_copy():
    target = np.array([0.1, 0.2, 0.3])
    constraint = PointToPoint("c", (0, 0, 0), target)
    target[0] = 9.0
    assert constraint.target[0] == 0.1


@pytest.mark.parametrize(
    "make",
    [
        lambda: PointToPoint("c", (0, 0), (0, 0, 0)),
        lambda: PointToPoint("c", (0, 0, 0), (0, np.nan, 0)),
        lambda: PointToPoint("c", (0, 0, 0), (0, 0, 0), 0.0),
        lambda: PointToPlane("c", (0, 0, 0), (0, 0, 0), (0, 0, 0)),
        lambda: AxisParallel("c", (0, 0, 0), (0, 0, 1)),
        lambda: AxisOrthogonal("c", (0, 0, 1), (0, 0, 1), -1.0),
        lambda: AxisAtAngle("c", (0, 0, 1), (0, 0, 1), 4.0),
    ],
)
def test_a_malformed_constraint_is_refused(make):
    with pytest.raises(ConstraintError, match="'c'"):
        make()
