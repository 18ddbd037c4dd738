from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from envs.demos.episode import Episode
from envs.demos.formats.lerobot import write
from tests.envs.demos.conftest import random_episode


@pytest.fixture
def make_episode() -> Callable[..., Episode]:
    """Make an episode of random numbers: no simulator ran it, but it has all the parts of one."""
    return random_episode


@pytest.fixture
def make_dataset(tmp_path: Path) -> Callable[..., Path]:
    """Write episodes of random numbers, one for each seed, and return the dataset's folder."""

    def make(name: str = "data", seeds: Iterable[int] = range(4), **options: object) -> Path:
        write((random_episode(seed, **options) for seed in seeds), tmp_path / name)  # type: ignore[arg-type]
        return tmp_path / name

    return make
