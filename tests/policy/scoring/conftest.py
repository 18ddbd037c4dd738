"""Policies that need no torch: what a task's own solution did, played back, and policies that are at fault."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pytest

from envs.assets.catalog import Catalog
from envs.execution.executor import execute
from envs.task.program import TaskProgram
from policy.scoring.observing import Input

OPEN_DRAWER = """
def build(task, rng):
    cabinet = task.add("drawer_cabinet", region="table_back", facing="robot")
    ball = task.add("ball", region="table_left")
    drawer = cabinet.part("drawer", which="top")
    task.say("Open the {upper drawer} beside the {ball}.", drawer, ball)
    task.goal(drawer.at_least(0.5))
    task.time_limit(15)
    task.stage("open the drawer", actuate(grip(drawer), then=[follow(drawer, to=0.8)]))
"""
SEEDS = (1000, 1001)


@dataclass
class Playback:
    """Plays back actions by seed, and the last one over and over; a player and an actor in one."""

    actions: Mapping[int, np.ndarray]
    inputs: tuple[Input, ...] = ()
    seen: list[set[str]] = field(default_factory=list)

    def actor(self) -> Playback:
        return self

    def reset(self, sentence: object = None, *, seed: int = 0) -> None:
        self.sentence, self.seed, self.step = sentence, seed, 0

    def select_action(self, observation: Mapping[str, Any]) -> np.ndarray:
        self.seen.append(set(observation))
        actions = self.actions[self.seed]
        self.step += 1
        return actions[min(self.step, len(actions)) - 1]


@pytest.fixture(scope="session")
def catalog() -> Catalog:
    return Catalog()


@pytest.fixture(scope="session")
def program() -> TaskProgram:
    return TaskProgram(name="open_drawer", source=OPEN_DRAWER)


@pytest.fixture(scope="session")
def solutions(catalog: Catalog, program: TaskProgram) -> dict[int, np.ndarray]:
    """The actions of the task's own solution, by seed."""
    rollouts = {seed: execute(program.instantiate(seed, catalog), catalog) for seed in SEEDS}
    assert all(rollout.success for rollout in rollouts.values())
    return {seed: rollout.actions for seed, rollout in rollouts.items()}


@pytest.fixture
def playback(solutions: dict[int, np.ndarray]) -> Playback:
    return Playback(solutions)


@pytest.fixture(scope="session")
def playback_type() -> type[Playback]:
    return Playback
