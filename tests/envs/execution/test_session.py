"""When a task is done: the one definition that solutions, controls, demonstrations and policies are judged by."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from envs.assets.catalog import Catalog
from envs.execution.executor import execute
from envs.execution.session import HELD_SECONDS, Session
from envs.failures import FailureKind
from envs.task.measurement import Measurement
from envs.task.program import TaskProgram
from envs.worlds.world import CONTROL_HZ

STILL = TaskProgram(
    name="still",
    source="""
def build(task, rng):
    block = task.add("block", region="table_front", name="block")
    task.say("Lift the {block}.", block)
    task.goal(block.lifted(0.08))
    task.stage("lift", pick(block, lift=0.12))
""",
)
TOWER = TaskProgram(
    name="tower",
    source="""
def build(task, rng):
    cubes = [task.add("cube", ((0.42, 0.5), (-0.05, 0.05)), instance=5, name="cube_1")]
    for number in range(2, 6):
        cubes.append(task.add("cube", cubes[-1], instance=5, name=f"cube_{number}", stacked=True))
    task.say("Lift the {top cube}.", cubes[-1])
    task.goal(cubes[-1].lifted(0.4))
    task.stage("lift", pick(cubes[-1], lift=0.12))
""",
)
HOME = np.array([0.0, -0.5, 0.0, -2.0, 0.0, 1.6, 0.8, 0.08])
STEPS = round(HELD_SECONDS * CONTROL_HZ)


class Told:
    """A goal that holds at the steps it is told."""

    def __init__(self, holds: list[bool]) -> None:
        self.told = iter(holds)
        self.holds = False

    def take(self, state: object) -> None:
        self.holds = next(self.told)

    @property
    def measurement(self) -> Measurement:
        return Measurement(self.holds, 0.1 if self.holds else -0.1, "m", "as told")


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return Catalog()


@pytest.fixture
def session(catalog: Catalog) -> Iterator[Session]:
    with Session(STILL.instantiate(0, catalog), catalog) as session:
        session.reset()
        yield session


def successes(session: Session, holds: list[bool]) -> list[bool]:
    """Whether the task was done after each step, where its goal holds as told."""
    session.goal = Told(holds)  # type: ignore[assignment]
    found = []
    for _ in holds:
        session.step(HOME)
        found.append(session.success)
    return found


def test_a_goal_that_holds_has_to_hold_for_half_a_second(session: Session) -> None:
    assert successes(session, [True] * (STEPS + 3)) == [False] * STEPS + [True] * 3


def test_what_topples_before_that_begins_anew(session: Session) -> None:
    toppled = [True] * STEPS + [False] + [True] * (STEPS + 1)
    assert successes(session, toppled) == [False] * (2 * STEPS + 1) + [True]


def test_a_goal_that_holds_too_briefly_says_for_how_long(session: Session) -> None:
    successes(session, [True] * 5)
    failure = session.shortfall()
    assert failure is not None
    assert failure.kind is FailureKind.GOAL_MISSED
    assert "held for 0.20 s only (at least 0.50 s wanted)" in failure.reason


def test_a_rollout_is_done_when_its_session_says_so(catalog: Catalog) -> None:
    rollout = execute(STILL.instantiate(0, catalog), catalog)
    assert rollout.success
    assert len(rollout.done) == len(rollout.actions)
    assert rollout.done[-1]
    assert not rollout.done[: len(rollout.done) // 2].any()


@pytest.mark.parametrize("engine", ["sapien", "pybullet"])
def test_a_tower_that_stands_is_a_scene_to_begin_from(catalog: Catalog, engine: str) -> None:
    with Session(TOWER.instantiate(0, catalog), catalog, engine=engine) as session:
        session.reset()
        assert session.unstable is None
