from __future__ import annotations

import numpy as np
import pytest

from policy.data.window import EpisodeWindow


class Sequence:
    """An endless sequence of episodes of 1 to 5 frames whose numbers say where they come from."""

    def __init__(self) -> None:
        self.loaded: list[int] = []

    def __call__(self, position: int) -> tuple[np.ndarray, np.ndarray]:
        self.loaded.append(position)
        return self.states(position), -self.states(position)[:, :1]

    @staticmethod
    def states(position: int) -> np.ndarray:
        frames = np.arange(1 + position * 7 % 5)
        return np.stack([np.full(len(frames), position), frames], axis=1).astype(np.float32)


def check(window: EpisodeWindow, first: int, last: int) -> None:
    episodes = [Sequence.states(position) for position in range(first, last)]
    states = np.concatenate(episodes)
    assert (window.states == states).all()
    assert (window.actions == -states[:, :1]).all()
    assert window.bounds.tolist() == np.cumsum([0, *map(len, episodes)]).tolist()


def test_a_window_that_slides_holds_what_one_that_jumps_there_holds() -> None:
    window, load = EpisodeWindow(2, 1), Sequence()
    for first in range(200):
        window.move(first, first + 9, load)
        check(window, first, first + 9)
    assert load.loaded == list(range(208)), "each episode is loaded once"


@pytest.mark.parametrize(
    "steps", [[(0, 5), (3, 5), (3, 9)], [(10, 14), (40, 44)], [(10, 14), (8, 12)], [(5, 9), (5, 7)]]
)
def test_a_window_may_go_anywhere(steps: list[tuple[int, int]]) -> None:
    window, load = EpisodeWindow(2, 1), Sequence()
    for first, last in steps:
        window.move(first, last, load)
        check(window, first, last)


def test_memory_does_not_grow_along_the_sequence() -> None:
    window, load = EpisodeWindow(2, 1), Sequence()
    sizes = set()
    for first in range(2000):
        window.move(first, first + 50, load)
        base = window.states.base
        assert base is not None
        sizes.add(len(base))
    assert max(sizes) <= 4 * 5 * 50


def test_an_episode_that_cannot_be_loaded_leaves_a_window_that_can_be_moved() -> None:
    window, load = EpisodeWindow(2, 1), Sequence()

    def broken(position: int) -> tuple[np.ndarray, np.ndarray]:
        if position == 6:
            raise OSError("gone")
        return load(position)

    with pytest.raises(OSError, match="gone"):
        window.move(3, 8, broken)
    window.move(4, 9, load)
    check(window, 4, 9)
