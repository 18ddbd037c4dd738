"""What scoring a policy found, as data."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Literal

from pydantic import Field

from envs.failures import Failure
from envs.frozen import Frozen
from envs.verification.wilson import wilson_interval


class Trial(Frozen):
    """One rollout: its seed and sentence, how it ended, and after how many actions."""

    seed: int
    success: bool
    failure: Failure | None = None
    instruction: str = ""
    steps: int = 0
    video: str | None = Field(default=None, description="a file in the folder of the results")


class Rate(Frozen):
    """How many of some rollouts succeeded, with the 95 % Wilson interval; failures by kind, the commonest first.

    `reasons` has for each kind the reason of its first failure.
    """

    successes: int
    trials: int
    rate: float
    interval: tuple[float, float]
    failures: dict[str, int] = Field(default_factory=dict)
    reasons: dict[str, str] = Field(default_factory=dict)

    @classmethod
    def of(cls, trials: Sequence[Trial]) -> Rate:
        """Count rollouts; at least one."""
        successes = sum(trial.success for trial in trials)
        failures = [trial.failure for trial in trials if trial.failure is not None]
        reasons: dict[str, str] = {}
        for failure in failures:
            reasons.setdefault(failure.kind.value, f"seed {failure.seed}: {failure.reason}")
        counts = Counter(failure.kind.value for failure in failures).most_common()
        return cls(
            successes=successes,
            trials=len(trials),
            rate=successes / len(trials),
            interval=wilson_interval(successes, len(trials)),
            failures=dict(counts),
            reasons={kind: reasons[kind] for kind, _ in counts},
        )


class TaskScore(Frozen):
    """A policy's rate at one task; beside it, on the same seeds, what doing nothing and what the task's own solution
    reach (None where they were not asked for).
    """

    task: str
    program_hash: str
    policy: Rate
    no_op: Rate | None = None
    solver: Rate | None = None
    trials: tuple[Trial, ...]


class Score(Frozen):
    """A policy's score. `steps_per_second` is how fast one process played, and the only number that may differ when
    the same is scored again.
    """

    schema_version: Literal[1] = 1
    checkpoint: str
    fingerprint: str = Field(description="sha256 of the checkpoint's files")
    engine: str
    tasks: tuple[TaskScore, ...]
    steps_per_second: float
    versions: dict[str, str] = Field(default_factory=dict)
