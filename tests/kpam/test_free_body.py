import numpy as np
import pytest

from kpam.constraints import AxisAtAngle, AxisParallel, PointToPoint
from kpam.errors import ArmError
from kpam.free_body import FreeBody
from kpam.kinematics import Kinematics
from kpam.problem import Workspace
from kpam.transforms import rotation_angle, transform

START = transform((0.5, -0.25, 0.0), (np.cos(0.3), 0.0, 0.0, np.sin(0.3)))


@pytest.mark.parametrize("length", [0.0, 1e-6, 1e-3, 0.5, 2.0, np.pi, 5.0])
def test_the_free_jacobian_is_the_derivative_of_the_pose(rng, length):
    body = FreeBody(START, Workspace())
    direction = rng.normal(size=3)
    q = np.concatenate([rng.normal(size=3), length * direction / np.linalg.norm(direction)])
    T, J = body.forward_and_jacobian(q)
    for i in range(6):
        step = 1e-6 * np.eye(6)[i]
        change = (body.forward(q + step) - body.forward(q - step)) / 2e-6
        np.testing.assert_allclose(change[:3, 3], J[:3, i], atol=1e-8)
        spin = change[:3, :3] @ T[:3, :3].T
        np.testing.assert_allclose([spin[2, 1], spin[0, 2], spin[1, 0]], J[3:, i], atol=1e-8)


def test_the_coordinates_of_the_start_are_its_pose():
    body = FreeBody(START, Workspace())
    np.testing.assert_allclose(body.forward(body.q_start), START, atol=1e-12)


def test_distance_in_coordinates_is_angle_and_displacement(rng):
    body = FreeBody(START, Workspace())
    q = body.q_start + np.concatenate([rng.normal(size=3), 0.5 * rng.normal(size=3)])
    T = body.forward(q)
    angle = rotation_angle(T[:3, :3], START[:3, :3])
    displacement = np.linalg.norm(T[:3, 3] - START[:3, 3]) / 0.3
    assert np.sum((q - body.q_start) ** 2) == pytest.approx(angle**2 + displacement**2)


def test_every_constraint_on_a_pose_is_one_on_a_free_body(rng):
    body = FreeBody(START, Workspace())
    q = rng.uniform(-1, 1, size=(3, 6))
    at = Kinematics.of(body, q)
    for constraint in (
        PointToPoint("point", (0.06, 0, 0.05), (0.5, 0.2, 0.4)),
        AxisParallel("axis", (0, 1, 0), (1, 0, 0)),
        AxisAtAngle("angle", (0, 0, 1), (0, 0, 1), 0.3),
    ):
        residual, jacobian = constraint.evaluate(at)
        for i in range(6):
            step = 1e-6 * np.eye(6)[i]
            ahead, behind = (constraint.evaluate(Kinematics.of(body, q + s))[0] for s in (step, -step))
            np.testing.assert_allclose((ahead - behind) / 2e-6, jacobian[:, :, i], atol=1e-7)
        assert residual.shape == (3, constraint.size)


def test_a_wrong_shape_is_refused():
    with pytest.raises(ArmError, match="6 coordinates"):
        FreeBody(START, Workspace()).forward(np.zeros(7))
