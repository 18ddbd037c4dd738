from __future__ import annotations

import numpy as np

from policy.data.idle import busy


def test_waiting_is_idle_and_closing_fingers_are_not() -> None:
    #        moves      waits     closes the fingers   waits     moves
    actions = [[0.1, 0.08], [0.2, 0.08], [0.2, 0.08], [0.2, 0.08], [0.2, 0.0], [0.2, 0.0], [0.2, 0.0], [0.3, 0.0]]
    states = [[0.0, 0.08], [0.1, 0.08], [0.2, 0.08], [0.2, 0.08], [0.2, 0.08], [0.2, 0.04], [0.2, 0.02], [0.2, 0.02]]
    kept = busy(np.array(states, np.float32), np.array(actions, np.float32))
    assert kept.tolist() == [True, True, False, False, True, True, False, True]


def test_an_object_that_moves_on_its_own_is_watched() -> None:
    actions = np.zeros((4, 2), np.float32)
    states = np.array([[0.0], [0.0], [0.5], [0.5]], np.float32)
    assert busy(states, actions).tolist() == [True, True, False, False]


def test_an_episode_of_one_frame_keeps_it() -> None:
    assert busy(np.zeros((1, 3), np.float32), np.zeros((1, 2), np.float32)).tolist() == [True]
