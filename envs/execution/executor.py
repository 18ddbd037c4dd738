"""Runs a spec's stages in a world and measures what came of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from envs.execution.actions import ACTIONS
from envs.execution.rollout import Rollout
from envs.execution.runner import Runner, StageError
from envs.execution.session import HELD_SECONDS, Session
from envs.execution.start import inspect_start
from envs.failures import Failure, FailureKind
from envs.task.goals import Goal
from envs.task.monitor import GoalMonitor
from envs.task.spec import TaskSpec
from envs.worlds import DEFAULT_WORLD
from envs.worlds.physics import Physics
from envs.worlds.world import CONTROL_HZ, DEFAULT_PHYSICS

if TYPE_CHECKING:
    from envs.assets.catalog import Catalog
    from envs.worlds.state import WorldState

STAGE_REST_SECONDS = 0.25
"""How long the arm rests after a stage, at most, before its effect is judged: until nothing moves."""
FINAL_REST_SECONDS = 1.0
"""How long everything is left alone after the last stage, at most, before the goal is judged: at least for the time
for which it must hold, and on until it does and nothing moves."""


def execute(
    spec: TaskSpec,
    catalog: Catalog,
    *,
    engine: str = DEFAULT_WORLD,
    physics: Physics = DEFAULT_PHYSICS,
    on_step: Callable[[WorldState], None] | None = None,
) -> Rollout:
    """Play a task's stages from its settled scene; whatever goes wrong is in the rollout, not raised."""
    with Session(spec, catalog, engine=engine, physics=physics) as session:
        session.reset()
        start = inspect_start(session)
        failure = next((check.failure for check in start if check.failure is not None), None)
        runner = Runner(session, on_step)
        if failure is None:
            failure = _play(runner)
        return Rollout(
            spec=spec,
            success=failure is None,
            failure=failure,
            measurement=session.measurement,
            actions=np.array(runner.actions, dtype=np.float32).reshape(-1, 8),
            states=tuple(runner.states),
            done=np.array(runner.done, dtype=np.bool_),
            stages=tuple(runner.stages),
            begins=tuple(runner.begins),
            start=start,
            key_frames=tuple(runner.key_frames),
            solutions=tuple(runner.solutions),
        )


def _play(runner: Runner) -> Failure | None:
    """Play every stage and judge the end; the failure that ended it, or None."""
    stages = runner.session.spec.stages
    watched = [(_watch(runner, stage.precondition), _watch(runner, stage.effect)) for stage in stages]
    try:
        for stage, (precondition, effect) in zip(stages, watched, strict=True):
            runner.stage = stage.name
            _require(runner, precondition, "what it needs does not hold")
            for action in stage.actions:
                ACTIONS[action.kind](runner, action)
            runner.wait(STAGE_REST_SECONDS, lambda: runner.session.still)
            _require(runner, effect, "its effect is missed")
        runner.hold(round(HELD_SECONDS * CONTROL_HZ))
        runner.wait(FINAL_REST_SECONDS - HELD_SECONDS, lambda: runner.session.still and runner.session.success)
    except StageError as error:
        runner.mark(f"failed: {error.failure.kind}")
        return error.failure
    runner.mark("end")
    return runner.session.shortfall()


def _watch(runner: Runner, goal: Goal | None) -> GoalMonitor | None:
    """Follow a stage's condition from the start of the episode."""
    if goal is None:
        return None
    monitor = GoalMonitor(goal, runner.session.scene_model)
    monitor.take(runner.session.start)
    runner.monitors.append(monitor)
    return monitor


def _require(runner: Runner, monitor: GoalMonitor | None, what: str) -> None:
    if monitor is not None and not monitor.holds:
        reason = f"stage {runner.stage!r}: {what}: {monitor.measurement.text}"
        raise runner.fail(FailureKind.GOAL_MISSED, reason)
