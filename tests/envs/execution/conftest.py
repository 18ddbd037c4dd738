"""Programs played by the lines of their `build`."""

from collections.abc import Callable

import pytest

from envs.assets.catalog import Catalog
from envs.execution.executor import execute
from envs.execution.rollout import Rollout
from envs.task.program import TaskProgram

Play = Callable[..., Rollout]


@pytest.fixture(scope="session")
def play() -> Play:
    catalog = Catalog()

    def run(body: str, seed: int = 0, engine: str = "sapien") -> Rollout:
        lines = "\n".join(f"    {line}" for line in body.strip().splitlines())
        program = TaskProgram(name="trial", source=f"def build(task, rng):\n{lines}\n")
        return execute(program.instantiate(seed, catalog), catalog, engine=engine)

    return run
