"""What verification found, as data: the one definition of success that library, demonstrations and scores share."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field, computed_field, model_validator

from envs.failures import Failure
from envs.frozen import Frozen
from envs.worlds.physics import Physics

MutantGroup = Literal["goal", "scene", "solution", "sentence"]


class SeedResult(Frozen):
    """One rollout: its seed, how it ended, how long it took in simulated seconds.

    `frame` is the index, at 20 Hz from the settled start, of the state in which a failure was decided.
    """

    seed: int
    success: bool
    failure: Failure | None = None
    duration: float = 0.0
    frame: int | None = None


class ControlResult(Frozen):
    """A control that must fail. `passed` means that the control reached the goal, which rejects the task."""

    name: str
    outcome: Literal["refused", "passed", "not_applicable"]
    successes: int
    trials: int
    reason: str


class SceneCheck(Frozen):
    """A check of the scenes before anything is done; `failed` names what decided it, with its figure."""

    name: Literal["settles", "no_penetration", "within_reach", "goal_false_at_start", "goal_not_nearly_true"]
    outcome: Literal["held", "failed"]
    seeds: tuple[int, ...] = Field(default=(), description="on which it failed")
    reason: str


class Evidence(Frozen):
    """The rate under other physics: reported, never gating. `differs` are the seeds that ended otherwise."""

    name: str
    engine: str
    physics: Physics
    seeds: tuple[SeedResult, ...]
    successes: int
    trials: int
    interval: tuple[float, float]
    differs: tuple[int, ...] = ()
    reason: str = Field(default="", description="why nothing was run, where nothing was")


class RobustnessPoint(Frozen):
    """Successes where one thing is scaled or shifted: a point of a curve."""

    what: Literal["pose", "friction", "mass"]
    value: float = Field(description="metres of shift for a pose, otherwise a factor")
    successes: int
    trials: int


class Finding(Frozen):
    """Something on which sentence and goal disagree, with what to do."""

    kind: Literal[
        "untested_span", "unnamed_object", "untied_word", "unread_word", "contradicted_word", "ambiguous_word"
    ]
    text: str


class Mutant(Frozen):
    """A wrong version of the task, and what tells it from the original; a survivor is told by nothing.

    `equivalent` is the rule by which the mutant is no wrong task at all, where one applies; it does not count.
    """

    group: MutantGroup
    kind: str
    text: str
    told_by: str | None = None
    equivalent: str | None = None


class MutationScore(Frozen):
    """The share of mutants that the task's goal, controls and agreement checks tell from the original."""

    mutants: tuple[Mutant, ...] = ()

    @property
    def counted(self) -> tuple[Mutant, ...]:
        """The mutants that are not equivalent."""
        return tuple(item for item in self.mutants if item.equivalent is None)

    @property
    def survivors(self) -> tuple[Mutant, ...]:
        """What nothing told from the original."""
        return tuple(item for item in self.counted if item.told_by is None)

    @computed_field
    @property
    def score(self) -> float:
        """The share told, 1 where there was nothing to tell; in the JSON for whoever reads that, counted anew here."""
        counted = self.counted
        return (len(counted) - len(self.survivors)) / len(counted) if counted else 1.0

    @model_validator(mode="before")
    @classmethod
    def _counted_anew(cls, data: Any) -> Any:
        return {key: value for key, value in data.items() if key != "score"} if isinstance(data, dict) else data


class Verdict(Frozen):
    """The rate over distinct seeds with its 95 % Wilson interval, the checks, the controls, and failures by kind."""

    accepted: bool
    decision: Literal["accepted", "rejected", "inconclusive"]
    reason: str
    engine: str
    rate: float
    interval: tuple[float, float]
    seeds: tuple[SeedResult, ...]
    controls: tuple[ControlResult, ...] = ()
    scene: tuple[SceneCheck, ...] = ()
    findings: tuple[Finding, ...] = ()
    mutation: MutationScore | None = None
    evidence: tuple[Evidence, ...] = ()
    robustness: tuple[RobustnessPoint, ...] = ()
    auto: bool = Field(default=False, description="whether its own solution is derived from its goal")
    failures: dict[str, int] = Field(default_factory=dict)
    program_hash: str
    versions: dict[str, str] = Field(default_factory=dict)
