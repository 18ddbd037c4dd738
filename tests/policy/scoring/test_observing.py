from __future__ import annotations

from dataclasses import dataclass

import pytest

from envs.demos.formats.lerobot.features import ENVIRONMENT, KEYPOINTS, STATE
from envs.demos.keypoints import KEYPOINT_NAMES
from envs.demos.layout import AGENT_NAMES
from policy.errors import ObservationError
from policy.scoring.observing import environment_names, require_fit


@dataclass(frozen=True)
class Seen:
    name: str
    size: int
    names: tuple[str, ...] = ()


@pytest.fixture(scope="module")
def spec(program, catalog):
    return program.instantiate(1000, catalog)


@pytest.fixture(scope="module")
def scene(spec, catalog):
    return environment_names(spec, catalog)


def test_what_every_task_shows_fits(spec, scene) -> None:
    inputs = [Seen(STATE, 8, AGENT_NAMES), Seen(KEYPOINTS, len(KEYPOINT_NAMES), KEYPOINT_NAMES)]
    require_fit(inputs, spec, scene)


def test_an_environment_state_may_be_padded_and_have_numbers_without_a_name(spec, scene) -> None:
    require_fit([Seen(ENVIRONMENT, len(scene) + 2, ("slot_0", *scene[1:], "a.x", "a.y"))], spec, scene)


def test_an_environment_state_of_other_objects_is_refused_by_the_first_number(spec, scene) -> None:
    with pytest.raises(ObservationError, match=rf"'mug\.x' and is '{scene[0]}' in task 'open_drawer'"):
        require_fit([Seen(ENVIRONMENT, len(scene), ("mug.x", *scene[1:]))], spec, scene)


def test_other_sizes_and_other_features_are_refused(spec, scene) -> None:
    with pytest.raises(ObservationError, match=rf"\(3 numbers\); that of task 'open_drawer' has {len(scene)}"):
        require_fit([Seen(ENVIRONMENT, 3)], spec, scene)
    with pytest.raises(ObservationError, match="has 8"):
        require_fit([Seen(STATE, 9)], spec, scene)
    with pytest.raises(ObservationError, match=r"observation\.touch.*does not show; it shows observation\.state"):
        require_fit([Seen("observation.touch", 2)], spec, scene)
