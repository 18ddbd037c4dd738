"""Films of what was scored: the first successes and failures, played again from their seeds and actions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from envs.execution.session import Session
from envs.task.program import TaskProgram
from envs.verification.workers import Workers
from policy.scoring.results import Trial
from policy.scoring.rollout import PolicyRollout

if TYPE_CHECKING:
    from envs.assets.catalog import Catalog

SIZE = (320, 240)
"""Width and height of a view, pixels."""
STRIDE, FPS = 4, 10
"""Every fourth state is drawn and shown for a tenth of a second: a film has twice its rollout's speed."""
CAMERAS = ("front", "overview")
"""The two views of a frame, side by side: where the arm stands in one's way, the other shows more."""
SUCCESS, FAILURE = "success", "failure"


@dataclass(frozen=True)
class Film:
    """A film of a rollout, and its last frame (height, width, 3) uint8."""

    trial: Trial
    path: Path
    last: NDArray[np.uint8]


@dataclass(frozen=True)
class FilmJob:
    """What it takes to play a rollout again, and the file to write."""

    program: TaskProgram
    rollout: PolicyRollout
    engine: str
    path: Path


def chosen(rollouts: Sequence[PolicyRollout], most: int) -> list[PolicyRollout]:
    """Return the first successes and then the first failures that were played, at most so many of each."""
    played = [rollout for rollout in rollouts if len(rollout.actions)]
    return [
        rollout
        for success in (True, False)
        for rollout in [item for item in played if item.trial.success is success][:most]
    ]


def film(
    program: TaskProgram, rollouts: Sequence[PolicyRollout], folder: Path, *, engine: str, workers: Workers, most: int
) -> Iterator[Film]:
    """Write films of a task's rollouts into a folder, success_seed_S.mp4 and failure_seed_S.mp4, and yield them.

    Those that an earlier scoring left there are removed first.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for old in [item for word in (SUCCESS, FAILURE) for item in folder.glob(f"{word}_seed_*.mp4")]:
        old.unlink()
    jobs = [
        FilmJob(
            program, item, engine, folder / f"{SUCCESS if item.trial.success else FAILURE}_seed_{item.trial.seed}.mp4"
        )
        for item in chosen(rollouts, most)
    ]
    return workers.in_order(film_job, jobs)


def film_job(catalog: Catalog, job: FilmJob) -> Film:
    """Play a rollout again and write it as a video."""
    from envs.render.camera import CAMERAS as KNOWN
    from envs.render.raycast import RaycastRenderer
    from envs.render.video import write_video

    spec = job.program.instantiate(job.rollout.trial.seed, catalog)
    renderer = RaycastRenderer(spec.scene, {item.asset: catalog.get(item.asset) for item in spec.scene.objects})
    cameras = [KNOWN[name](*SIZE) for name in CAMERAS]
    last = np.zeros((SIZE[1], SIZE[0] * len(CAMERAS), 3), dtype=np.uint8)

    def frames(session: Session) -> Iterator[NDArray[np.uint8]]:
        nonlocal last
        session.reset()
        final = len(job.rollout.actions)
        for step in range(final + 1):
            if step:
                session.step(job.rollout.actions[step - 1])
            if step % STRIDE == 0 or step == final:
                last = np.concatenate([renderer.render(session.state, camera).colour for camera in cameras], axis=1)
                yield last

    with Session(spec, catalog, engine=job.engine) as session:
        write_video(job.path, frames(session), fps=FPS, preset="veryfast")
    return Film(job.rollout.trial, job.path, last)
