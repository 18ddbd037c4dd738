"""The recorded problems, a few generated ones, and the arm."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from benchmarks.kpam.case import Case
from benchmarks.kpam.generated import generated_cases
from benchmarks.kpam.objective import Objective
from benchmarks.kpam.recorded import read, recorded_cases
from envs.robots import panda
from kpam.robot import Arm


@pytest.fixture(scope="session")
def arm() -> Arm:
    return panda.arm()


@pytest.fixture(scope="session")
def data() -> dict[str, Any]:
    return read()


@pytest.fixture(scope="session")
def objective(data: dict[str, Any]) -> Objective:
    return Objective.read(data["objective"])


@pytest.fixture(scope="session")
def recorded(data: dict[str, Any], arm: Arm) -> list[Case]:
    return recorded_cases(data, arm)


@pytest.fixture(scope="session")
def generated(arm: Arm, objective: Objective) -> list[Case]:
    return generated_cases(5, np.random.default_rng(3), arm, objective)
