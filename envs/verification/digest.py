"""A verdict's parts grouped and in words, as every table, page, prompt and README shows them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import get_args

from envs.failures import Failure, FailureKind
from envs.verification.verdict import (
    Evidence,
    Finding,
    Mutant,
    MutantGroup,
    MutationScore,
    RobustnessPoint,
    SceneCheck,
    SeedResult,
    Verdict,
)
from envs.verification.wilson import wilson_interval

WEAK_SCORE = 0.9
"""A mutation score under this is shown to whoever wrote the task and to whoever judges it."""

CHECKS = {
    "settles": "the scene comes to rest",
    "no_penetration": "nothing is inside anything else",
    "within_reach": "what the stages touch can be reached",
    "goal_false_at_start": "the goal is false at the start",
    "goal_not_nearly_true": "the goal is not nearly true at the start",
}
"""What each scene check says when it holds."""

REMEDIES = {
    "untested_span": "let the goal test it, or take it out of the sentence",
    "unnamed_object": "name it in the sentence as a {span}, or take it out of the goal",
    "untied_word": "tie it with braces, task.say('... {word} ...', object), or say it otherwise",
    "unread_word": "let the goal ask it, or say it without that",
    "contradicted_word": "say what the goal asks, or ask what the sentence says",
    "ambiguous_word": "say which one is meant, by its colour or its place, or take the other out of the scene",
}
"""What to do about each kind of finding."""


@dataclass(frozen=True)
class Failed:
    """The seeds that failed in one way; `first` has the figure that decided it on the first of them."""

    kind: FailureKind
    seeds: tuple[int, ...]
    first: Failure

    @property
    def where(self) -> str:
        """The first one's seed and stage in words."""
        stage = f", stage {self.first.stage!r}" if self.first.stage else ""
        return f"seed {self.seeds[0]}{stage}"


@dataclass(frozen=True)
class Differing:
    """A seed that ended otherwise under other physics: how here, how there."""

    seed: int
    here: str
    there: str


@dataclass(frozen=True)
class Told:
    """How many mutants of one group there are that count, how many were told, how many are equivalent."""

    group: MutantGroup
    told: int
    counted: int
    equivalent: int


@dataclass(frozen=True)
class Curve:
    """Points of robustness in one thing, by value; rates with their 95 % Wilson intervals."""

    what: str
    title: str
    points: tuple[RobustnessPoint, ...]

    def rate(self, point: RobustnessPoint) -> float:
        """Return the share that succeeded, 0 where nothing was tried."""
        return point.successes / point.trials if point.trials else 0.0

    def interval(self, point: RobustnessPoint) -> tuple[float, float]:
        """Return the point's interval."""
        return wilson_interval(point.successes, point.trials)

    def value(self, point: RobustnessPoint) -> str:
        """Return a point's value in words: millimetres of shift, or a factor."""
        return f"{point.value * 1000:g} mm" if self.what == "pose" else f"x{point.value:g}"


def outcome(check: SceneCheck) -> str:
    """Return how a scene check ended: one that fails on a seed or two has not simply held."""
    return "mostly held" if check.outcome == "held" and check.seeds else check.outcome


def failed(verdict: Verdict) -> tuple[Failed, ...]:
    """Return the failures by kind, the most frequent first."""
    seeds: dict[FailureKind, list[int]] = {}
    first: dict[FailureKind, Failure] = {}
    for result in verdict.seeds:
        if result.failure is not None:
            seeds.setdefault(result.failure.kind, []).append(result.seed)
            first.setdefault(result.failure.kind, result.failure)
    groups = [Failed(kind, tuple(found), first[kind]) for kind, found in seeds.items()]
    return tuple(sorted(groups, key=lambda group: -len(group.seeds)))


def ended(result: SeedResult | None) -> str:
    """Return how a rollout ended in words."""
    if result is None:
        return "not run"
    if result.success:
        return "success"
    return "failed" if result.failure is None else f"{result.failure.kind}: {result.failure.reason}"


def differing(verdict: Verdict, evidence: Evidence) -> tuple[Differing, ...]:
    """Return the seeds that ended otherwise under other physics."""
    here = {result.seed: result for result in verdict.seeds}
    there = {result.seed: result for result in evidence.seeds}
    return tuple(Differing(seed, ended(here.get(seed)), ended(there.get(seed))) for seed in evidence.differs)


def by_group(mutation: MutationScore) -> tuple[Told, ...]:
    """Return the groups of mutants that there are, in their order."""
    found: list[Told] = []
    for group in get_args(MutantGroup):
        own = [mutant for mutant in mutation.mutants if mutant.group == group]
        counted = [mutant for mutant in own if mutant.equivalent is None]
        if own:
            told = sum(mutant.told_by is not None for mutant in counted)
            found.append(Told(group, told, len(counted), len(own) - len(counted)))
    return tuple(found)


def survivor(mutant: Mutant) -> str:
    """Return a surviving mutant in a line."""
    return f"{mutant.group}, {mutant.kind.replace('_', ' ')}: {mutant.text}"


def advice(finding: Finding) -> str:
    """Return a finding with what to do about it."""
    return f"{finding.text}; {REMEDIES[finding.kind]}"


def curves(verdict: Verdict) -> tuple[Curve, ...]:
    """Return the robustness of a verdict as curves over pose noise, friction and mass, without those not measured."""
    titles = {"pose": "objects shifted by", "friction": "friction scaled by", "mass": "masses scaled by"}
    found = (
        Curve(what, title, tuple(sorted((p for p in verdict.robustness if p.what == what), key=lambda p: p.value)))
        for what, title in titles.items()
    )
    return tuple(curve for curve in found if curve.points)


def is_weak(verdict: Verdict) -> bool:
    """Whether mutants survive that should have been told: the score is under `WEAK_SCORE`."""
    return verdict.mutation is not None and verdict.mutation.score < WEAK_SCORE
