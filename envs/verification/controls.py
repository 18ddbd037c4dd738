"""Controls that must fail: what reaches the goal without solving the task shows that the goal asks for too little."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import numpy as np

from envs.execution.executor import execute
from envs.execution.session import Session
from envs.robots import panda
from envs.task.spec import TaskSpec
from envs.verification.verdict import ControlResult
from envs.verification.wrong_object import on_another_object
from envs.worlds.world import CONTROL_HZ

if TYPE_CHECKING:
    from envs.assets.catalog import Catalog

CONTROL_SEEDS = 5
IDLE_SECONDS = 5.0
RANDOM_SECONDS = 12.0
RANDOM_REACH = 0.6
"""Radians around the home configuration from which random joint targets are drawn."""

Control = Callable[[TaskSpec, "Catalog", str], "bool | None"]
"""Runs one control on one instance: whether it reached the goal, or None where it cannot apply."""


def no_op(spec: TaskSpec, catalog: Catalog, engine: str) -> bool | None:
    """Do nothing for a while; reaching the goal at any time counts."""
    home = np.array([*panda.HOME[:7], panda.MAX_WIDTH])
    return _play(spec, catalog, engine, [home] * round(IDLE_SECONDS * CONTROL_HZ))


def random_motion(spec: TaskSpec, catalog: Catalog, engine: str) -> bool | None:
    """Wander smoothly between random configurations around home, opening and closing at random."""
    rng = np.random.default_rng([spec.seed, 0x5EED])
    actions: list[np.ndarray] = []
    last = np.array([*panda.HOME[:7], panda.MAX_WIDTH])
    arm = panda.arm()
    for _ in range(round(RANDOM_SECONDS)):
        q = np.clip(np.array(panda.HOME[:7]) + rng.uniform(-RANDOM_REACH, RANDOM_REACH, 7), arm.lower, arm.upper)
        target = np.array([*q, rng.choice([0.0, panda.MAX_WIDTH])])
        actions += [last + (target - last) * k / CONTROL_HZ for k in range(1, CONTROL_HZ + 1)]
        last = target
    return _play(spec, catalog, engine, actions)


def cut_short(spec: TaskSpec, catalog: Catalog, engine: str) -> bool | None:
    """Play the solution without its last stage; one stage alone cannot be cut."""
    if len(spec.stages) < 2:
        return None
    return execute(spec.model_copy(update={"stages": spec.stages[:-1]}), catalog, engine=engine).success


def wrong_object(spec: TaskSpec, catalog: Catalog, engine: str) -> bool | None:
    """Play the solution on another object of the scene that it fits, where there is one."""
    other = on_another_object(spec, catalog)
    return None if other is None else execute(other, catalog, engine=engine).success


CONTROLS: dict[str, Control] = {
    "no_op": no_op,
    "random_motion": random_motion,
    "cut_short": cut_short,
    "wrong_object": wrong_object,
}


def summarise(name: str, outcomes: Sequence[bool | None]) -> ControlResult:
    """Return a control's result from its outcome on each seed; one success is enough to pass, which is bad."""
    applied = [outcome for outcome in outcomes if outcome is not None]
    successes = sum(applied)
    if not applied:
        reasons = {"cut_short": "the task has one stage", "wrong_object": "no other object that the solution fits"}
        reason = reasons.get(name, "it ran on no seed")
        return ControlResult(name=name, outcome="not_applicable", successes=0, trials=0, reason=reason)
    reason = f"reached the goal on {successes} of {len(applied)} seeds"
    outcome = "passed" if successes else "refused"
    return ControlResult(name=name, outcome=outcome, successes=successes, trials=len(applied), reason=reason)


def _play(spec: TaskSpec, catalog: Catalog, engine: str, actions: Sequence[np.ndarray]) -> bool | None:
    with Session(spec, catalog, engine=engine) as session:
        session.reset()
        if session.unstable is not None or session.measurement.holds:
            return None
        for action in actions:
            session.step(action)
            if session.success:
                return True
        return False
