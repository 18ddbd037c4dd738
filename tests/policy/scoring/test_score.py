from __future__ import annotations

import numpy as np
import pytest

from envs.task.program import TaskProgram
from envs.verification.workers import Workers
from policy.scoring.players import Still
from policy.scoring.score import Scored, SeedsError, score_player

SEEDS = (1000, 1001)


def embed(sentences) -> np.ndarray:
    return np.array([[len(sentence), 1.0] for sentence in sentences])


@pytest.fixture(scope="module")
def scored(program, catalog, solutions, playback_type) -> Scored:
    player = playback_type({1000: solutions[1000], 1001: Still().select_action(None)[None]})
    return score_player(player, [program], SEEDS, workers=Workers(catalog), embed=embed)


def test_rates_stand_beside_no_op_and_solver_on_the_same_seeds(scored) -> None:
    (task,) = scored.score.tasks
    assert (task.policy.rate, task.no_op.rate, task.solver.rate) == (0.5, 0.0, 1.0)
    assert task.policy.failures == {"grasp_missed": 1}
    assert task.no_op.failures == {"grasp_missed": 2}
    assert [trial.seed for trial in task.trials] == list(SEEDS)
    assert scored.score.steps_per_second > 0


def test_the_solution_played_back_scores_one(program, catalog, playback) -> None:
    found = score_player(playback, [program], SEEDS, workers=Workers(catalog), baselines=False, embed=embed)
    (task,) = found.score.tasks
    assert (task.policy.rate, task.no_op, task.solver) == (1.0, None, None)
    assert list(playback.sentence) == [len("Open the upper drawer beside the ball."), 1.0]


@pytest.mark.slow
def test_several_processes_find_the_same(program, catalog, scored, solutions, playback_type) -> None:
    player = playback_type({1000: solutions[1000], 1001: Still().select_action(None)[None]})
    with Workers(catalog, 2) as workers:
        found = score_player(player, [program], SEEDS, workers=workers, embed=embed)
    assert found.score.tasks == scored.score.tasks


def test_each_task_has_its_own_seeds_results(program, catalog, playback) -> None:
    twin = TaskProgram(name="twin", source=program.source)
    told: list[tuple[str, int, int]] = []
    found = score_player(
        playback,
        [program, twin],
        SEEDS[:1],
        workers=Workers(catalog),
        baselines=False,
        on_progress=lambda *step: told.append(step),
    )
    assert [task.task for task in found.score.tasks] == ["open_drawer", "twin"]
    assert told == [("policy", 1, 2), ("policy", 2, 2)]
    assert set(found.rollouts) == {"open_drawer", "twin"}


@pytest.mark.parametrize("seeds", [(), (1, 1), (-1,)])
def test_seeds_that_cannot_be_played_are_refused(program, catalog, playback, seeds) -> None:
    with pytest.raises(SeedsError, match="distinct"):
        score_player(playback, [program], seeds, workers=Workers(catalog))


def test_a_program_that_does_not_run_fails_on_every_seed_and_stops_nothing(catalog, playback) -> None:
    broken = TaskProgram(name="broken", source="def build(task, rng):\n    task.ad()\n")
    found = score_player(playback, [broken], SEEDS, workers=Workers(catalog), embed=embed)
    (task,) = found.score.tasks
    assert task.policy.failures == task.solver.failures == task.no_op.failures == {"program_error": 2}
