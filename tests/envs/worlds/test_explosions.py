"""Physics that explodes in an engine is a state with NaN and a failure by name: no crash of a world or of a run."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from envs.assets.catalog import Catalog
from envs.execution.executor import execute
from envs.execution.session import Session
from envs.failures import FailureKind
from envs.task.program import TaskProgram
from envs.task.spec import SceneSpec
from envs.worlds import WORLDS, make_world
from envs.worlds.state import WorldState
from envs.worlds.world import World
from tests.envs.worlds.conftest import block, jointed, placed

LIFT = """
def build(task, rng):
    task.robot("ROBOT")
    block = task.add("block", region="table_front", name="block")
    task.say("Lift the {block}.", block)
    task.goal(block.lifted(0.08))
    task.stage("lift", pick(block, lift=0.12))
"""
KEEP = np.array([0.0, -0.5, 0.0, -2.0, 0.0, 1.6, 0.8, 0.08])
WILD = [np.nan, 1e4]
Explode = Callable[[float, Callable[[WorldState], bool]], None]


def wild(state: WorldState, name: str, value: float) -> WorldState:
    """Return a state in which an object moves at a speed that no engine survives."""
    item = state.objects[name]
    velocities = {link: np.full(6, value) for link in item.velocities}
    return replace(state, objects={**state.objects, name: replace(item, velocities=velocities)})


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return Catalog()


@pytest.fixture
def explode(monkeypatch: pytest.MonkeyPatch) -> Explode:
    """Return a function that lets sessions' worlds explode, in the engine itself, as soon as a state says so."""

    def arrange(value: float, when: Callable[[WorldState], bool]) -> None:
        def broken(engine: str, scene: SceneSpec, assets: Any, physics: Any) -> World:
            world: Any = make_world(engine, scene, assets, physics)
            step = world.step

            def stepped(substeps: int = 1) -> None:
                state = world.state(contacts=False)
                if when(state) and np.isfinite(state.vector()).all():
                    world.restore(wild(state, "block", value))
                step(substeps)

            world.step = stepped
            return world

        monkeypatch.setattr("envs.execution.session.make_world", broken)

    return arrange


@pytest.mark.parametrize("engine", WORLDS)
def test_a_state_that_exploded_has_a_vector(engine: str):
    b, a = block(), jointed()
    objects = (placed("b", b, 0.4, 0.3), placed("c", b, 0.4, 0.335), placed("post", a, 0.65, 0.0))
    scene = SceneSpec(robot="panda_suction", objects=objects)
    world = make_world(engine, scene, {b.id: b, a.id: a})
    sound = world.state()
    world.restore(wild(sound, "b", np.nan))
    world.step(24)
    broken = world.state()
    world.restore(sound)
    world.step(1)
    again = world.state()
    world.close()
    assert broken.vector().shape == sound.vector().shape
    assert np.isnan(broken.vector()).any()
    assert np.isfinite(again.vector()).all(), "a world goes on from a sound state"


@pytest.mark.parametrize("engine", WORLDS)
def test_a_pose_that_is_no_number_is_not_restored(engine: str):
    b = block()
    world = make_world(engine, SceneSpec(objects=(placed("b", b, 0.4, 0.3),)), {b.id: b})
    state = world.state()
    nowhere = replace(state.objects["b"], links={"base": np.full((4, 4), np.nan)})
    with pytest.raises(ValueError, match="'b' at a pose that is no number"):
        world.restore(replace(state, objects={"b": nowhere}))
    world.close()


@pytest.mark.parametrize("engine", WORLDS)
@pytest.mark.parametrize("value", WILD)
@pytest.mark.parametrize("robot", ["panda", "panda_suction"])
def test_an_episode_that_explodes_fails_by_name(
    catalog: Catalog, explode: Explode, engine: str, value: float, robot: str
):
    explode(value, lambda state: state.time > 1.0)
    task = TaskProgram(name="lift", source=LIFT.replace("ROBOT", robot))
    rollout = execute(task.instantiate(0, catalog), catalog, engine=engine)
    assert rollout.failure is not None
    assert rollout.failure.kind == FailureKind.EXPLODED
    assert rollout.failure.stage == "lift"
    assert all(np.isfinite(state.vector()).all() for state in rollout.states), "what is kept is sound"


@pytest.mark.parametrize("engine", WORLDS)
def test_what_explodes_at_the_cup_fails_by_name(catalog: Catalog, explode: Explode, engine: str):
    explode(np.nan, lambda state: state.robot.sucked is not None)
    task = TaskProgram(name="lift", source=LIFT.replace("ROBOT", "panda_suction"))
    rollout = execute(task.instantiate(0, catalog), catalog, engine=engine)
    assert rollout.failure is not None
    assert rollout.failure.kind == FailureKind.EXPLODED


@pytest.mark.parametrize("engine", WORLDS)
def test_a_scene_that_explodes_while_it_settles_is_told_by_a_session(catalog: Catalog, explode: Explode, engine: str):
    explode(np.nan, lambda state: True)
    task = TaskProgram(name="lift", source=LIFT.replace("ROBOT", "panda"))
    with Session(task.instantiate(0, catalog), catalog, engine=engine) as session:
        session.reset()
        assert session.exploded is not None
        assert session.exploded.kind == FailureKind.EXPLODED
        before = session.state
        assert session.step(KEEP) is before
        assert not session.success
