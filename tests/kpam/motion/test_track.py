import numpy as np
import pytest

from kpam.errors import MotionError
from kpam.motion.motions import FollowJoint, Rotate, Translate, hand_path
from kpam.motion.track import LONGEST_STEP, track
from kpam.transforms import rotation_angle


def assert_follows(arm, result, poses, free=None):
    assert result.reached, result.explain()
    assert result.failed_at is None
    assert np.max(np.abs(np.diff(result.path, axis=0))) <= LONGEST_STEP
    assert arm.within_limits(result.path)
    for row, pose in zip(result.rows, poses, strict=True):
        T = arm.forward(result.path[row])
        np.testing.assert_allclose(T[:3, 3], pose[:3, 3], atol=2e-3)
        if free is None:
            assert rotation_angle(T[:3, :3], pose[:3, :3]) < 0.02


@pytest.mark.parametrize(
    "motion",
    [
        Translate((1, 0, 0), 0.15),
        Translate((0, 0, -1), 0.3),
        Rotate((0, 0, 1), 1.0, (0.3, 0, 0)),
        FollowJoint("revolute", (0.5, 0.3, 0.0), (0, 0, 1), 0.8),
    ],
)
def test_motions_within_reach_are_followed_without_jumps(arm, home, motion):
    poses = hand_path(arm.forward(home), motion)
    result = track(arm, home, poses)
    assert_follows(arm, result, poses)
    np.testing.assert_array_equal(result.path[0], home)


def test_a_pose_that_moves_joints_far_is_met_by_way_of_others(arm, home):
    poses = hand_path(arm.forward(home), Translate((0, 0, -1), 0.3))[[0, -1]]
    result = track(arm, home, poses)
    assert_follows(arm, result, poses)
    assert len(result.path) > 3


def test_a_start_off_the_first_pose_is_joined_to_it(arm, home):
    poses = hand_path(arm.forward(home), Translate((0, 1, 0), 0.2))[10:]
    result = track(arm, home, poses)
    assert_follows(arm, result, poses)
    np.testing.assert_array_equal(result.path[0], home)


def test_repeated_poses_cost_nothing(arm, home):
    poses = np.repeat(hand_path(arm.forward(home), Translate((0, 1, 0), 0.05)), 3, axis=0)
    assert_follows(arm, track(arm, home, poses), poses)


def test_beyond_reach_it_says_where_it_stopped(arm, home):
    poses = hand_path(arm.forward(home), Translate((1, 0, 0), 1.0))
    result = track(arm, home, poses)
    assert not result.reached
    assert result.failed_at is not None
    assert 5 < result.failed_at < len(poses)
    assert len(result.rows) == result.failed_at
    assert result.worst_position > 2e-3 or result.worst_angle > 0.02
    assert np.max(np.abs(np.diff(result.path, axis=0))) <= LONGEST_STEP
    assert str(result.failed_at) in result.explain()


def test_a_joint_at_its_limit_is_held_there(arm, home):
    q = home.copy()
    q[6] = arm.upper[6] - 0.05
    poses = hand_path(arm.forward(q), Rotate(arm.forward(q)[:3, 2], 0.1, arm.forward(q)[:3, 3]))
    result = track(arm, q, poses)
    assert_follows(arm, result, poses)


def test_the_null_space_leads_away_from_limits(arm, home):
    q = home.copy()
    q[2] = 2.2
    poses = np.repeat(arm.forward(q)[None], 30, axis=0)
    for i in range(30):
        poses[i, 2, 3] += 0.002 * i
    end = track(arm, q, poses).path[-1]
    assert end[2] < q[2] - 0.2


def test_a_free_axis_allows_what_a_fixed_one_does_not(arm, home):
    turned = hand_path(arm.forward(home), Rotate((0, 0, 1), 6.0, arm.forward(home)[:3, 3]))
    assert not track(arm, home, turned).reached
    assert_follows(arm, track(arm, home, turned, free_axis=(0, 0, 1)), turned, free=True)


def test_malformed_input_is_refused(arm, home):
    with pytest.raises(MotionError, match="hand path"):
        track(arm, home, np.eye(4))
    with pytest.raises(MotionError, match="limits"):
        track(arm, home + 9.0, np.eye(4)[None])
