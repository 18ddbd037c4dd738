from __future__ import annotations

import pytest
from pydantic import ValidationError

torch = pytest.importorskip("torch", reason="needs the extra: pip install 'simwright[policy]'")

from policy.config import InputFeature  # noqa: E402
from policy.heads.flow import FlowConfig  # noqa: E402
from policy.heads.mlp import MlpConfig  # noqa: E402


def test_sizes_follow_from_what_is_named(small_config) -> None:
    config = small_config()
    assert (config.state_size, config.action_size) == (11, 8)


def test_without_settings_a_head_has_its_defaults(small_config) -> None:
    assert small_config("flow", head_config=None).head_config == FlowConfig()
    assert small_config("mlp", head_config=None).head_config == MlpConfig()


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"executed": 5}, "executed 5 must not be more than the chunk of 4"),
        ({"embedder": ""}, "sentence_size 5 and embedder '' contradict"),
        ({"sentence_size": 0}, "sentence_size 0 and embedder 'toy' contradict"),
        ({"inputs": ()}, "at least 1 item"),
        (
            {"inputs": (InputFeature(name="observation.state", size=8),), "relative_actions": True},
            "relative_actions needs 'observation.state'",
        ),
        ({"inputs": (InputFeature(name="a", size=1),) * 2, "relative_actions": False}, "name a feature twice"),
        ({"head_config": FlowConfig()}, "head 'mlp' takes a MlpConfig, not a FlowConfig"),
        ({"head_config": {"steps": 10}}, "Extra inputs are not permitted"),
        ({"schema_version": 2}, "Input should be 1"),
        ({"joint_noise": float("nan")}, "joint_noise"),
        (
            {"inputs": (InputFeature(name="a", size=1),), "relative_actions": False, "joint_noise": 0.1},
            "joint_noise needs 'observation.state'",
        ),
    ],
)
def test_contradictions_are_refused_in_a_sentence(changes, message, small_config) -> None:
    with pytest.raises(ValidationError, match=message):
        small_config(**changes)


def test_an_input_has_a_name_for_each_number_or_none() -> None:
    with pytest.raises(ValidationError, match=r"observation\.state has 3 numbers and 2 names"):
        InputFeature(name="observation.state", size=3, names=("a", "b"))
