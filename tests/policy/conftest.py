from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from envs.demos.layout import AGENT_NAMES
from policy.data.batch import Batch

if TYPE_CHECKING:
    from policy.config import PolicyConfig

STATE, PLACE = "observation.state", "observation.environment_state"


@pytest.fixture(autouse=True)
def _one_thread() -> Iterator[None]:
    """Compute small networks on one thread: several cost more than they save, above all on a busy machine."""
    if find_spec("torch") is None:
        yield
        return
    import torch

    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@pytest.fixture
def small_config() -> Callable[..., PolicyConfig]:
    """Make configurations of policies small enough to train within a test."""

    def make(head: str = "mlp", **changes: Any) -> PolicyConfig:
        from policy.config import EncoderConfig, InputFeature, PolicyConfig

        values: dict[str, Any] = {
            "head": head,
            "head_config": {"width": 128},
            "encoder": EncoderConfig(width=128, blocks=1, sentence_width=8),
            "inputs": (
                InputFeature(name=STATE, size=len(AGENT_NAMES), names=AGENT_NAMES),
                InputFeature(name=PLACE, size=3),
            ),
            "action_names": AGENT_NAMES,
            "observation_steps": 2,
            "chunk": 4,
            "executed": 2,
            "sentence_size": 5,
            "embedder": "toy",
        }
        return PolicyConfig(**(values | changes))

    return make


@pytest.fixture
def small_batch() -> Batch:
    """Twelve samples for `small_config`; the last two actions of every third chunk are padding."""
    rng = np.random.default_rng(3)
    state = rng.normal(size=(12, 2, 11)).astype(np.float32)
    actions = (0.5 * rng.normal(size=(12, 4, 8))).astype(np.float32)
    is_pad = np.zeros((12, 4), dtype=np.bool_)
    is_pad[::3, 2:] = True
    return Batch(state=state, sentence=rng.normal(size=(12, 5)).astype(np.float32), actions=actions, is_pad=is_pad)
