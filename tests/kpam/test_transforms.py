import numpy as np
import pytest
from scipy.spatial.transform import Rotation

from kpam.transforms import (
    about_axis,
    apply,
    cross,
    inverse,
    quaternion,
    rotation_angle,
    rotation_of,
    rotation_vector,
    transform,
    unit,
)


@pytest.fixture
def poses(rng):
    return [transform(rng.normal(size=3), q) for q in Rotation.random(6, random_state=1).as_quat(scalar_first=True)]


def test_a_pose_and_its_inverse_cancel(poses):
    for T in poses:
        np.testing.assert_allclose(T @ inverse(T), np.eye(4), atol=1e-12)


def test_the_quaternion_makes_the_rotation_again(poses):
    for T in poses:
        assert quaternion(T)[0] >= 0
        np.testing.assert_allclose(transform(T[:3, 3], quaternion(T)), T, atol=1e-12)


def test_cross_is_the_cross_product(rng):
    a, b = rng.normal(size=(2, 5, 3))
    np.testing.assert_allclose(cross(a, b), np.cross(a, b), atol=1e-12)


def test_turning_about_a_line_leaves_the_line(rng):
    point, axis = rng.normal(size=(2, 3))
    T = about_axis(axis, 0.8, point)
    np.testing.assert_allclose(apply(T, point + 2.5 * axis), point + 2.5 * axis, atol=1e-12)
    assert rotation_angle(np.eye(3), T[:3, :3]) == pytest.approx(0.8)


def test_a_vector_of_no_length_has_no_direction():
    with pytest.raises(ValueError, match="no length"):
        unit((0, 0, 0))


def test_rotation_vectors_and_rotations_are_each_others_inverse():
    rng = np.random.default_rng(4)
    for angle in (0.0, 1e-9, 0.3, 2.0, 3.1):
        vector = angle * unit(rng.normal(size=3))
        R = rotation_of(vector)
        np.testing.assert_allclose(R, about_axis(vector if angle else [0, 0, 1], angle)[:3, :3], atol=1e-12)
        np.testing.assert_allclose(rotation_vector(R), vector, atol=1e-9)
