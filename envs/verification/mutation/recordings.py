"""What is recorded of a task once, so that goals can be asked of it again and again without physics."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from envs.execution.executor import execute
from envs.execution.session import Session
from envs.task.goals import Goal
from envs.task.monitor import GoalMonitor
from envs.task.scene_model import SceneModel
from envs.task.spec import TaskSpec
from envs.verification.controls import home, wander
from envs.verification.cut import cut_of
from envs.verification.wrong_object import on_another_object
from envs.worlds.state import WorldState
from envs.worlds.world import CONTROL_HZ

if TYPE_CHECKING:
    from envs.assets.catalog import Catalog
    from envs.execution.rollout import Rollout

EVERY = 4
"""Control steps from one state that is kept to the next."""
IDLE_SECONDS = 2.0


@dataclass(frozen=True)
class Recording:
    """States of one control; with `at_end` it is their last that counts, otherwise any of them."""

    name: str
    states: tuple[WorldState, ...]
    at_end: bool


@dataclass(frozen=True)
class Recorded:
    """One seed of a task: its scene, its solved rollout, and what the controls did."""

    spec: TaskSpec
    scene: SceneModel
    rollout: Rollout
    controls: tuple[Recording, ...]

    @property
    def solution(self) -> Recording:
        """The solution's states."""
        return Recording("solution", thinned(self.rollout.states), at_end=True)


def record(spec: TaskSpec, catalog: Catalog, engine: str, *, wrong_object: bool = True) -> Recorded | Rollout:
    """Run a task's solution and its controls; the rollout alone where the solution fails."""
    rollout = execute(spec, catalog, engine=engine)
    return beside(rollout, catalog, engine, wrong_object=wrong_object) if rollout.success else rollout


def beside(rollout: Rollout, catalog: Catalog, engine: str, *, wrong_object: bool = True) -> Recorded:
    """Run the controls of a solved seed and keep them beside its rollout."""
    spec = rollout.spec
    scene = SceneModel.of(spec.scene, catalog)
    controls = [_no_op(spec, catalog, engine), _random(spec, catalog, engine)]
    cut = cut_of(rollout, scene)
    if cut is not None:
        controls.append(Recording("cut_short", thinned(rollout.states[: cut.index + 1]), at_end=True))
    mistaken = on_another_object(spec, catalog) if wrong_object else "not asked"
    if not isinstance(mistaken, str):
        states = execute(mistaken.spec, catalog, engine=engine).states
        controls.append(Recording("wrong_object", thinned(states), at_end=True))
    return Recorded(spec, scene, rollout, tuple(controls))


def reaches(goal: Goal, recording: Recording, scene: SceneModel) -> bool:
    """Return whether a goal is met at the end of a recording, or at any state of one where any counts."""
    monitor = GoalMonitor(goal, scene)
    held = False
    for state in recording.states:
        held = monitor.update(state).holds
        if held and not recording.at_end:
            return True
    return held


def thinned(states: tuple[WorldState, ...]) -> tuple[WorldState, ...]:
    """Return every fourth state, the first and the last among them."""
    return (*states[:-1:EVERY], states[-1])


def _no_op(spec: TaskSpec, catalog: Catalog, engine: str) -> Recording:
    with Session(spec, catalog, engine=engine) as session:
        states = [session.reset()]
        still = home(session)
        states += [session.step(still) for _ in range(round(IDLE_SECONDS * CONTROL_HZ))]
    return Recording("no_op", thinned(tuple(states)), at_end=False)


def _random(spec: TaskSpec, catalog: Catalog, engine: str) -> Recording:
    with Session(spec, catalog, engine=engine) as session:
        states = [session.reset()]
        states += [session.step(action) for action in wander(session, 0)]
    return Recording("random_motion", thinned(tuple(states)), at_end=False)
