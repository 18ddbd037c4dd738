"""Validation scenes are played in the simulator, and success there chooses the weights."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="needs the extra: pip install 'simwright[policy]'")

from envs.assets.catalog import Catalog  # noqa: E402
from envs.execution.executor import execute  # noqa: E402
from envs.task.program import TaskProgram  # noqa: E402
from policy import checkpoint  # noqa: E402
from policy.config import InputFeature, PolicyConfig  # noqa: E402
from policy.model import Policy  # noqa: E402
from policy.train import rollouts, validation  # noqa: E402
from policy.train.layout import BEST, RESULTS  # noqa: E402
from policy.train.results import Outcome  # noqa: E402
from policy.train.rollouts import OBSERVED, RolloutJob, play_job  # noqa: E402

Run = Callable[..., Any]
SENTENCE = np.array([1.0, 0.0], dtype=np.float32)
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


def job(folder: Path, seed: int = 3) -> RolloutJob:
    return RolloutJob(folder, LIFT, seed, "sapien", SENTENCE)


def test_a_policy_that_has_learned_nothing_misses_the_goal_by_so_much(tmp_path: Path) -> None:
    config = PolicyConfig(
        head="mlp",
        inputs=(InputFeature(name="observation.state", size=8), InputFeature(name="observation.keypoints", size=80)),
        action_names=tuple("abcdefgh"),
        relative_actions=False,
        sentence_size=2,
        embedder="toy",
    )
    checkpoint.save(Policy(config), tmp_path)
    outcome = play_job(Catalog(), job(tmp_path))
    assert (outcome.seed, outcome.success, outcome.kind) == (3, False, "goal_missed")
    assert "ball" in outcome.reason


def test_a_policy_that_does_what_the_demonstration_did_succeeds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Replay:
        """Says the demonstration's actions one after another; looks whether it is shown what it was promised."""

        config = SimpleNamespace(inputs=())

        def reset(self, sentence: np.ndarray, *, seed: int) -> None:
            assert np.array_equal(sentence, SENTENCE)
            demonstration = execute(LIFT.instantiate(seed, Catalog()), Catalog())
            assert demonstration.success
            self.actions = iter(demonstration.actions)

        def select_action(self, observation: Mapping[str, np.ndarray]) -> np.ndarray:
            assert set(observation) == set(OBSERVED)
            return next(self.actions)

    monkeypatch.setattr(rollouts, "load", lambda folder: Replay())
    assert play_job(Catalog(), job(tmp_path)) == Outcome(seed=3, success=True)


def test_the_weights_that_succeed_most_often_are_kept_whatever_their_loss(
    small_request: Run, run_training: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def play(catalog: Catalog, job: RolloutJob) -> Outcome:
        """Succeed only with the weights of the second of three validations."""
        step = checkpoint.describe(job.checkpoint).extra["step"]
        return Outcome(seed=job.seed, success=step == 20)

    monkeypatch.setattr(validation, "play_job", play)
    request = small_request(steps=30, validate_every=10, rollouts=5)
    state = run_training(request, tmp_path / "run")
    assert [(item.step, item.rate) for item in state.validations] == [(10, 0.0), (20, 1.0), (30, 0.0)]
    assert state.best.step == checkpoint.describe(tmp_path / "run" / BEST).extra["step"] == 20
    results = json.loads((tmp_path / "run" / RESULTS).read_text())
    assert (results["best_step"], results["validations"][1]["success"]) == (20, 1.0)
    assert "by success on 1 validation scene of 1 task" in results["chosen"]
