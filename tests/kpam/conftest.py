"""An arm that needs no files but the Panda's description."""

import numpy as np
import pytest

from envs.robots import panda
from kpam.robot import Arm
from kpam.transforms import Array


@pytest.fixture(scope="session")
def arm() -> Arm:
    return panda.arm()


@pytest.fixture
def home() -> Array:
    return np.array(panda.HOME[:7])


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(0)
