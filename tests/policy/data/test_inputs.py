from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from envs.demos.formats.lerobot import write
from policy.data.inputs import choose_inputs
from policy.data.source import FrameSource
from policy.errors import DatasetUnfitError

STATE, ENVIRONMENT, KEYPOINTS = "observation.state", "observation.environment_state", "observation.keypoints"
CABINET = (("cabinet", ("drawer_top_joint",)),)


def change(root: Path, edit: Callable[[dict[str, Any]], object]) -> FrameSource:
    path = root / "meta/info.json"
    info = json.loads(path.read_text())
    edit(info)
    path.write_text(json.dumps(info))
    return FrameSource.open(root)


def without_keypoints(root: Path) -> FrameSource:
    return change(root, lambda info: info["features"].pop(KEYPOINTS))


def test_keypoints_are_chosen_where_every_dataset_has_them(make_dataset) -> None:
    lift, drawer = make_dataset("lift"), make_dataset("open", task="open", objects=CABINET)
    assert choose_inputs([FrameSource.open(lift), FrameSource.open(drawer)]) == (STATE, KEYPOINTS)
    assert choose_inputs([FrameSource.open(lift), without_keypoints(drawer)]) == (STATE,)


def test_the_environment_state_is_chosen_where_it_has_one_meaning(make_dataset) -> None:
    one = without_keypoints(make_dataset("one"))
    again = without_keypoints(make_dataset("again", range(4, 8)))
    drawer = without_keypoints(make_dataset("open", task="open", objects=CABINET))
    assert choose_inputs([one]) == (STATE, ENVIRONMENT)
    assert choose_inputs([one, again]) == (STATE, ENVIRONMENT)
    assert choose_inputs([one, drawer]) == (STATE,)


def test_slots_that_mean_something_else_in_each_task_are_not_chosen(tmp_path: Path, make_episode) -> None:
    write([make_episode(0), make_episode(1, task="open", objects=CABINET)], tmp_path / "data")
    assert choose_inputs([without_keypoints(tmp_path / "data")]) == (STATE,)


def test_numbers_without_names_mean_the_same_in_one_dataset_only(make_dataset) -> None:
    def nameless(root: Path) -> FrameSource:
        without_keypoints(root)
        return change(root, lambda info: info["features"][ENVIRONMENT].update(names=None))

    sources = [nameless(make_dataset("one")), nameless(make_dataset("other", range(4, 8)))]
    assert choose_inputs(sources[:1]) == (STATE, ENVIRONMENT)
    assert choose_inputs(sources) == (STATE,)


def test_without_a_state_every_shared_vector_is_taken(make_dataset) -> None:
    sources = [
        change(make_dataset(name, seeds), lambda info: info["features"].pop(STATE))
        for name, seeds in (("one", range(3)), ("other", range(3, 6)))
    ]
    assert choose_inputs(sources) == (ENVIRONMENT, KEYPOINTS)


def test_inputs_that_are_named_are_taken_in_their_order(make_dataset) -> None:
    source = FrameSource.open(make_dataset())
    assert choose_inputs([source], [ENVIRONMENT, STATE, ENVIRONMENT]) == (ENVIRONMENT, STATE)


@pytest.mark.parametrize("name", ["observation.states", "action", "observation.images.front"])
def test_an_input_that_is_not_there_is_refused_with_those_that_are(make_dataset, name: str) -> None:
    source = FrameSource.open(make_dataset())
    with pytest.raises(DatasetUnfitError, match=rf"no observation vector '{name}'; inputs that it has: {STATE}, "):
        choose_inputs([source], [STATE, name])


def test_an_input_that_means_something_else_in_another_dataset_is_refused(make_dataset) -> None:
    sources = [FrameSource.open(make_dataset()), FrameSource.open(make_dataset("open", task="open", objects=CABINET))]
    with pytest.raises(DatasetUnfitError, match=rf"'{ENVIRONMENT}' is 7 numbers .*data and 8 .*open; train them apart"):
        choose_inputs(sources, [ENVIRONMENT])


def test_datasets_of_another_rate_or_other_actions_are_not_learned_from_together(make_dataset) -> None:
    first = FrameSource.open(make_dataset())
    slow = change(make_dataset("slow", range(4, 8)), lambda info: info.update(fps=10))
    with pytest.raises(DatasetUnfitError, match=r"20 frames a second and .*slow 10; .*train them apart"):
        choose_inputs([first, slow])
    names = [f"motor{k}" for k in range(8)]
    other = change(make_dataset("other", range(4, 8)), lambda info: info["features"]["action"].update(names=names))
    with pytest.raises(DatasetUnfitError, match=r"'action' is 8 numbers \['panda_joint1'.*\['motor0'"):
        choose_inputs([first, other])


def test_a_dataset_given_twice_is_refused(make_dataset) -> None:
    root = make_dataset()
    with pytest.raises(DatasetUnfitError, match="are the same dataset; give it once"):
        choose_inputs([FrameSource.open(root), FrameSource.open(root)])
