"""Validation scenes are played in the simulator, and success there chooses the weights."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="needs the extra: pip install 'simwright[policy]'")

from envs.assets.catalog import Catalog  # noqa: E402
from envs.task.program import TaskProgram  # noqa: E402
from envs.verification.workers import Workers  # noqa: E402
from policy import checkpoint  # noqa: E402
from policy.scoring.players import PlayJob  # noqa: E402
from policy.scoring.results import Trial  # noqa: E402
from policy.scoring.rollout import PolicyRollout  # noqa: E402
from policy.train import validation  # noqa: E402
from policy.train.layout import BEST, RESULTS  # noqa: E402
from policy.train.plan import Plan, Scene  # noqa: E402
from policy.train.prepare import prepare  # noqa: E402
from policy.train.validation import Validator  # noqa: E402
from policy.train.watch import Watch  # noqa: E402
from tests.policy.train.conftest import toy_embed  # noqa: E402

Run = Callable[..., Any]
SENTENCE = "Lift the ball by 5 cm."
LIFT = TaskProgram(
    name="lift_ball",
    source=(
        "def build(task, rng):\n"
        "    ball = task.add('ball', region='table_front')\n"
        "    task.say('Lift the {ball} by 5 cm.', ball)\n"
        "    task.goal(ball.lifted(0.05))\n"
        "    task.stage('lift', pick(ball))\n"
    ),
)


class Rollouts(Watch):
    """Remembers how far validations were said to be."""

    def __init__(self) -> None:
        self.heard: list[tuple[int, int]] = []

    def on_rollout(self, done: int, total: int) -> None:
        self.heard.append((done, total))


def test_scenes_are_played_in_the_simulator_and_failures_have_a_reason(small_request: Run, tmp_path: Path) -> None:
    request, watch = small_request("flow"), Rollouts()
    ready = prepare(request, request.open_sources(), toy_embed, torch.device("cpu"))
    policy = ready.state.averaged
    checkpoint.save(policy, tmp_path)
    scenes = (Scene(LIFT, 3, SENTENCE), Scene(LIFT, 5, SENTENCE))
    embedded = {SENTENCE: toy_embed([SENTENCE])[0].astype(np.float32)}
    validator = Validator(
        Plan(scenes), ready.validation, embedded, Workers(Catalog()), engine="sapien", seed=request.train.seed
    )
    first, second = (validator.validate(policy, tmp_path, 7, watch) for _ in range(2))
    assert first == second
    assert [trial.seed for trial in first.tasks["lift_ball"]] == [3, 5]
    for trial in first.tasks["lift_ball"]:
        assert not trial.success
        assert trial.failure is not None
        assert "ball" in trial.failure.reason
    assert watch.heard[:2] == [(1, 2), (2, 2)]


def test_measuring_changes_nothing_that_training_depends_on(
    small_request: Run, run_training: Run, tmp_path: Path
) -> None:
    often = run_training(small_request("flow", steps=12, validate_every=2), tmp_path / "often")
    once = run_training(small_request("flow", steps=12, validate_every=12), tmp_path / "once")
    for one, other in zip(often.policy.parameters(), once.policy.parameters(), strict=True):
        assert torch.equal(one, other)


def test_the_weights_that_succeed_most_often_are_kept_whatever_their_loss(
    small_request: Run, run_training: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def play(catalog: Catalog, job: PlayJob) -> PolicyRollout:
        """Succeed only with the weights of the second of three validations."""
        step = checkpoint.describe(job.player.directory).extra["step"]  # type: ignore[attr-defined]
        return PolicyRollout(Trial(seed=job.seed, success=step == 20), np.zeros((0, 8), np.float32))

    monkeypatch.setattr(validation, "play_job", play)
    request = small_request(steps=30, validate_every=10, rollouts=5)
    state = run_training(request, tmp_path / "run")
    assert [(item.step, item.success.rate) for item in state.validations] == [(10, 0.0), (20, 1.0), (30, 0.0)]
    assert state.best.step == checkpoint.describe(tmp_path / "run" / BEST).extra["step"] == 20
    results = json.loads((tmp_path / "run" / RESULTS).read_text())
    assert (results["best_step"], results["validations"][1]["success"]["rate"]) == (20, 1.0)
    assert "by success on 1 validation scene of 1 task" in results["chosen"]
