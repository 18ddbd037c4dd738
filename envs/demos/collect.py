"""Collects demonstrations of a task: rollouts that the simulator confirmed, and no others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from envs.demos.episode import Episode
from envs.demos.keypoints import Keypoints
from envs.demos.layout import Float32, Layout
from envs.errors import EnvsError, ProgramError
from envs.execution.executor import execute
from envs.execution.rollout import Rollout
from envs.failures import Failure, FailureKind
from envs.task.program import TaskProgram
from envs.task.scene_model import SceneModel
from envs.verification.workers import Workers
from envs.versions import versions
from envs.worlds import DEFAULT_WORLD

if TYPE_CHECKING:
    from envs.assets.catalog import Catalog
    from envs.render.camera import Camera

FIRST_SEED = 10_000
"""Demonstrations start here, so that they share no scene with verification's seeds."""


@dataclass
class Tally:
    """What became of every seed that was tried; one tally may count several collections."""

    successes: int = 0
    failures: list[Failure] = field(default_factory=list)

    @property
    def attempts(self) -> int:
        """How many seeds were tried."""
        return self.successes + len(self.failures)

    @property
    def kinds(self) -> dict[str, int]:
        """How many failures there were of each kind."""
        return dict(Counter(str(failure.kind) for failure in self.failures))


def collect(
    program: TaskProgram,
    catalog: Catalog,
    episodes: int,
    *,
    first_seed: int = FIRST_SEED,
    engine: str = DEFAULT_WORLD,
    cameras: Sequence[Camera] = (),
    attempts: int | None = None,
    workers: Workers | None = None,
    tally: Tally | None = None,
    on_attempt: Callable[[Tally], None] | None = None,
) -> Iterator[Episode]:
    """Yield up to `episodes` episodes, from `first_seed` upwards.

    A seed whose rollout fails is counted in `tally` and left out. At most `attempts` seeds are tried (by default
    three for each episode, and ten more), so a task that no longer works ends the collection instead of hanging it:
    fewer episodes than asked for then come, and `tally` says why. `on_attempt` is called after every seed. With
    `workers` of several processes the same episodes come in the same order, sooner.
    """
    tally = Tally() if tally is None else tally
    limit = 3 * episodes + 10 if attempts is None else attempts
    if episodes < 1:
        raise ValueError(f"collect at least one episode, not {episodes}")
    pool = Workers(catalog) if workers is None else workers
    seeds = range(first_seed, first_seed + limit)
    missing = episodes
    while missing and seeds:
        # No more seeds at once than episodes are missing: what is filmed in vain costs as much as what is kept.
        batch, seeds = seeds[:missing], seeds[missing:]
        for found in pool.in_order(_attempt, [(program, seed, engine, tuple(cameras)) for seed in batch]):
            if isinstance(found, Episode):
                tally.successes += 1
                missing -= 1
            else:
                tally.failures.append(found)
            if on_attempt is not None:
                on_attempt(tally)
            if isinstance(found, Episode):
                yield found


def _attempt(catalog: Catalog, job: tuple[TaskProgram, int, str, tuple[Camera, ...]]) -> Episode | Failure:
    program, seed, engine, cameras = job
    return attempt(program, catalog, seed, engine=engine, cameras=cameras)


def attempt(
    program: TaskProgram, catalog: Catalog, seed: int, *, engine: str = DEFAULT_WORLD, cameras: Sequence[Camera] = ()
) -> Episode | Failure:
    """Return the episode of one seed, or why there is none."""
    try:
        spec = program.instantiate(seed, catalog)
    except ProgramError as error:
        return Failure(kind=FailureKind.PROGRAM_ERROR, reason=str(error), seed=seed)
    except EnvsError as error:
        return Failure(kind=FailureKind.SPEC_INVALID, reason=str(error), seed=seed)
    rollout = execute(spec, catalog, engine=engine)
    if rollout.failure is not None:
        return rollout.failure.model_copy(update={"seed": seed})
    return record(rollout, program, catalog, engine=engine, cameras=cameras)


def record(
    rollout: Rollout, program: TaskProgram, catalog: Catalog, *, engine: str, cameras: Sequence[Camera] = ()
) -> Episode:
    """Return a rollout as an episode, with pictures by the cameras before each action."""
    return Episode(
        program_name=program.name,
        program_source=program.source,
        program_hash=program.hash,
        spec=rollout.spec,
        engine=engine,
        layout=Layout.of(rollout.initial),
        states=np.stack([state.vector() for state in rollout.states]),
        actions=rollout.actions,
        success=rollout.done,
        stages=rollout.stages,
        keypoints=_keypoints(rollout, catalog),
        versions=versions(engine),
        images=_pictures(rollout, catalog, cameras),
    )


def _keypoints(rollout: Rollout, catalog: Catalog) -> Float32:
    keypoints = Keypoints(rollout.spec, SceneModel.of(rollout.spec.scene, catalog))
    return np.stack([keypoints.observe(state) for state in rollout.states[:-1]])


def _pictures(rollout: Rollout, catalog: Catalog, cameras: Sequence[Camera]) -> dict[str, NDArray[np.uint8]]:
    if not cameras:
        return {}
    from envs.render.raycast import RaycastRenderer

    assets = {item.asset: catalog.get(item.asset) for item in rollout.spec.scene.objects}
    renderer = RaycastRenderer(rollout.spec.scene, assets)
    return {
        camera.name: np.stack([renderer.render(state, camera).colour for state in rollout.states[:-1]])
        for camera in cameras
    }
