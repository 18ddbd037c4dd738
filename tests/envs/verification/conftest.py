from collections.abc import Callable

import pytest

from envs.assets.catalog import Catalog
from envs.task.program import TaskProgram
from envs.task.spec import TaskSpec


@pytest.fixture(scope="session")
def catalog() -> Catalog:
    return Catalog()


def program_of(body: str) -> TaskProgram:
    lines = "\n".join(f"    {line}" for line in body.strip().splitlines())
    return TaskProgram(name="trial", source=f"def build(task, rng):\n{lines}\n")


@pytest.fixture(scope="session")
def program() -> Callable[[str], TaskProgram]:
    return program_of


@pytest.fixture(scope="session")
def instance(catalog: Catalog) -> Callable[..., TaskSpec]:
    """Returns a function that instantiates a program's body at a seed."""

    def make(body: str, seed: int = 0) -> TaskSpec:
        return program_of(body).instantiate(seed, catalog)

    return make
