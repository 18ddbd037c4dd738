from itertools import pairwise

import numpy as np
import pytest

from kpam.errors import MotionError
from kpam.motion.motions import Bar, FollowJoint, Rotate, Translate, body_path, hand_path
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


HINGE = {"point": np.array([0.7, -0.2, 0.0]), "axis": np.array([0.0, 0.0, 1.0])}
BAR = Bar(np.array([0.52, 0.1, 0.35]), np.array([0.0, 0.0, -2.0]))


@pytest.mark.parametrize(("turning", "turned"), [(1.0, 0.8), (0.5, 0.4), (0.0, 0.0)])
def test_a_hand_on_a_bar_turns_by_its_share_and_stays_on_the_bar(turning, turned):
    motion = FollowJoint("revolute", **HINGE, amount=0.8, bar=BAR, turning=turning)
    path, body = hand_path(START, motion), body_path(START, motion)
    assert len(path) == len(body)
    assert rotation_angle(path[-1][:3, :3], START[:3, :3]) == pytest.approx(turned, abs=1e-9)
    for T, displacement in zip(path, body, strict=True):
        along = np.array([0.0, 0.0, 0.05])
        for point in (BAR.point, BAR.point + along):
            np.testing.assert_allclose(apply(T @ inverse(START), point), apply(displacement, point), atol=1e-12)


def test_a_bar_that_leans_takes_what_it_can_of_the_turn():
    """Only the share of the hinge's turn that is about the bar can be left to the bar."""
    across = Bar(BAR.point, np.array([1.0, 0.0, 0.0]))
    rigid = FollowJoint("revolute", **HINGE, amount=0.8)
    held = FollowJoint("revolute", **HINGE, amount=0.8, bar=across, turning=0.0)
    np.testing.assert_allclose(hand_path(START, held), hand_path(START, rigid), atol=1e-12)


def test_along_a_slide_nothing_turns():
    motion = FollowJoint("prismatic", **HINGE, amount=0.2, bar=BAR, turning=0.0)
    np.testing.assert_allclose(hand_path(START, motion)[-1][:3, :3], START[:3, :3], atol=1e-12)


@pytest.mark.parametrize(("point", "axis"), [((0, np.nan, 0), (0, 0, 1)), ((0, 0), (0, 0, 1)), ((0, 0, 0), (0, 0, 0))])
def test_a_bar_that_is_no_line_is_refused(point, axis):
    with pytest.raises(MotionError):
        Bar(np.array(point), np.array(axis))


@pytest.mark.parametrize(
    ("motion", "said"),
    [
        (Translate((0, 0, 0), 0.1), "direction"),
        (Translate((0, 1), 0.1), "direction"),
        (Translate((0, 0, 1), np.inf), "amount inf"),
        (Rotate((0, 0, np.nan), 0.1, (0, 0, 0)), "direction .*nan"),
        (Rotate((0, 0, 1), 0.1, (0, 0, np.nan)), "point .*nan"),
    ],
)
def test_a_malformed_motion_is_refused_by_name(motion, said):
    with pytest.raises(MotionError, match=said):
        hand_path(START, motion)


def test_a_step_of_nothing_is_refused():
    with pytest.raises(MotionError, match="positive"):
        hand_path(START, Translate((0, 0, 1), 0.1), step=0.0)
