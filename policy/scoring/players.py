"""Where the policy of a rollout comes from, in whichever process the rollout runs."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from envs.errors import EnvsError, ProgramError
from envs.execution.executor import execute
from envs.failures import Failure, FailureKind
from envs.robots import panda
from envs.task.program import TaskProgram
from envs.worlds import DEFAULT_WORLD
from policy.errors import CheckpointError
from policy.scoring.observing import Input
from policy.scoring.results import Trial
from policy.scoring.rollout import Actor, PolicyRollout, play
from policy.threads import one_thread

if TYPE_CHECKING:
    from envs.assets.catalog import Catalog
    from policy.model import Policy

FILES = ("policy.json", "model.safetensors")


class Player(Protocol):
    """Says what a policy sees and makes it ready to act; small, for it is sent to worker processes."""

    @property
    def inputs(self) -> Sequence[Input]:
        """What the policy was trained on; empty where it takes whatever there is."""
        ...

    def actor(self) -> Actor:
        """Return the policy."""
        ...


@dataclass(frozen=True)
class CheckpointPlayer:
    """A checkpoint's policy: loaded once in a process, as long as its files stay what they were."""

    directory: Path
    fingerprint: str
    inputs: tuple[Input, ...]
    device: str = "cpu"

    @classmethod
    def of(cls, directory: Path, device: str = "cpu") -> CheckpointPlayer:
        """Read what the policy sees; raises CheckpointError where `policy.checkpoint.load` would."""
        from policy.checkpoint import load

        return cls(directory, fingerprint(directory), load(directory).config.inputs, device)

    def actor(self) -> Policy:
        """Load the policy; raises CheckpointError where it is no longer the one that this was made of."""
        return _loaded(self.directory, self.fingerprint, self.device)


class Still:
    """Keeps the arm where it is and the gripper open: what nothing but waiting reaches."""

    inputs: tuple[Input, ...] = ()

    def actor(self) -> Still:
        """Return itself."""
        return self

    def reset(self, sentence: object = None, *, seed: int = 0) -> None:
        """Begin an episode, which changes nothing."""

    def select_action(self, observation: object) -> NDArray[np.float32]:
        """Return the action of staying at home."""
        return np.array([*panda.HOME[:7], panda.MAX_WIDTH], dtype=np.float32)


@dataclass(frozen=True)
class PlayJob:
    """A scene to play, with the embedding (e,) of its sentence, if the policy takes one."""

    player: Player
    program: TaskProgram
    seed: int
    engine: str = DEFAULT_WORLD
    sentence: NDArray[np.float32] | None = None


def play_job(catalog: Catalog, job: PlayJob) -> PolicyRollout:
    """Play a scene, in this process or a worker's."""
    with one_thread():
        return play(
            job.player.actor(),
            job.program,
            catalog,
            job.seed,
            sentence=job.sentence,
            inputs=job.player.inputs,
            engine=job.engine,
        )


def solve_job(catalog: Catalog, job: tuple[TaskProgram, int, str]) -> Trial:
    """Play a scene with the task's own solution, judged at its end."""
    program, seed, engine = job
    try:
        spec = program.instantiate(seed, catalog)
    except EnvsError as error:
        kind = FailureKind.PROGRAM_ERROR if isinstance(error, ProgramError) else FailureKind.SPEC_INVALID
        return Trial(seed=seed, success=False, failure=Failure(kind=kind, reason=str(error), seed=seed))
    rollout = execute(spec, catalog, engine=engine)
    failure = None if rollout.failure is None else rollout.failure.model_copy(update={"seed": seed})
    return Trial(
        seed=seed,
        success=rollout.success,
        failure=failure,
        instruction=spec.instruction,
        steps=len(rollout.actions),
    )


def fingerprint(directory: Path) -> str:
    """Return the sha256 of a checkpoint's files; raises CheckpointError where one is missing."""
    found = hashlib.sha256()
    for name in FILES:
        try:
            found.update((directory / name).read_bytes())
        except OSError as error:
            raise CheckpointError(
                f"{directory} has no {name}; give a checkpoint's folder, such as OUT/best of `simwright train`"
            ) from error
    return found.hexdigest()


@lru_cache(maxsize=1)
def _loaded(directory: Path, expected: str, device: str) -> Policy:
    from policy.checkpoint import load

    policy = load(directory, device)
    if fingerprint(directory) != expected:
        raise CheckpointError(f"{directory} changed while it was scored; wait until its training is over")
    return policy
