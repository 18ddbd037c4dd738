"""Verification: rollouts over distinct seeds, controls that must fail, and a verdict."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from envs.errors import EnvsError, ProgramError
from envs.execution.executor import execute
from envs.failures import Failure, FailureKind
from envs.task.program import TaskProgram
from envs.verification.acceptance import Decision, decide, required_successes
from envs.verification.controls import CONTROL_SEEDS, CONTROLS, summarise
from envs.verification.verdict import ControlResult, SeedResult, Verdict
from envs.verification.wilson import wilson_interval
from envs.verification.workers import Workers
from envs.versions import versions

if TYPE_CHECKING:
    from envs.assets.catalog import Catalog

Progress = Callable[[str, int, int], None]
"""Called with what is running ("rollouts" or a control's name), how many are done, and of how many."""


def verify(
    program: TaskProgram,
    catalog: Catalog,
    *,
    seeds: Sequence[int] = range(20),
    engine: str = "sapien",
    workers: Workers | None = None,
    on_progress: Progress | None = None,
) -> Verdict:
    """Run a task's own solution on distinct seeds and the controls on the first five, and decide.

    Rollouts stop once the decision is certain; the result does not depend on the number of worker processes.
    Controls run only for a task that its rollouts would accept. Raises EnvsError for repeated or negative seeds.
    """
    if len(set(seeds)) != len(seeds) or not seeds or min(seeds) < 0:
        raise EnvsError(f"seeds must be distinct, at least one, none negative; got {list(seeds)[:25]}")
    pool = workers or Workers(catalog)
    results: list[SeedResult] = []
    for result in _rollouts(program, pool, seeds, engine):
        results.append(result)
        if on_progress is not None:
            on_progress("rollouts", len(results), len(seeds))
    decision = _decision(results, len(seeds))
    successes = sum(item.success for item in results)
    controls = () if decision == "rejected" else _controls(program, pool, seeds[:CONTROL_SEEDS], engine, on_progress)
    passed = [control.name for control in controls if control.outcome == "passed"]
    rate = f"{successes} of {len(results)} seeds succeeded"
    if passed:
        decision, rate = "rejected", f"{rate}, but so did the control {' and '.join(passed)}"
    failures = Counter(str(item.failure.kind) for item in results if item.failure is not None)
    return Verdict(
        accepted=decision == "accepted",
        decision=decision or "inconclusive",
        reason=rate if decision != "inconclusive" else f"{rate}; at least 20 seeds are needed to accept",
        engine=engine,
        rate=successes / len(results),
        interval=wilson_interval(successes, len(results)),
        seeds=tuple(results),
        controls=controls,
        failures=dict(sorted(failures.items())) | ({"control_passed": len(passed)} if passed else {}),
        program_hash=program.hash,
        versions=versions(engine),
    )


def _decision(results: Sequence[SeedResult], planned: int) -> Decision | None:
    successes = sum(item.success for item in results)
    return decide(successes, len(results) - successes, planned)


def _rollouts(program: TaskProgram, pool: Workers, seeds: Sequence[int], engine: str) -> Iterator[SeedResult]:
    """Yield the rollouts in the order of the seeds until the decision is certain.

    No more are begun at once than would decide if all of them succeeded.
    """
    results: list[SeedResult] = []
    while _decision(results, len(seeds)) is None:
        wanted = required_successes(len(seeds)) - sum(item.success for item in results)
        batch = seeds[len(results) : len(results) + wanted]
        for result in pool.in_order(_rollout, [(program, seed, engine) for seed in batch]):
            results.append(result)
            yield result
            if _decision(results, len(seeds)) is not None:
                return


def _controls(
    program: TaskProgram, pool: Workers, seeds: Sequence[int], engine: str, on_progress: Progress | None
) -> tuple[ControlResult, ...]:
    jobs = [(program, seed, engine, name) for name in CONTROLS for seed in seeds]
    outcomes: dict[str, list[bool | None]] = {name: [] for name in CONTROLS}
    for done, (job, outcome) in enumerate(zip(jobs, pool.in_order(_control, jobs), strict=True), start=1):
        outcomes[job[3]].append(outcome)
        if on_progress is not None:
            on_progress("controls", done, len(jobs))
    return tuple(summarise(name, found) for name, found in outcomes.items())


def _rollout(catalog: Catalog, job: tuple[TaskProgram, int, str]) -> SeedResult:
    program, seed, engine = job
    try:
        spec = program.instantiate(seed, catalog)
    except ProgramError as error:
        failure = Failure(kind=FailureKind.PROGRAM_ERROR, reason=str(error), seed=seed)
        return SeedResult(seed=seed, success=False, failure=failure)
    except EnvsError as error:
        failure = Failure(kind=FailureKind.SPEC_INVALID, reason=str(error), seed=seed)
        return SeedResult(seed=seed, success=False, failure=failure)
    rollout = execute(spec, catalog, engine=engine)
    return SeedResult(seed=seed, success=rollout.success, failure=rollout.failure, duration=rollout.duration)


def _control(catalog: Catalog, job: tuple[TaskProgram, int, str, str]) -> bool | None:
    program, seed, engine, name = job
    try:
        spec = program.instantiate(seed, catalog)
    except EnvsError:
        return None  # the rollout on this seed has named the error
    return CONTROLS[name](spec, catalog, engine)
