from __future__ import annotations

from pathlib import Path

import av
import numpy as np
from PIL import Image

from envs.failures import Failure, FailureKind
from envs.verification.workers import Workers
from policy.scoring.film import FPS, SIZE, STRIDE, Film, chosen, film
from policy.scoring.montage import GREEN, RED, write_montage
from policy.scoring.results import Trial
from policy.scoring.rollout import PolicyRollout, play


def rollout(seed: int, success: bool, steps: int = 3) -> PolicyRollout:
    failure = None if success else Failure(kind=FailureKind.GOAL_MISSED, reason="", seed=seed)
    return PolicyRollout(
        Trial(seed=seed, success=success, failure=failure, steps=steps), np.zeros((steps, 8), np.float32)
    )


def test_the_first_successes_and_failures_that_were_played_are_filmed() -> None:
    rollouts = [rollout(0, False, steps=0), rollout(1, False), rollout(2, True), rollout(3, True), rollout(4, True)]
    assert [item.trial.seed for item in chosen(rollouts, 2)] == [2, 3, 1]
    assert chosen(rollouts, 0) == []


def test_a_film_shows_the_rollout_from_start_to_end_and_replaces_older_ones(
    program, catalog, playback, tmp_path: Path
) -> None:
    folder = tmp_path / "open_drawer"
    folder.mkdir()
    (folder / "failure_seed_7.mp4").touch()
    (folder / "kept.mp4").touch()
    played = play(playback, program, catalog, 1000)
    (found,) = film(program, [played], folder, engine="sapien", workers=Workers(catalog), most=1)
    assert sorted(path.name for path in folder.iterdir()) == ["kept.mp4", "success_seed_1000.mp4"]
    with av.open(found.path) as container:
        frames = [frame.to_ndarray(format="rgb24") for frame in container.decode(video=0)]
        assert container.streams.video[0].average_rate == FPS
    assert len(frames) == -(-played.trial.steps // STRIDE) + 1
    assert frames[0].shape == found.last.shape == (SIZE[1], 2 * SIZE[0], 3)
    first, last = (np.asarray(frame, dtype=float) for frame in (frames[0], frames[-1]))
    assert np.abs(last - found.last).mean() < 3 < np.abs(first - found.last).mean()


def test_a_montage_has_successes_above_failures(tmp_path: Path) -> None:
    grey = np.full((48, 64, 3), 128, np.uint8)
    films = [Film(rollout(seed, success).trial, tmp_path / "x", grey) for seed, success in ((1, False), (2, True))]
    write_montage(tmp_path / "montage.png", films)
    picture = np.asarray(Image.open(tmp_path / "montage.png"))
    assert (tuple(picture[1, 1]), tuple(picture[-2, 1])) == (GREEN, RED)
