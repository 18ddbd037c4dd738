from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from envs.demos.formats.lerobot.features import ENVIRONMENT, KEYPOINTS, STATE
from envs.demos.keypoints import KEYPOINT_NAMES
from envs.demos.layout import AGENT_NAMES
from envs.verification.workers import Workers
from policy.errors import CheckpointError, ObservationError
from policy.scoring.folder import checkpoint_of, trained_tasks, training_of
from policy.scoring.players import CheckpointPlayer
from policy.scoring.score import EmbedderError, SeedsError, score
from policy.threads import one_thread

torch = pytest.importorskip("torch", reason="needs the extra: pip install 'simwright[policy]'")


@pytest.fixture
def checkpoint(small_config, tmp_path: Path) -> Path:
    """An untrained policy's checkpoint, that says that it was trained on seeds 5 to 7 of open_drawer."""
    return save(small_config, tmp_path / "training" / "best")


def save(small_config, folder: Path, *, environment: int = 0, seed: int = 0) -> Path:
    from policy.checkpoint import save
    from policy.config import InputFeature
    from policy.model import Policy

    inputs = [
        InputFeature(name=STATE, size=8, names=AGENT_NAMES),
        InputFeature(name=KEYPOINTS, size=len(KEYPOINT_NAMES), names=KEYPOINT_NAMES),
    ]
    if environment:
        inputs.append(InputFeature(name=ENVIRONMENT, size=environment))
    policy = Policy(small_config(inputs=tuple(inputs), sentence_size=2), seed=seed)
    save(policy, folder, seen_seeds={"open_drawer": [5, 6, 7]})
    return folder


def embed(sentences) -> np.ndarray:
    return np.tile([0.6, 0.8], (len(sentences), 1))


def scored(checkpoint: Path, program, catalog, seeds=(1000,), embedder: str = "toy"):
    workers = Workers(catalog)
    return score(checkpoint, [program], seeds, workers=workers, embed=embed, embedder=embedder, baselines=False)


def test_an_untrained_policy_is_played_and_scores_nothing(checkpoint, program, catalog) -> None:
    found = scored(checkpoint, program, catalog).score
    assert (found.tasks[0].policy.rate, found.checkpoint) == (0.0, str(checkpoint))
    assert found.tasks[0].trials[0].steps == 300
    assert {"torch", "sapien", "simwright"} <= set(found.versions)


def test_scoring_again_finds_the_same_actions(checkpoint, program, catalog) -> None:
    first, second = (scored(checkpoint, program, catalog).rollouts["open_drawer"][0].actions for _ in range(2))
    assert first.tobytes() == second.tobytes()


def test_other_weights_in_the_same_folder_are_another_policy(checkpoint, small_config, program, catalog) -> None:
    first = scored(checkpoint, program, catalog)
    save(small_config, checkpoint, seed=1)
    second = scored(checkpoint, program, catalog)
    assert first.score.fingerprint != second.score.fingerprint
    assert not np.array_equal(first.rollouts["open_drawer"][0].actions, second.rollouts["open_drawer"][0].actions)


def test_a_checkpoint_that_changes_while_it_is_scored_is_refused(checkpoint, small_config) -> None:
    player = CheckpointPlayer.of(checkpoint)
    save(small_config, checkpoint, seed=2)
    with pytest.raises(CheckpointError, match="changed while it was scored"):
        player.actor()


def test_seeds_that_training_saw_are_named(checkpoint, program, catalog) -> None:
    with pytest.raises(SeedsError, match="saw seeds 5, 6 of task 'open_drawer'; score on seeds that it never saw"):
        scored(checkpoint, program, catalog, seeds=(4, 5, 6))


def test_another_embedder_than_in_training_is_refused(checkpoint, program, catalog) -> None:
    with pytest.raises(EmbedderError, match="'toy' and this machine has 'lexical'"):
        scored(checkpoint, program, catalog, embedder="lexical")


def test_a_task_that_shows_something_else_is_refused(small_config, program, catalog, tmp_path) -> None:
    with pytest.raises(ObservationError, match=r"observation\.environment_state' \(3 numbers\).*'open_drawer'"):
        scored(save(small_config, tmp_path, environment=3), program, catalog)


def test_a_folder_without_a_checkpoint_says_what_to_give(program, catalog, tmp_path) -> None:
    with pytest.raises(CheckpointError, match=r"OUT/best"):
        scored(tmp_path, program, catalog)


def test_a_trainings_folder_means_its_best_checkpoint(checkpoint) -> None:
    training = checkpoint.parent
    assert checkpoint_of(training) == checkpoint_of(checkpoint) == checkpoint
    assert training_of(training) == training_of(checkpoint) == training


def test_the_tasks_that_a_training_kept_are_found(checkpoint, program) -> None:
    training = checkpoint.parent
    with pytest.raises(CheckpointError, match="name the tasks"):
        trained_tasks(training)
    (training / "config.json").write_text(json.dumps({"datasets": [{"path": str(training / "gone")}]}))
    with pytest.raises(CheckpointError, match="are gone"):
        trained_tasks(checkpoint)
    (training / "tasks").mkdir()
    (training / "tasks" / "open_drawer.py").write_text(program.source)
    assert trained_tasks(training) == trained_tasks(checkpoint) == [program]


def test_torch_computes_on_one_thread_while_a_scene_is_played_and_as_before_afterwards() -> None:
    torch.set_num_threads(2)
    with one_thread():
        assert torch.get_num_threads() == 1
    assert torch.get_num_threads() == 2


def test_a_folder_that_holds_no_weights_is_told_apart_from_a_training_that_has_none_yet(tmp_path: Path) -> None:
    with pytest.raises(CheckpointError, match="no checkpoint and no training"):
        checkpoint_of(tmp_path)
    (tmp_path / "config.json").write_text("{}")
    with pytest.raises(CheckpointError, match="no best weights yet; go on with it"):
        checkpoint_of(tmp_path)
