"""Things that start on other things come to rest."""

from __future__ import annotations

import pytest

from envs.assets.catalog import Catalog
from envs.execution.session import Session
from envs.task.program import TaskProgram

SOURCE = """
def build(task, rng):
    tray = task.add("tray", region="table_front", name="t")
    task.add("cube", region=tray, name="a")
    can = task.add("can", region=tray, name="b")
    task.add("block", region=tray, name="c")
    task.say("Put the {b} on the table.", can)
    task.goal(can.near(at(0.5, 0.3, 0.0), 0.05))
    task.stage("move", pick(can), place(can, at(0.5, 0.3, 0.0)))
"""


@pytest.mark.parametrize("seed", [6, 9, 10])
def test_three_things_on_a_tray_are_soon_still(seed: int) -> None:
    catalog = Catalog()
    spec = TaskProgram(name="tray", source=SOURCE).instantiate(seed, catalog)
    with Session(spec, catalog, engine="sapien") as session:
        session.reset()
        assert session.unstable is None, session.unstable
        assert session.start.time < 0.5
