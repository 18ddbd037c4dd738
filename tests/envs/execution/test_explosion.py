"""Physics that explodes is a failure of its own kind: never a success, never a crash."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from envs.assets.catalog import Catalog
from envs.demos.collect import attempt
from envs.execution.executor import execute
from envs.execution.explosion import explosion
from envs.execution.session import Session
from envs.failures import Failure, FailureKind
from envs.gym import SimwrightEnv
from envs.task.program import TaskProgram
from envs.worlds.sapien_world import SapienWorld
from envs.worlds.state import ObjectState, RobotState, WorldState

LIFT = TaskProgram(
    name="lift",
    source="""
def build(task, rng):
    block = task.add("block", region="table_front", name="block")
    task.say("Lift the {block}.", block)
    task.goal(block.lifted(0.08))
    task.stage("lift", pick(block, lift=0.12))
""",
)
HOME = np.array([0.0, -0.5, 0.0, -2.0, 0.0, 1.6, 0.8, 0.08])


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return Catalog()


def state(
    velocity: tuple[float, ...] = (0.0,) * 6, x: float = 0.4, joint: float = 0.0, rate: float = 0.0
) -> WorldState:
    T = np.eye(4)
    T[0, 3] = x
    thing = ObjectState({"body": T}, {"body": np.array(velocity)}, {"hinge": joint}, {"hinge": rate})
    return WorldState(1.0, RobotState(np.zeros(9), np.zeros(9), np.zeros(9), np.eye(4)), {"thing": thing})


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        (state(velocity=(150.0, 0, 0, 0, 0, 0)), "150 m/s"),
        (state(velocity=(float("nan"), 0, 0, 0, 0, 0)), "no number"),
        (state(x=float("inf")), "no number"),
        (state(rate=-120.0), "hinge moves at 120"),
        (state(joint=float("nan")), "no number"),
    ],
)
def test_a_value_that_is_no_number_or_a_speed_over_the_limit_is_an_explosion(broken: WorldState, said: str):
    found = explosion(broken)
    assert found is not None
    assert said in found


def test_what_is_fast_but_sound_is_no_explosion():
    assert explosion(state()) is None
    assert explosion(state(velocity=(90.0, 40.0, 0, 0, 0, 0))) is None
    assert explosion(state(velocity=(0, 0, 0, 0, 0, 300.0))) is None, "turning fast is not moving fast"


class Exploding(SapienWorld):
    """SAPIEN, but from half a second on the block has a value that no engine should give."""

    value = float("nan")
    after = 0.5

    def state(self, *, contacts: bool = True) -> WorldState:
        found = super().state(contacts=contacts)
        if found.time < self.after:
            return found
        item = found.objects["block"]
        broken = replace(
            item, velocities={"body": np.full(6, self.value)} | {n: np.full(6, self.value) for n in item.velocities}
        )
        return replace(found, objects={"block": broken})


@pytest.fixture
def explode(monkeypatch: pytest.MonkeyPatch) -> Any:
    def arrange(value: float, after: float) -> None:
        world: Any = type("Broken", (Exploding,), {"value": value, "after": after})
        monkeypatch.setattr(
            "envs.execution.session.make_world", lambda _e, scene, assets, physics: world(scene, assets, physics)
        )

    return arrange


@pytest.mark.parametrize("value", [float("nan"), float("inf"), 1e4])
@pytest.mark.parametrize("after", [0.02, 1.0])
def test_a_rollout_that_explodes_fails_and_says_when(catalog: Catalog, explode: Any, value: float, after: float):
    explode(value, after)
    rollout = execute(LIFT.instantiate(0, catalog), catalog)
    assert not rollout.success
    assert rollout.failure is not None
    assert rollout.failure.kind == FailureKind.EXPLODED
    assert "block" in rollout.failure.reason
    assert all(np.isfinite(found.vector()).all() for found in rollout.states), "what is kept is sound"
    assert rollout.failure.stage == (None if after < 0.1 else "lift")


def test_an_explosion_during_collection_is_a_failure_that_is_counted(catalog: Catalog, explode: Any):
    explode(float("nan"), 1.0)
    found = attempt(LIFT, catalog, 0)
    assert isinstance(found, Failure)
    assert found.kind == FailureKind.EXPLODED


def test_a_session_that_exploded_stands_still_and_succeeds_never_again(catalog: Catalog, explode: Any):
    explode(float("nan"), 1.0)
    held = TaskProgram(
        name="held", source=LIFT.source.replace("block.lifted(0.08)", "held_for(block.upright(1.5), 0.1)")
    )
    with Session(held.instantiate(0, catalog), catalog) as session:
        session.reset()
        while session.exploded is None:
            session.step(HOME)
        assert session.measurement.holds, "the goal held in the last sound state"
        assert not session.success
        before = session.state
        assert session.step(HOME) is before


def test_an_environment_that_explodes_truncates_and_says_so(catalog: Catalog, explode: Any):
    env = SimwrightEnv(LIFT, catalog)
    explode(float("nan"), 1.0)
    env.reset(seed=0)
    for _ in range(40):
        observation, reward, terminated, truncated, info = env.step(HOME)
        if truncated:
            break
    assert truncated
    assert not terminated
    assert reward == 0.0
    assert "exploded" in info["goal"]
    assert np.isfinite(observation["environment_state"]).all()
    env.close()
