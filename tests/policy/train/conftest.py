from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from numpy.typing import NDArray

from envs.demos.formats.lerobot import write
from tests.envs.demos.conftest import random_episode

if TYPE_CHECKING:
    from policy.train.request import TrainingRequest

SENTENCE_SIZE = 4


def toy_embed(sentences: Sequence[str]) -> NDArray[np.float64]:
    """Embed sentences by their length."""
    return np.array([[np.cos(k * len(text)) for k in range(SENTENCE_SIZE)] for text in sentences])


@pytest.fixture(scope="session")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Ten episodes of one task, of random numbers."""
    folder = tmp_path_factory.mktemp("datasets") / "lift"
    write((random_episode(seed, steps=12) for seed in range(10)), folder)
    return folder


@pytest.fixture
def small_request(dataset: Path) -> Callable[..., TrainingRequest]:
    """Make requests for a small policy and a short training without rollouts."""

    def make(head: str = "mlp", *, data: Sequence[Path] = (), inputs: Sequence[str] = (), **train: Any) -> Any:
        from policy.data.source import FrameSource
        from policy.train.config import TrainConfig
        from policy.train.request import make_request

        values = {
            "steps": 60,
            "batch_size": 16,
            "warmup_steps": 5,
            "validate_every": 25,
            "validation_batches": 2,
            "rollouts": 0,
            "save_every": 10,
            "log_every": 4,
        }
        return make_request(
            [FrameSource.open(path) for path in data or [dataset]],
            head,
            train=TrainConfig(**(values | train)),
            embedder="toy",
            sentence_size=SENTENCE_SIZE,
            inputs=inputs,
            settings={
                "head_config": {"width": 32},
                "encoder": {"width": 32, "sentence_width": 4},
                "chunk": 4,
                "executed": 2,
            },
        )

    return make


@pytest.fixture
def run_training() -> Callable[..., Any]:
    """Train in this process; returns the final state."""

    def run(request: TrainingRequest, folder: Path, **options: Any) -> Any:
        from envs.assets.catalog import Catalog
        from envs.verification.workers import Workers
        from policy.train.loop import train

        return train(request, request.open_sources(), folder, embed=toy_embed, workers=Workers(Catalog()), **options)

    return run
