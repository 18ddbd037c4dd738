"""Tools over the real catalog."""

from __future__ import annotations

from pathlib import Path

import pytest

from envs.assets.catalog import Catalog
from tools.context import ToolContext

PROGRAM = """def build(task, rng):
    plate = task.add("plate", region="table_front", name="plate")
    block = task.add("block", region="table_left", name="block")
    task.say("Put the {block} on the {plate}.", block, plate)
    task.goal(block.on(plate))
    task.stage("put it there", pick(block), place(block, plate.top), effect=block.on(plate))
"""


@pytest.fixture(scope="session")
def program() -> str:
    return PROGRAM


@pytest.fixture(scope="session")
def context(tmp_path_factory: pytest.TempPathFactory) -> ToolContext:
    folder: Path = tmp_path_factory.mktemp("pictures")
    return ToolContext(catalog=Catalog(), folder=folder)
