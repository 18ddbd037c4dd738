from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from envs.demos.formats.lerobot.features import ENVIRONMENT, KEYPOINTS, STATE
from envs.execution.session import HELD_SECONDS
from envs.failures import FailureKind
from envs.task.program import TaskProgram
from envs.worlds.world import CONTROL_HZ
from policy.errors import ObservationError, PolicyError
from policy.scoring.players import Still
from policy.scoring.rollout import play


class Faulty:
    """Chooses its first action well and then does as it is told."""

    def __init__(self, choose: Callable[[], Any]) -> None:
        self.choose, self.step = choose, 0

    def reset(self, sentence: object = None, *, seed: int = 0) -> None:
        self.step = 0

    def select_action(self, observation: object) -> Any:
        self.step += 1
        return Still().select_action(observation) if self.step == 1 else self.choose()


def test_the_tasks_own_solution_played_back_succeeds(program, catalog, playback) -> None:
    found = play(playback, program, catalog, 1000, sentence=np.ones(3))
    assert (found.trial.success, found.trial.failure) == (True, None)
    assert found.trial.instruction == "Open the upper drawer beside the ball."
    assert found.trial.steps == len(found.actions) <= len(playback.actions[1000])
    assert np.array_equal(found.actions, playback.actions[1000][: len(found.actions)])
    assert playback.seen[0] == {STATE, ENVIRONMENT, KEYPOINTS}
    assert (playback.seed, list(playback.sentence)) == (1000, [1, 1, 1])


def test_an_episode_ends_with_the_first_success(program, catalog, playback, solutions) -> None:
    found = play(playback, program, catalog, 1000)
    again = play(type(playback)({1000: found.actions[:-1]}), program, catalog, 1000)
    assert found.trial.steps < len(solutions[1000])
    assert again.trial.steps >= found.trial.steps


def test_doing_nothing_fails_by_kind_and_figure_when_the_time_is_over(program, catalog) -> None:
    found = play(Still(), program, catalog, 1000)
    assert (found.trial.success, found.trial.steps) == (False, 15 * 20)
    assert found.trial.failure is not None
    assert (found.trial.failure.kind, found.trial.failure.seed) == (FailureKind.GRASP_MISSED, 1000)
    assert "drawer_top is at 0.00 of its range (at least 0.50 wanted)" in found.trial.failure.reason


def test_a_goal_that_was_nearer_before_says_when_and_how_near(program, catalog, playback, solutions) -> None:
    done = play(playback, program, catalog, 1000).trial.steps
    there = solutions[1000][: done - 3 - round(HELD_SECONDS * CONTROL_HZ)]
    back = there[::-1]
    failure = play(type(playback)({1000: np.concatenate([there, back])}), program, catalog, 1000).trial.failure
    assert failure is not None
    assert failure.kind == FailureKind.GOAL_MISSED
    assert "nearest at" in failure.reason


def test_a_policy_that_raises_is_a_failure_of_that_seed(program, catalog) -> None:
    def fall() -> Any:
        raise ZeroDivisionError("no way to divide")

    failure = play(Faulty(fall), program, catalog, 1000).trial.failure
    assert failure is not None
    assert failure.kind == FailureKind.POLICY_FAULT
    assert failure.reason == "the policy raised ZeroDivisionError at action 2: no way to divide"


@pytest.mark.parametrize(
    ("action", "what"), [(np.full(8, np.nan), "finite"), (np.zeros(7), "shape"), ("left", "ValueError")]
)
def test_an_action_that_is_none_is_a_failure_of_that_seed(program, catalog, action: Any, what: str) -> None:
    found = play(Faulty(lambda: action), program, catalog, 1000).trial
    assert found.failure is not None
    assert (found.success, found.steps, found.failure.kind) == (False, 1, FailureKind.POLICY_FAULT)
    assert what in found.failure.reason
    assert "action 2" in found.failure.reason


def test_what_is_wrong_with_the_policy_as_a_whole_is_raised(program, catalog) -> None:
    def refuse() -> Any:
        raise ObservationError("this is nothing that I know")

    with pytest.raises(PolicyError, match="nothing that I know"):
        play(Faulty(refuse), program, catalog, 1000)


def test_targets_beyond_the_limits_are_cut_to_them(program, catalog) -> None:
    actions = play(Faulty(lambda: np.full(8, 50.0)), program, catalog, 1000).actions
    assert actions[1:].max() < 5
    assert np.allclose(actions[1:, 7], 0.08)


def test_a_goal_that_holds_at_the_start_is_no_success(program, catalog) -> None:
    source = program.source.replace("drawer.at_least(0.5)", "drawer.at_most(0.5)")
    found = play(Still(), TaskProgram(name="shut", source=source), catalog, 1000).trial
    assert found.failure is not None
    assert (found.success, found.steps, found.failure.kind) == (False, 0, FailureKind.GOAL_TRUE_AT_START)


def test_a_program_that_does_not_run_is_a_failure_by_name(catalog) -> None:
    found = play(Still(), TaskProgram(name="broken", source="def build(task, rng):\n    task.ad()\n"), catalog, 3).trial
    assert found.failure is not None
    assert (found.failure.kind, found.failure.seed) == (FailureKind.PROGRAM_ERROR, 3)
