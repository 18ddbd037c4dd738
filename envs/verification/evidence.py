"""Evidence against quirks: the rate in the other worlds, at half the time step, with twice the solver iterations.

It is reported and gates nothing: contact-rich tasks may differ seed by seed, but a rate that differs says that the task
rests on something which only one engine, or one setting of it, does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from envs.errors import EnvsError
from envs.task.program import TaskProgram
from envs.verification.trial import try_seed
from envs.verification.verdict import Evidence, SeedResult
from envs.verification.wilson import wilson_interval
from envs.verification.workers import Workers
from envs.worlds import WORLDS
from envs.worlds.physics import Physics
from envs.worlds.world import DEFAULT_PHYSICS

if TYPE_CHECKING:
    from envs.assets.catalog import Catalog

EVIDENCE_SEEDS = 10


@dataclass(frozen=True)
class Setting:
    """Where a task is run again: a name for it, the engine, its physics."""

    name: str
    engine: str
    physics: Physics = DEFAULT_PHYSICS


@dataclass(frozen=True)
class _Job:
    program: TaskProgram
    seed: int
    setting: Setting


def settings(engine: str, worlds: Sequence[str] | None = None) -> tuple[Setting, ...]:
    """Return every world but the primary one, then the primary one with finer physics.

    `worlds` says which others; by default all that there are.
    """
    others = [name for name in (WORLDS if worlds is None else worlds) if name != engine]
    return (
        *(Setting(name, name) for name in others),
        Setting("half the time step", engine, Physics(ticks=2)),
        Setting("twice the solver iterations", engine, Physics(iterations=2)),
    )


def gather(
    program: TaskProgram,
    results: Sequence[SeedResult],
    pool: Workers,
    *,
    engine: str,
    worlds: Sequence[str] | None = None,
    seeds: int = EVIDENCE_SEEDS,
    on_progress: Callable[[str, int, int], None] | None = None,
) -> Iterator[Evidence]:
    """Yield what became of the first seeds that were run, under each setting.

    A world whose package is not installed is evidence without seeds, and says so.
    """
    compared = {result.seed: result.success for result in results[:seeds]}
    wanted = settings(engine, worlds)
    jobs = [_Job(program, seed, setting) for setting in wanted for seed in compared]
    found: dict[str, list[SeedResult | str]] = {setting.name: [] for setting in wanted}
    for done, (job, outcome) in enumerate(zip(jobs, pool.in_order(_run, jobs), strict=True), start=1):
        found[job.setting.name].append(outcome)
        if on_progress is not None:
            on_progress("evidence", done, len(jobs))
    for setting in wanted:
        yield _evidence(setting, found[setting.name], compared)


def _run(catalog: Catalog, job: _Job) -> SeedResult | str:
    try:
        return try_seed(job.program, catalog, job.seed, engine=job.setting.engine, physics=job.setting.physics).result
    except (ImportError, EnvsError) as error:  # an engine that is not there, or cannot build this scene
        return f"{type(error).__name__}: {error}" if isinstance(error, ImportError) else str(error)


def _evidence(setting: Setting, outcomes: Sequence[SeedResult | str], compared: dict[int, bool]) -> Evidence:
    ran = tuple(item for item in outcomes if isinstance(item, SeedResult))
    successes = sum(item.success for item in ran)
    return Evidence(
        name=setting.name,
        engine=setting.engine,
        physics=setting.physics,
        seeds=ran,
        successes=successes,
        trials=len(ran),
        interval=wilson_interval(successes, len(ran)),
        differs=tuple(item.seed for item in ran if item.success != compared[item.seed]),
        reason=next((item for item in outcomes if isinstance(item, str)), ""),
    )
