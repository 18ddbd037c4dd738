from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from envs.demos.keypoints import KEYPOINT_NAMES
from policy.data.features import read_info
from policy.errors import DatasetUnfitError


@pytest.fixture
def dataset(make_dataset) -> Path:
    return make_dataset(seeds=range(2))


def change(root: Path, edit: Callable[[dict[str, Any]], object]) -> None:
    path = root / "meta/info.json"
    info = json.loads(path.read_text())
    edit(info)
    path.write_text(json.dumps(info))


def test_features_have_their_shapes_names_and_types(dataset: Path) -> None:
    info = read_info(dataset)
    keypoints = info.features["observation.keypoints"]
    assert (keypoints.shape, keypoints.names, keypoints.dtype) == (
        (len(KEYPOINT_NAMES),),
        tuple(KEYPOINT_NAMES),
        "float32",
    )
    assert info.vectors == ("observation.state", "observation.environment_state", "observation.keypoints")
    assert (info.fps, info.episodes, info.frames) == (20.0, 2, 24)


def test_names_that_lerobot_keeps_in_a_mapping_are_found(dataset: Path) -> None:
    motors = [f"motor{k}" for k in range(8)]
    change(dataset, lambda info: info["features"]["action"].update(names={"motors": motors}))
    assert read_info(dataset).features["action"].names == tuple(motors)


def test_pictures_are_no_vectors(dataset: Path) -> None:
    picture = {"dtype": "video", "shape": [64, 64, 3], "names": ["height", "width", "channels"]}
    change(dataset, lambda info: info["features"].update({"observation.images.front": picture}))
    assert "observation.images.front" not in read_info(dataset).vectors


def without_observations(info: dict[str, Any]) -> None:
    info["features"] = {name: item for name, item in info["features"].items() if not name.startswith("observation.")}


@pytest.mark.parametrize(
    ("edit", "message"),
    [
        (lambda info: info.update(codebase_version="v2.1"), r"'v2\.1'.*convert it with lerobot"),
        (lambda info: info.update(codebase_version="v4.0"), r"'v4\.0'.*LeRobotDataset v3\.0.*record it again"),
        (lambda info: info.pop("codebase_version"), "codebase_version.*record the dataset again"),
        (lambda info: info["features"].pop("action"), "no feature 'action', only 'observation.state'"),
        (lambda info: info["features"]["action"].update(dtype="int64"), "'action' is int64 of shape"),
        (lambda info: info["features"]["action"].update(shape=[2, 4]), r"'action' is float32 of shape \[2, 4\]"),
        (lambda info: info["features"]["action"].update(shape=None), "info.json cannot be read"),
        (lambda info: info.update(data_path="data/{part}.parquet"), "info.json cannot be read.*part"),
        (lambda info: info.update(fps=0), r"info.json cannot be read.*0\.0 frames a second"),
        (lambda info: info.update(features=[]), "info.json cannot be read"),
        (without_observations, "no vector of observations.*record one"),
    ],
)
def test_what_nothing_can_be_learned_from_is_refused(dataset: Path, edit, message: str) -> None:
    change(dataset, edit)
    with pytest.raises(DatasetUnfitError, match=message) as caught:
        read_info(dataset)
    assert str(dataset) in str(caught.value)


def test_another_folder_is_no_dataset(tmp_path: Path) -> None:
    with pytest.raises(DatasetUnfitError, match=r"is no dataset: it has no meta/info\.json; give the folder"):
        read_info(tmp_path)
    with pytest.raises(DatasetUnfitError, match=r"there is no folder .*nothing; give the folder"):
        read_info(tmp_path / "nothing")


def test_half_an_info_is_refused(dataset: Path) -> None:
    path = dataset / "meta/info.json"
    path.write_text(path.read_text()[:100])
    with pytest.raises(DatasetUnfitError, match=r"info\.json cannot be read.*record the dataset again"):
        read_info(dataset)
