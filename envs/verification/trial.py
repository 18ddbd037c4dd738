"""One rollout of a verification: how it ended, and what checks and controls need of it besides."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from envs.errors import EnvsError, ProgramError
from envs.execution.executor import FINAL_REST_SECONDS, STAGE_REST_SECONDS, execute
from envs.execution.session import Session
from envs.execution.start import StartCheck
from envs.failures import Failure, FailureKind
from envs.task.program import TaskProgram
from envs.task.scene_model import SceneModel
from envs.task.spec import TaskSpec
from envs.verification.cut import Cut, cut_of
from envs.verification.verdict import SeedResult
from envs.worlds.physics import Physics
from envs.worlds.world import CONTROL_HZ, DEFAULT_PHYSICS

if TYPE_CHECKING:
    from envs.assets.catalog import Catalog
    from envs.execution.rollout import Rollout

REST_STEPS = round((STAGE_REST_SECONDS + FINAL_REST_SECONDS) * CONTROL_HZ)
"""Control steps for which all is left alone after a replay before it is judged, as after a solution."""


@dataclass(frozen=True)
class Trial:
    """A rollout's result, its spec, the checks of its scene, its actions (n, 8), and where they can be cut."""

    result: SeedResult
    spec: TaskSpec | None = None
    checks: tuple[StartCheck, ...] = ()
    actions: NDArray[np.float32] | None = None
    cut: Cut | None = None


def try_seed(
    program: TaskProgram, catalog: Catalog, seed: int, *, engine: str, physics: Physics = DEFAULT_PHYSICS
) -> Trial:
    """Run a task's own solution on one seed; a program or a spec that fails is a result, too."""
    return play_seed(program, catalog, seed, engine=engine, physics=physics)[0]


def play_seed(
    program: TaskProgram, catalog: Catalog, seed: int, *, engine: str, physics: Physics = DEFAULT_PHYSICS
) -> tuple[Trial, Rollout | None]:
    """Return a trial and the whole rollout that it sums up, None where there is no spec to play."""
    try:
        spec = program.instantiate(seed, catalog)
    except EnvsError as error:
        kind = FailureKind.PROGRAM_ERROR if isinstance(error, ProgramError) else FailureKind.SPEC_INVALID
        failure = Failure(kind=kind, reason=str(error), seed=seed)
        return Trial(SeedResult(seed=seed, success=False, failure=failure)), None
    rollout = execute(spec, catalog, engine=engine, physics=physics)
    cut = cut_of(rollout, SceneModel.of(spec.scene, catalog)) if rollout.success else None
    return Trial(seed_result(rollout), spec, rollout.start, rollout.actions, cut), rollout


def seed_result(rollout: Rollout) -> SeedResult:
    """Return how a rollout ended, and in which of its states that was decided."""
    frame = None if rollout.failure is None else len(rollout.states) - 1
    return SeedResult(
        seed=rollout.spec.seed,
        success=rollout.success,
        failure=rollout.failure,
        duration=rollout.duration,
        frame=frame,
    )


def replayed(
    spec: TaskSpec, catalog: Catalog, actions: NDArray[np.float32], *, engine: str, physics: Physics = DEFAULT_PHYSICS
) -> bool | None:
    """Return whether actions, and then rest, make a success of a scene; None where the scene does not settle."""
    with Session(spec, catalog, engine=engine, physics=physics) as session:
        session.reset()
        if session.unstable is not None:
            return None
        for action in actions:
            session.step(action)
        for _ in range(REST_STEPS if len(actions) else 0):
            session.step(actions[-1])
        return session.success
