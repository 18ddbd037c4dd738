"""The full verification of a program."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from envs.verification import digest
from envs.verification.verdict import Verdict
from tools.context import ToolContext

SURVIVORS = 8
"""Surviving mutants that are named; the others are counted."""


def verify(
    context: ToolContext,
    source: Annotated[str, "the whole program"],
) -> str:
    """Verify a program over twenty seeds, against controls and mutants that must fail. Slow: simulate first."""
    from envs.verification.verify import verify as verify_program

    verdict = verify_program(
        context.program(source), context.catalog, engine=context.engine, workers=context.workers, mutation=True
    )
    return summary(verdict)


def summary(verdict: Verdict) -> str:
    """Return a verdict in words: decision, rate with interval, failures, checks, controls, findings, score, evidence.

    What survived mutation is named where the score is low: there the goal asks for less than the sentence.
    """
    low, high = verdict.interval
    return "\n".join(
        [
            f"{verdict.decision}: {verdict.reason}",
            f"rate {verdict.rate:.2f} over {len(verdict.seeds)} seeds, 95 % interval {low:.2f} to {high:.2f}",
            *_failures(verdict),
            *(f"scene check {c.name} failed: {c.reason}" for c in verdict.scene if c.outcome == "failed"),
            *(f"control {c.name}: {c.outcome} ({c.successes} of {c.trials}): {c.reason}" for c in verdict.controls),
            *(f"{finding.kind}: {digest.advice(finding)}" for finding in verdict.findings),
            *_mutants(verdict),
            *_evidence(verdict),
        ]
    )


def _failures(verdict: Verdict) -> Iterator[str]:
    for group in digest.failed(verdict):
        yield f"failures: {group.kind} x{len(group.seeds)}, first at {group.where}: {group.first.reason}"


def _evidence(verdict: Verdict) -> Iterator[str]:
    for item in verdict.evidence:
        differs = f", otherwise at seeds {', '.join(map(str, item.differs))}" if item.differs else ""
        yield f"{item.name}, reported and not gating: {item.successes} of {item.trials} succeed{differs}"


def _mutants(verdict: Verdict) -> Iterator[str]:
    if verdict.mutation is None:
        return
    counted, survivors = verdict.mutation.counted, verdict.mutation.survivors
    told = f"{len(counted) - len(survivors)} of {len(counted)} wrong versions are told from the task"
    yield f"mutation score {verdict.mutation.score:.2f}: {told}"
    if not digest.is_weak(verdict):
        return
    yield f"that is under {digest.WEAK_SCORE:g}: each of these passes for the task, so the goal asks for too little"
    yield from (f"survives: {digest.survivor(mutant)}" for mutant in survivors[:SURVIVORS])
    if survivors[SURVIVORS:]:
        yield f"and {len(survivors) - SURVIVORS} more survive"
