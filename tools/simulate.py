"""Run a program in the simulator and say how it went."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from tools.check_program import instantiate
from tools.compare import changes
from tools.context import ToolContext

if TYPE_CHECKING:
    from envs.execution.rollout import Rollout

FIRST_TRIAL_SEED = 100


def simulate(
    context: ToolContext,
    source: Annotated[str, "the whole program"],
    seeds: Annotated[int, "how many seeds to run, 1 to 5"] = 1,
) -> str:
    """Execute a program in the simulator. The first line is 'ok' or the first failure's kind and figures.

    Trials run on seeds that verification does not use.
    """
    count = max(1, min(seeds, 5))
    trial_seeds = range(FIRST_TRIAL_SEED, FIRST_TRIAL_SEED + count)
    _, failure = instantiate(context, source, trial_seeds)
    if failure is not None:
        return f"{failure.kind}: {failure.reason}"
    rollouts = [(seed, context.rollout(source, seed)) for seed in trial_seeds]
    first = next((rollout.failure for _, rollout in rollouts if rollout.failure is not None), None)
    head = "ok" if first is None else f"{first.kind}: {first.reason}"
    return "\n".join([head, *(report(context, seed, rollout) for seed, rollout in rollouts)])


def report(context: ToolContext, seed: int, rollout: Rollout) -> str:
    """Return how one rollout went: success or failure with its stage, the goal's measurement, what changed."""
    if rollout.failure is None:
        head = f"seed {seed}: success"
    else:
        stage = f" in stage {rollout.failure.stage!r}" if rollout.failure.stage else ""
        head = f"seed {seed}: {rollout.failure.kind}{stage}: {rollout.failure.reason}"
    changed = changes(rollout.states[0], rollout.states[-1], rollout.spec, context.catalog)
    goal = rollout.measurement.text if rollout.measurement is not None else "not measured"
    return "\n".join([head, f"goal: {goal}", "what changed:", changed])
