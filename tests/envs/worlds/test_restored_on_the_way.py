"""The tabletop's own scenes, stopped in mid-motion with something at the cup, go on bit for bit in every engine."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from envs.assets.catalog import Catalog
from envs.builtin import builtin
from envs.execution.executor import execute
from envs.worlds import WORLDS, make_world
from envs.worlds.state import WorldState
from envs.worlds.world import SUBSTEPS, World
from kpam.transforms import Array

CATALOG = Catalog()
MOVING = 0.1
"""Metres a second along the table at which what was taken hold of is on its way."""
ON = 8
"""Control steps that are played on."""
TASKS = ("align-box-corner", "align-rope")


class _OnTheWayError(Exception):
    """Ends an episode on its way."""


@cache
def on_the_way(task: str, engine: str) -> tuple[WorldState, ...]:
    """Return the states of a task's own solution until what hangs on the cup is on its way."""
    return _on_the_way(task, engine)


def _on_the_way(task: str, engine: str) -> tuple[WorldState, ...]:
    states: list[WorldState] = []

    def on_step(state: WorldState) -> None:
        states.append(state)
        held = state.robot.sucked
        if held is not None and np.linalg.norm(state.objects[held.object].velocities[held.link][:2]) > MOVING:
            raise _OnTheWayError

    with pytest.raises(_OnTheWayError):
        execute(builtin(task).instantiate(1, CATALOG), CATALOG, engine=engine, on_step=on_step)
    return tuple(states)


def play_on(world: World, saved: WorldState) -> list[Array]:
    """Restore a state, move on as before it, turn, let go; returns the vectors on the way."""
    world.restore(saved)
    targets, vectors = saved.robot.targets.copy(), list[Array]()
    for k in range(ON * SUBSTEPS):
        targets[0] += 1e-3
        targets[3] -= 5e-4 * np.sin(0.2 * k)
        if k == ON * SUBSTEPS // 2:
            targets[7:] = 0.04
        world.set_targets(targets)
        world.step(1)
        if k % SUBSTEPS == 0:
            vectors.append(world.state().vector())
    return vectors


@pytest.mark.parametrize("engine", WORLDS)
@pytest.mark.parametrize("task", TASKS)
def test_what_hangs_on_the_cup_in_mid_motion_goes_on_bit_for_bit(engine: str, task: str):
    saved = on_the_way(task, engine)[-1]
    scene = builtin(task).instantiate(1, CATALOG).scene
    assets = {item.asset: CATALOG.get(item.asset) for item in scene.objects}
    one, other = make_world(engine, scene, assets), make_world(engine, scene, assets)
    ways = [play_on(world, saved) for world in (one, other, one)]
    one.close()
    other.close()
    assert all(np.array_equal(*pair) for pair in zip(ways[0], ways[1], strict=True))
    assert all(np.array_equal(*pair) for pair in zip(ways[0], ways[2], strict=True))


@pytest.mark.parametrize("engine", WORLDS)
def test_two_runs_of_one_seed_with_a_rope_at_the_cup_are_identical(engine: str):
    ways = on_the_way("align-rope", engine), _on_the_way("align-rope", engine)
    assert all(np.array_equal(one.vector(), other.vector()) for one, other in zip(*ways, strict=True))
