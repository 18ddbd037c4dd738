import numpy as np
import pytest

from kpam.errors import MotionError
from kpam.motion import timing
from kpam.motion.motions import Translate, hand_path
from kpam.motion.timing import time_path
from kpam.motion.track import track

RATE = 20.0


def assert_within_limits(arm, trajectory, speed=1.0):
    velocity = np.diff(trajectory, axis=0) * RATE
    at_rest = np.zeros((1, 7))
    acceleration = np.diff(np.vstack([at_rest, velocity, at_rest]), axis=0) * RATE
    assert np.all(np.abs(velocity) <= speed * arm.velocity_limits * 1.001)
    assert np.all(np.abs(acceleration) <= speed**2 * arm.acceleration_limits * 1.02)
    assert arm.within_limits(trajectory, -1e-6)


@pytest.mark.parametrize("speed", [0.2, 1.0])
def test_random_paths_keep_every_limit(arm, rng, speed):
    for _ in range(5):
        path = rng.uniform(arm.lower, arm.upper, size=(rng.integers(2, 5), 7))
        trajectory = time_path(arm, path, speed=speed)
        np.testing.assert_array_equal(trajectory[[0, -1]], path[[0, -1]])
        assert_within_limits(arm, trajectory, speed)


def test_repeated_and_nearly_equal_way_points_are_no_trouble(arm, home):
    step = np.array([0.3, -0.2, 0.1, 0.0, 0.2, 0.1, -0.4])
    path = np.array([home, home, home + 1e-12, home + step, home + step, home + step - 1e-9, home + 2 * step])
    trajectory = time_path(arm, path)
    assert_within_limits(arm, trajectory)
    np.testing.assert_array_equal(trajectory[-1], home + 2 * step)


@pytest.mark.parametrize("distance", [1e-9, 2e-4, 1e-3, 0.01, 0.1])
def test_short_paths_end_where_they_should(arm, home, distance):
    trajectory = time_path(arm, np.array([home, home + distance]))
    np.testing.assert_array_equal(trajectory[-1], home + distance)
    assert_within_limits(arm, trajectory)
    assert len(trajectory) <= 8


def test_a_path_that_stands_still_is_one_sample(arm, home):
    np.testing.assert_array_equal(time_path(arm, np.array([home] * 4)), [home])


def test_a_path_there_and_back_returns(arm, home):
    away = home + 0.4
    trajectory = time_path(arm, np.array([home, away, home]))
    assert_within_limits(arm, trajectory)
    assert np.max(np.abs(trajectory - home)) > 0.3


def test_a_straight_tool_motion_stays_straight(arm, home):
    poses = hand_path(arm.forward(home), Translate((0, 1, 0), 0.2))
    trajectory = time_path(arm, track(arm, home, poses).path, speed=0.5)
    assert_within_limits(arm, trajectory, 0.5)
    T = arm.forward(trajectory)
    np.testing.assert_allclose(T[:, [0, 2], 3], np.tile(poses[0][[0, 2], 3], (len(T), 1)), atol=1.5e-3)


def test_half_speed_takes_twice_as_long(arm, home):
    path = np.array([home, home + 0.5])
    full, half = (len(time_path(arm, path, rate=200.0, speed=speed)) for speed in (1.0, 0.5))
    assert half / full == pytest.approx(2.0, rel=0.05)


def test_it_uses_the_limits_it_has(arm, home):
    goal = home + np.array([2.0, 0, 0, 0, 0, 0, 0])
    velocity = np.diff(time_path(arm, np.array([home, goal]))[:, 0]) * RATE
    assert velocity.max() > 0.85 * arm.velocity_limits[0]


def test_equal_paths_give_equal_trajectories(arm, rng):
    path = rng.uniform(arm.lower, arm.upper, size=(3, 7))
    assert time_path(arm, path).tobytes() == time_path(arm, path).tobytes()


@pytest.mark.parametrize(
    ("path", "options", "said"),
    [
        (np.empty((0, 7)), {}, "k >= 1"),
        (np.zeros((3, 6)), {}, "shape"),
        (np.full((2, 7), np.nan), {}, "not finite"),
        (np.full((2, 7), 5.0), {}, "way-point 0"),
        (None, {"speed": 0.0}, "speed"),
        (None, {"rate": -1.0}, "rate"),
        (None, {"rate": np.nan}, "rate nan"),
    ],
)
def test_malformed_input_is_refused(arm, home, path, options, said):
    with pytest.raises(MotionError, match=said):
        time_path(arm, np.array([home, home + 0.1]) if path is None else path, **options)


@pytest.mark.parametrize(
    ("broken", "value", "amount", "said"),
    [
        ("_MARGIN", 1.3, 2.0, "velocity limits"),
        ("_MARGIN", 2.0, 0.15, "acceleration limits"),
        ("_inside", lambda arm, trajectory: np.where(trajectory > -0.4, 9.0, trajectory), 0.3, "upper joint limits"),
        ("_inside", lambda arm, trajectory: np.where(trajectory < 0.4, -9.0, trajectory), 0.3, "lower joint limits"),
    ],
)
def test_any_test_that_times_a_path_beyond_a_limit_fails(arm, home, monkeypatch, broken, value, amount, said):
    """What watches over the whole suite (`tests/conftest.py`) notices a timing that does not keep what it promises."""
    monkeypatch.setattr(timing, broken, value)
    monkeypatch.setattr(timing, "_excess", lambda *_: 0.0)
    with pytest.raises(AssertionError, match=said):
        time_path(arm, np.array([home, home + amount * np.eye(7)[0]]))
