"""Episodes of the grid: recorded once for each program, then put together into one dataset for each policy."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

from benchmarks.transfer.grid import UNVERIFIED, Arm, TransferError, digest
from envs.assets.catalog import Catalog
from envs.demos.collect import FIRST_SEED, Tally, collect, record
from envs.demos.episode import Episode
from envs.demos.formats import load_format
from envs.demos.keypoints import KEYPOINT_NAMES
from envs.errors import EnvsError
from envs.execution.executor import execute
from envs.failures import Failure, FailureKind
from envs.task.program import TaskProgram
from envs.verification.workers import Workers
from envs.versions import versions

PROBED = 4
"""Seeds at which a draft may show that there is something to record."""
Job = tuple[TaskProgram, int, str]


def whatever_happens(catalog: Catalog, job: Job) -> Episode | Failure:
    """Return the episode of one seed, successful or not, or why there was no action at all."""
    program, seed, engine = job
    try:
        spec = program.instantiate(seed, catalog)
    except EnvsError as error:
        return Failure(kind=FailureKind.PROGRAM_ERROR, reason=str(error), seed=seed)
    rollout = execute(spec, catalog, engine=engine)
    if len(rollout.actions) == 0:
        return rollout.failure or Failure(kind=FailureKind.TIMEOUT, reason="nothing was done", seed=seed)
    return record(rollout, program, catalog, engine=engine)


def unfiltered(program: TaskProgram, workers: Workers, episodes: int, engine: str) -> Iterator[Episode]:
    """Yield the first episodes of a program, whether or not they reach the goal; fewer where seeds run out."""
    seeds = range(FIRST_SEED, FIRST_SEED + 3 * episodes + 10)
    found = workers.in_order(whatever_happens, ((program, seed, engine) for seed in seeds))
    yield from islice((episode for episode in found if isinstance(episode, Episode)), episodes)


def unrecordable(catalog: Catalog, job: tuple[TaskProgram, str]) -> str | None:
    """Return why there is nothing to record of a draft, None where there is something."""
    program, engine = job
    failure: Failure | None = None
    for seed in range(FIRST_SEED, FIRST_SEED + PROBED):
        found = whatever_happens(catalog, (program, seed, engine))
        if isinstance(found, Episode):
            return None
        failure = found
    return f"no action at {PROBED} seeds: {failure.kind}: {failure.reason}" if failure else None


def recorded(program: TaskProgram, arm: Arm, episodes: int, folder: Path, workers: Workers, engine: str) -> Path:
    """Return a dataset with at least so many episodes of a program, recorded now unless it is there in these versions.

    Verified tasks are recorded as `simwright demos` does it: what fails is left out. Raises TransferError where a
    program gives too few episodes.
    """
    made_with = digest({"versions": versions(engine), "keypoints": KEYPOINT_NAMES})
    kept = f"{program.hash[:16]}-{'any' if arm == UNVERIFIED else 'successful'}-{engine}-{made_with}"
    for path in sorted(folder.glob(f"{kept}-*")):
        if int(path.name.rpartition("-")[2]) >= episodes:
            return path
    path = folder / f"{kept}-{episodes:05d}"
    tally = Tally()
    if arm == UNVERIFIED:
        source = unfiltered(program, workers, episodes, engine)
    else:
        source = collect(program, workers.catalog, episodes, engine=engine, workers=workers, tally=tally)
    count = 0

    def counted() -> Iterator[Episode]:
        nonlocal count
        for episode in source:
            count += 1
            yield episode
        if count < episodes:
            raise TransferError(
                f"{program.name} gave {count} of {episodes} {arm} episodes"
                + (f" ({tally.kinds})" if tally.failures else "")
                + "; ask for fewer --episodes, or take another --seed"
            )

    load_format("lerobot").write(counted(), path)
    return path


def together(parts: Sequence[tuple[Path, int]], target: Path) -> tuple[int, int]:
    """Write the first episodes of each dataset as one, unless it is there; return its frames and its successes.

    An episode is a success if the task is done at its last step.
    """
    lerobot = load_format("lerobot")
    if not target.is_dir():
        lerobot.write(
            (episode for path, count in parts for episode in islice(lerobot.read(path).episodes(), count)), target
        )
    frames = successes = 0
    for episode in lerobot.read(target).episodes():
        frames += len(episode)
        successes += bool(episode.success[-1])
    return frames, successes
