"""The full verification of a program."""

from __future__ import annotations

from typing import Annotated

from envs.verification.verdict import Verdict
from tools.context import ToolContext


def verify(
    context: ToolContext,
    source: Annotated[str, "the whole program"],
) -> str:
    """Verify a program over twenty seeds with the controls that must fail. Slow: simulate first."""
    from envs.verification.verify import verify as verify_program

    return summary(verify_program(context.program(source), context.catalog, engine=context.engine))


def summary(verdict: Verdict) -> str:
    """Return a verdict in words: decision, rate with interval, failures by kind, controls."""
    low, high = verdict.interval
    lines = [
        f"{verdict.decision}: {verdict.reason}",
        f"rate {verdict.rate:.2f} over {len(verdict.seeds)} seeds, 95 % interval {low:.2f} to {high:.2f}",
    ]
    lines += [f"failures: {kind} x{count}" for kind, count in verdict.failures.items()]
    lines += [f"control {c.name}: {c.outcome} ({c.successes} of {c.trials}): {c.reason}" for c in verdict.controls]
    return "\n".join(lines)
