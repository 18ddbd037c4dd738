from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("torch", reason="needs the extra: pip install 'simwright[policy]'")

from policy.train.errors import TrainingFolderError
from policy.train.folder import check, claimed
from policy.train.layout import CONFIG
from policy.train.request import TrainingRequest

Make = Callable[..., Any]


def claim(folder: Path, request: TrainingRequest) -> None:
    with claimed(folder, request):
        pass


def test_a_new_folder_gets_the_request(small_request: Make, tmp_path: Path) -> None:
    claim(tmp_path / "new" / "run", small_request())
    assert TrainingRequest.read(tmp_path / "new" / "run") == small_request()
    claim(tmp_path / "new" / "run", small_request())


def test_another_request_is_refused_and_named(small_request: Make, tmp_path: Path) -> None:
    claim(tmp_path / "run", small_request())
    with pytest.raises(TrainingFolderError, match=r"train\.steps 60, now 70; train\.learning_rate 0\.001, now 0\.01\."):
        claim(tmp_path / "run", small_request(steps=70, learning_rate=0.01))
    with pytest.raises(TrainingFolderError, match=r"policy\.head 'mlp', now 'flow'"):
        claim(tmp_path / "run", small_request("flow"))
    assert TrainingRequest.read(tmp_path / "run") == small_request()


def test_a_folder_with_something_else_is_left_alone(small_request: Make, dataset: Path, tmp_path: Path) -> None:
    before = sorted(dataset.rglob("*"))
    with pytest.raises(TrainingFolderError, match="holds something else"):
        claim(dataset, small_request())
    assert sorted(dataset.rglob("*")) == before


def test_a_file_is_no_folder(small_request: Make, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    with pytest.raises(TrainingFolderError, match="is a file"):
        claim(tmp_path / "file", small_request())


@pytest.mark.parametrize("text", ["", "{}", '{"schema_version": 99}', "no json"])
def test_a_config_of_another_kind_is_a_sentence(text: str, small_request: Make, tmp_path: Path) -> None:
    (tmp_path / CONFIG).write_text(text)
    with pytest.raises(TrainingFolderError, match="no request that this Simwright reads"):
        check(tmp_path, small_request())


def test_two_trainings_do_not_share_a_folder(small_request: Make, tmp_path: Path) -> None:
    with (
        claimed(tmp_path / "run", small_request()),
        pytest.raises(TrainingFolderError, match="another process"),
        claimed(tmp_path / "run", small_request()),
    ):
        pass
    claim(tmp_path / "run", small_request())
