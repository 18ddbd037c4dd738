import numpy as np
import pytest

from kpam.constraints import PointToPoint
from kpam.kinematics import Kinematics
from kpam.problem import KeypointProblem
from kpam.solver import solve


def test_the_residual_is_the_way_from_target_to_point(arm, home):
    at = Kinematics.of(arm, home)
    target = at.T[0] @ (0.0, 0.0, 0.1, 1.0) - (0.0, 0.0123, 0.0, 0.0)
    constraint = PointToPoint("meet", (0.0, 0.0, 0.1), target[:3])
    np.testing.assert_allclose(constraint.evaluate(at)[0][0], (0.0, 0.0123, 0.0), atol=1e-12)
    assert constraint.violation(at)[0] == pytest.approx(0.0123)
    assert "12.3 mm" in constraint.explain(at)


def test_a_tolerance_for_each_component_is_a_cube(arm, home):
    at = Kinematics.of(arm, home)
    target = at.T[0, :3, 3] - (9e-4, 8e-4, -9e-4)
    ball, cube = (PointToPoint("meet", np.zeros(3), target, 1e-3, componentwise=each) for each in (False, True))
    assert ball.violation(at)[0] == pytest.approx(np.linalg.norm((9e-4, 8e-4, 9e-4)))
    assert cube.violation(at)[0] == pytest.approx(9e-4)


@pytest.mark.parametrize("cubes", [False, True])
def test_cubes_meet_at_a_corner_where_balls_are_apart(arm, home, cubes):
    one, other = (
        PointToPoint(f"{away}", np.zeros(3), arm.forward(home)[:3, 3] + away, 1e-3, componentwise=cubes)
        for away in (0.0, 1.8e-3)
    )
    assert solve(KeypointProblem((one, other), home), arm).feasible == cubes
