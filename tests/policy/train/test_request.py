from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("torch", reason="needs the extra: pip install 'simwright[policy]'")

from envs.demos.formats.lerobot import write
from policy.errors import DatasetUnfitError
from policy.train.request import TrainingRequest
from tests.envs.demos.conftest import random_episode

Make = Callable[..., Any]


def test_requests_survive_being_written(small_request: Make) -> None:
    for head in ("mlp", "flow"):
        request = small_request(head)
        assert TrainingRequest.model_validate_json(request.model_dump_json()) == request


def test_the_policy_is_fitted_to_the_data(small_request: Make) -> None:
    policy = small_request().policy
    assert [feature.name for feature in policy.inputs] == ["observation.state", "observation.keypoints"]
    assert (policy.action_size, policy.fps, policy.robot) == (8, 20.0, "panda")
    assert policy.joint_noise > 0


def test_actions_are_absolute_where_no_joint_is_both_seen_and_commanded(small_request: Make) -> None:
    assert small_request(inputs=["observation.keypoints"]).policy.joint_noise == 0


def test_a_dataset_that_moved_is_the_same(small_request: Make, dataset: Path, tmp_path: Path) -> None:
    shutil.copytree(dataset, tmp_path / "moved")
    assert small_request().differences(small_request(data=[tmp_path / "moved"])) == []


def test_another_dataset_is_a_difference(small_request: Make, tmp_path: Path) -> None:
    write((random_episode(seed) for seed in range(3)), tmp_path / "other")
    different = small_request().differences(small_request(data=[tmp_path / "other"]))
    assert len(different) == 1
    assert different[0].startswith("datasets")


def test_a_dataset_that_was_recorded_anew_is_not_gone_on_with(small_request: Make, tmp_path: Path) -> None:
    write((random_episode(seed) for seed in range(3)), tmp_path / "data")
    request = small_request(data=[tmp_path / "data"])
    write((random_episode(seed) for seed in range(4)), tmp_path / "data", overwrite=True)
    with pytest.raises(DatasetUnfitError, match="no longer the dataset"):
        request.open_sources()
