from itertools import pairwise

import numpy as np
import pytest

from kpam.errors import MotionError
from kpam.motion.motions import FollowJoint, Rotate, Translate, hand_path, retreat_path
from kpam.transforms import about_axis, apply, inverse, rotation_angle, transform

START = transform((0.5, 0.1, 0.3), (0.5, 0.5, -0.5, 0.5))


@pytest.mark.parametrize(
    "motion",
    [
        Translate((0, 0, 2.0), 0.1),
        Translate((0, 1, 0), -0.1),
        Rotate((0, 0, 1), 0.7, (0.4, 0, 0)),
        FollowJoint("revolute", (0.7, 0.2, 0), (0, 0, 3), -1.1),
        FollowJoint("prismatic", (0, 0, 0), (-1, 0, 0), 0.2),
        Translate((1, 0, 0), 0.0),
    ],
)
def test_paths_begin_at_the_start_in_small_steps(motion):
    path = hand_path(START, motion)
    assert len(path) >= 2
    np.testing.assert_allclose(path[0], START, atol=1e-12)
    for a, b in pairwise(path):
        assert np.linalg.norm(b[:3, 3] - a[:3, 3]) <= 0.01 + 1e-9
        assert rotation_angle(a[:3, :3], b[:3, :3]) <= 0.05 + 1e-9


def test_a_translation_goes_the_distance_along_the_direction():
    np.testing.assert_allclose(hand_path(START, Translate((0, 0, 5.0), 0.1))[-1][:3, 3], START[:3, 3] + (0, 0, 0.1))


def test_following_a_hinge_keeps_the_hand_on_the_body():
    point, axis, amount = np.array([0.7, -0.2, 0.0]), np.array([0.0, 0.0, 1.0]), 1.2
    body = about_axis(axis, amount, point)
    handle = (0.5, 0.1, 0.35)
    end = hand_path(START, FollowJoint("revolute", point, axis, amount))[-1]
    np.testing.assert_allclose(apply(end @ inverse(START), handle), apply(body, handle), atol=1e-12)


def test_a_retreat_backs_off_along_the_approach_axis():
    away = retreat_path(START, 0.08)
    np.testing.assert_allclose(away[0], START)
    np.testing.assert_allclose(away[-1][:3, 3], START[:3, 3] - 0.08 * START[:3, 2])


@pytest.mark.parametrize(
    "motion", [Translate((0, 0, 0), 0.1), Translate((0, 0, 1), np.inf), Rotate((0, 0, np.nan), 0.1, (0, 0, 0))]
)
def test_a_malformed_motion_is_refused(motion):
    with pytest.raises(MotionError):
        hand_path(START, motion)


def test_a_step_of_nothing_is_refused():
    with pytest.raises(MotionError, match="positive"):
        hand_path(START, Translate((0, 0, 1), 0.1), step=0.0)
