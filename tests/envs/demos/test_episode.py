from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest


def test_parts_that_do_not_fit_together_are_refused(make_episode) -> None:
    episode = make_episode(steps=5)
    with pytest.raises(ValueError, match="states"):
        replace(episode, states=episode.states[:-1])
    with pytest.raises(ValueError, match="stages"):
        replace(episode, stages=("a",))
    with pytest.raises(ValueError, match="images of 'front'"):
        replace(episode, images={"front": np.zeros((4, 2, 2, 3), dtype=np.uint8)})
    with pytest.raises(ValueError, match="at least one action"):
        replace(episode, actions=episode.actions[:0])


def test_stage_starts_are_the_first_steps_of_each_run(make_episode) -> None:
    episode = replace(make_episode(steps=5), stages=("a", "a", "b", "a", "a"))
    assert episode.stage_starts == ((0, "a"), (2, "b"), (3, "a"))


def test_the_reward_is_one_while_the_task_is_done(make_episode) -> None:
    assert make_episode(steps=4).rewards.tolist() == [0, 0, 1, 1]
