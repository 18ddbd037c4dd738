"""Simulation answers with what happened, and keeps rollouts that it has run."""

from __future__ import annotations

import numpy as np

from envs.verification.workers import Workers
from tools.compare import compare
from tools.context import ToolContext
from tools.render import render
from tools.simulate import simulate


def test_success_says_what_changed(context: ToolContext, program: str) -> None:
    answer = simulate(context, program, 1)
    assert answer.startswith("ok\nseed 100: success")
    assert "plate: unchanged" in answer
    assert "block: moved by" in answer


def test_failure_leads_with_its_kind_and_stage(context: ToolContext, program: str) -> None:
    far = program.replace("place(block, plate.top)", "place(block, (0.95, 0.3, 0.0))")
    answer = simulate(context, far, 1)
    assert answer.split(":")[0] in {"out_of_reach", "infeasible"}
    assert "put it there" in answer


def test_a_rollout_is_run_once(context: ToolContext, program: str) -> None:
    simulate(context, program, 1)
    ran = context.rollouts_run
    assert "block: moved" in compare(context, program)
    assert context.rollouts_run == ran


def test_processes_give_the_rollouts_that_one_gives(context: ToolContext, program: str) -> None:
    alone = list(context.rollouts(program, [100, 101]))
    with Workers(context.catalog, 2) as workers:
        shared = list(ToolContext(context.catalog, workers=workers).rollouts(program, [100, 101]))
    for one, other in zip(alone, shared, strict=True):
        assert one.failure == other.failure
        assert np.array_equal(one.actions, other.actions)
        assert np.array_equal(one.states[-1].vector(), other.states[-1].vector())


def test_pictures_of_a_rollout_are_written(context: ToolContext, program: str) -> None:
    paths = [line for line in render(context, program).splitlines() if line.endswith(".png")]
    assert paths[0].endswith("before.png")
    assert paths[-1].endswith("after.png")
