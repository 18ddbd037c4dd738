"""The scenes of the seeds that were run, each checked before anything was done in it, in one line for each check."""

from __future__ import annotations

from collections.abc import Sequence
from typing import get_args

from envs.execution.start import CheckName, StartCheck
from envs.verification.acceptance import MINIMUM_SEEDS, required_successes
from envs.verification.trial import Trial
from envs.verification.verdict import SceneCheck


def tolerated(planned: int) -> int:
    """Return on how many seeds a check may fail: as many as may fail at all, where a draw is unlucky now and then."""
    return max(planned, MINIMUM_SEEDS) - required_successes(planned)


def summarise_checks(trials: Sequence[Trial], planned: int) -> tuple[SceneCheck, ...]:
    """Return each check's outcome over the trials that reached it.

    A scene that does not pass is a failure of its seed, so it counts against the rate; a check that fails on more seeds
    than may fail has failed, and the task with it. The reason has the figures of the first seed that failed, or of the
    first that was checked.
    """
    found: list[SceneCheck] = []
    for name in get_args(CheckName):
        checked = [(trial.result.seed, check) for trial in trials for check in trial.checks if check.name == name]
        if checked:
            found.append(_summary(name, checked, tolerated(planned)))
    return tuple(found)


def _summary(name: CheckName, checked: Sequence[tuple[int, StartCheck]], allowed: int) -> SceneCheck:
    failed = [(seed, check) for seed, check in checked if check.failure is not None]
    seed, first = (failed or checked)[0]
    reason = f"on {len(failed)} of {len(checked)} seeds; seed {seed}: {first.text}" if failed else first.text
    seeds = tuple(seed for seed, _ in failed)
    return SceneCheck(name=name, outcome="failed" if len(failed) > allowed else "held", seeds=seeds, reason=reason)
