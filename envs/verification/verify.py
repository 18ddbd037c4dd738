"""Verification: rollouts over distinct seeds, checks of their scenes, controls that must fail, and a verdict."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from envs.failures import FailureKind
from envs.task.program import TaskProgram
from envs.task.scene_model import SceneModel
from envs.task.spec import TaskSpec
from envs.task.stages import Auto
from envs.verification.acceptance import MINIMUM_SEEDS, Decision, check_seeds, decide, required_successes
from envs.verification.agreement import REPORTED, disagreements
from envs.verification.controls import ControlJob, control_jobs, decided, run_control, summarise_control
from envs.verification.evidence import EVIDENCE_SEEDS, gather
from envs.verification.mutation.score import TRIED, mutation_score
from envs.verification.robustness import curve
from envs.verification.scene_checks import summarise_checks
from envs.verification.trial import Trial, play_seed
from envs.verification.verdict import ControlResult, Finding, MutationScore, SceneCheck, Verdict
from envs.verification.wilson import wilson_interval
from envs.verification.workers import Workers
from envs.versions import versions
from envs.worlds import DEFAULT_WORLD

if TYPE_CHECKING:
    from envs.assets.catalog import Catalog
    from envs.execution.rollout import Rollout

Progress = Callable[[str, int, int], None]
"""Called with what is running ("rollouts", "controls", "evidence", ...), how much is done, and of how much."""
READ_SEEDS = 3
"""Seeds whose sentences are read where nothing is to be run; a verdict reads those of every seed that it ran."""


def verify(
    program: TaskProgram,
    catalog: Catalog,
    *,
    seeds: Sequence[int] = range(20),
    engine: str = DEFAULT_WORLD,
    workers: Workers | None = None,
    on_progress: Progress | None = None,
    evidence: bool = False,
    worlds: Sequence[str] | None = None,
    evidence_seeds: int = EVIDENCE_SEEDS,
    robustness: bool = False,
    mutation: bool = False,
) -> Verdict:
    """Run a task's own solution on distinct seeds and the controls that must fail, and decide.

    Rollouts stop once the decision is certain; the result does not depend on the number of worker processes. Controls,
    and what is reported beside, run only for a task that its rollouts would accept.

    Args:
        program: the task.
        catalog: its assets.
        seeds: distinct, none negative; fewer than 20 can reject and not accept.
        engine: the world in which it is decided.
        workers: processes to share the work among; this one does all without.
        on_progress: told of every rollout, control and further run.
        evidence: whether to add the rates in other worlds and under finer physics. Gates nothing.
        worlds: which other worlds those are; by default all that there are.
        evidence_seeds: how many of the seeds that were run are run again for it.
        robustness: whether to add the curves over pose noise, friction and mass. Gates nothing.
        mutation: whether to add the mutation score. Gates nothing.

    Raises:
        EnvsError: seeds repeat or are negative.
    """
    check_seeds(seeds)
    pool = workers or Workers(catalog)
    trials: list[Trial] = []
    kept: list[Rollout] = []
    for trial, rollout in _rollouts(program, pool, seeds, engine, keep=TRIED if mutation else 0):
        trials.append(trial)
        if rollout is not None:
            kept.append(rollout)
        if on_progress is not None:
            on_progress("rollouts", len(trials), len(seeds))
    results = tuple(trial.result for trial in trials)
    specs = [trial.spec for trial in trials if trial.spec is not None]
    findings = _findings(specs, catalog)
    checks = summarise_checks(trials, len(seeds))
    decision = _decision(trials, len(seeds)) or "inconclusive"
    refused = decision == "rejected" or any(item.kind not in REPORTED for item in findings)
    controls = () if refused else _controls(trials, pool, engine, on_progress)
    decision, reason = _judge(decision, trials, len(seeds), checks, controls, findings)
    score: MutationScore | None = None
    if mutation and decision != "rejected":
        score = mutation_score(program, catalog, engine=engine, workers=pool, rollouts=kept, on_progress=on_progress)
    further = decision != "rejected"
    failures = Counter(str(result.failure.kind) for result in results if result.failure is not None)
    failures.update({str(FailureKind.CONTROL_PASSED): sum(control.outcome == "passed" for control in controls)})
    failures.update({str(FailureKind.SENTENCE_DISAGREES): sum(item.kind not in REPORTED for item in findings)})
    successes = sum(result.success for result in results)
    return Verdict(
        accepted=decision == "accepted",
        decision=decision,
        reason=reason,
        engine=engine,
        rate=successes / len(results),
        interval=wilson_interval(successes, len(results)),
        seeds=results,
        controls=controls,
        scene=checks,
        findings=findings,
        mutation=score,
        evidence=tuple(
            gather(program, results, pool, engine=engine, worlds=worlds, seeds=evidence_seeds, on_progress=on_progress)
            if evidence and further
            else ()
        ),
        robustness=tuple(
            curve(program, trials, pool, engine=engine, on_progress=on_progress) if robustness and further else ()
        ),
        auto=any(isinstance(action, Auto) for spec in specs for stage in spec.stages for action in stage.actions),
        failures={kind: count for kind, count in sorted(failures.items()) if count},
        program_hash=program.hash,
        versions=versions(engine),
    )


def _decision(trials: Sequence[Trial], planned: int) -> Decision | None:
    successes = sum(trial.result.success for trial in trials)
    return decide(successes, len(trials) - successes, planned)


def _rollouts(
    program: TaskProgram, pool: Workers, seeds: Sequence[int], engine: str, *, keep: int
) -> Iterator[tuple[Trial, Rollout | None]]:
    """Yield the trials in the order of the seeds until the decision is certain, the first with their whole rollouts.

    No more are begun at once than would decide if all of them succeeded.
    """
    trials: list[Trial] = []
    while _decision(trials, len(seeds)) is None:
        begun = len(trials)
        wanted = required_successes(len(seeds)) - sum(trial.result.success for trial in trials)
        jobs = [(program, seeds[k], engine, k < keep) for k in range(begun, min(begun + wanted, len(seeds)))]
        for trial, rollout in pool.in_order(_rollout, jobs):
            trials.append(trial)
            yield trial, rollout
            if _decision(trials, len(seeds)) is not None:
                return


def _rollout(catalog: Catalog, job: tuple[TaskProgram, int, str, bool]) -> tuple[Trial, Rollout | None]:
    program, seed, engine, kept = job
    trial, rollout = play_seed(program, catalog, seed, engine=engine)
    return trial, rollout if kept else None


def _controls(
    trials: Sequence[Trial], pool: Workers, engine: str, on_progress: Progress | None
) -> tuple[ControlResult, ...]:
    """Run every control until what it comes to is certain, one after the other without a pause between them."""
    planned = control_jobs(trials, engine)
    outcomes: dict[str, list[bool | str]] = {name: [] for name, _ in planned}
    jobs = [job for _, jobs in planned for job in jobs]
    # A control that is decided meanwhile begins no further episodes, and those that it had begun do not count.
    running = pool.in_order(_control, ((job, decided(job.name, outcomes[job.name])) for job in jobs))
    for done, (job, outcome) in enumerate(zip(jobs, running, strict=True), start=1):
        if not decided(job.name, outcomes[job.name]):
            outcomes[job.name].append(outcome)
        if on_progress is not None:
            on_progress("controls", done, len(jobs))
    return tuple(summarise_control(name, outcomes[name]) for name, _ in planned)


def _control(catalog: Catalog, job: tuple[ControlJob, bool]) -> bool | str:
    episode, over = job
    return "it was decided before" if over else run_control(catalog, episode)


def _findings(specs: Sequence[TaskSpec], catalog: Catalog) -> tuple[Finding, ...]:
    found = [item for spec in specs for item in disagreements(spec, SceneModel.of(spec.scene, catalog))]
    alike = {(item.kind, re.sub(r"[0-9.]+", "", item.text)): item for item in reversed(found)}
    return tuple(item for item in dict.fromkeys(found) if item in alike.values())


def _judge(
    decision: Decision,
    trials: Sequence[Trial],
    planned: int,
    checks: Sequence[SceneCheck],
    controls: Sequence[ControlResult],
    findings: Sequence[Finding],
) -> tuple[Decision, str]:
    """Return the decision after everything, and what decided it, in words."""
    rate = f"{sum(trial.result.success for trial in trials)} of {len(trials)} seeds succeeded"
    failed = [f"the scene check {check.name} failed {check.reason}" for check in checks if check.outcome == "failed"]
    if failed:
        return "rejected", f"{rate}; {'; '.join(failed)}"
    if decision == "rejected":
        trials_needed = max(planned, MINIMUM_SEEDS)
        return decision, f"{rate}; {required_successes(planned)} of {trials_needed} are needed"
    passed = [control.name for control in controls if control.outcome == "passed"]
    if passed:
        return "rejected", f"{rate}, but so did the control {' and '.join(passed)}"
    certain = [item.text for item in findings if item.kind not in REPORTED]
    if certain:
        return "rejected", f"{rate}, but sentence and goal disagree: {'; '.join(certain)}"
    if decision == "inconclusive":
        return decision, f"{rate}; at least {MINIMUM_SEEDS} seeds are needed to accept"
    return decision, rate
