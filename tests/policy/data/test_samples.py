from __future__ import annotations

import numpy as np
import pytest

from policy.data.samples import future, history, side_by_side

BOUNDS = [0, 1, 4, 9]
"""Three episodes of 1, 3 and 5 frames."""


def episode_of(frame: int) -> tuple[int, int]:
    k = max(k for k in range(3) if BOUNDS[k] <= frame)
    return BOUNDS[k], BOUNDS[k + 1]


@pytest.mark.parametrize("steps", [1, 2, 4])
def test_history_repeats_the_first_frame_and_never_leaves_the_episode(steps: int) -> None:
    frames = np.arange(9)
    found = history(frames, np.array([episode_of(f)[0] for f in frames]), steps)
    for frame, rows in zip(frames, found, strict=True):
        start, _ = episode_of(frame)
        wanted = list(range(start, frame + 1))[-steps:]
        assert rows.tolist() == [start] * (steps - len(wanted)) + wanted


@pytest.mark.parametrize("chunk", [1, 2, 7])
def test_a_chunk_repeats_the_last_action_and_says_where(chunk: int) -> None:
    frames = np.arange(9)
    found, is_pad = future(frames, np.array([episode_of(f)[1] for f in frames]), chunk)
    for frame, rows, pad in zip(frames, found, is_pad, strict=True):
        _, end = episode_of(frame)
        wanted = list(range(frame, end))[:chunk]
        assert rows.tolist() == wanted + [end - 1] * (chunk - len(wanted))
        assert pad.tolist() == [False] * len(wanted) + [True] * (chunk - len(wanted))


def test_features_stand_in_the_order_that_was_asked_for() -> None:
    frames = {"a": np.full((3, 2), 1.0, np.float32), "b": np.full((3, 1), 2.0, np.float32)}
    assert side_by_side(frames, ("b", "a")).tolist() == [[2.0, 1.0, 1.0]] * 3
