"""What verification found, as data."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from envs.failures import Failure
from envs.frozen import Frozen


class SeedResult(Frozen):
    """One rollout: its seed, how it ended, how long it took in simulated seconds."""

    seed: int
    success: bool
    failure: Failure | None = None
    duration: float = 0.0


class ControlResult(Frozen):
    """A control that must fail. `passed` means that the control reached the goal, which rejects the task."""

    name: str
    outcome: Literal["refused", "passed", "not_applicable"]
    successes: int
    trials: int
    reason: str


class Verdict(Frozen):
    """The rate over distinct seeds with its 95 % Wilson interval, the controls, and failures by kind."""

    accepted: bool
    decision: Literal["accepted", "rejected", "inconclusive"]
    reason: str
    engine: str
    rate: float
    interval: tuple[float, float]
    seeds: tuple[SeedResult, ...]
    controls: tuple[ControlResult, ...] = ()
    failures: dict[str, int] = Field(default_factory=dict)
    program_hash: str
    versions: dict[str, str] = Field(default_factory=dict)
