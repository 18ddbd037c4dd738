"""Controls that must fail: what reaches the goal without solving the task shows that the goal asks for too little."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.typing import NDArray

from envs.execution.executor import execute
from envs.execution.session import Session
from envs.robots import panda
from envs.task.scene_model import SceneModel
from envs.task.spec import TaskSpec
from envs.verification.cut import changed
from envs.verification.trial import Trial, replayed
from envs.verification.verdict import ControlResult
from envs.verification.wrong_object import mistakes
from envs.worlds.world import CONTROL_HZ

if TYPE_CHECKING:
    from envs.assets.catalog import Catalog
    from envs.execution.rollout import Rollout

ControlName = Literal["no_op", "random_motion", "cut_short", "wrong_object"]

CONTROL_SEEDS = 5
RANDOM_EPISODES = 20
ALLOWED: dict[ControlName, int] = {"no_op": 0, "random_motion": 1, "cut_short": 0, "wrong_object": 0}
"""How often each may reach the goal: chance is given one of its twenty episodes."""
IDLE_SECONDS = 4.0
RANDOM_SECONDS = 4.0
RANDOM_REACH = 0.6
"""Radians around the home configuration from which random joint targets are drawn."""


@dataclass(frozen=True)
class ControlJob:
    """One episode of a control: the scene, its number, and the solution where it needs one."""

    name: ControlName
    spec: TaskSpec
    engine: str
    episode: int = 0
    solution: Trial | None = None


def control_jobs(trials: Sequence[Trial], engine: str) -> tuple[tuple[ControlName, tuple[ControlJob, ...]], ...]:
    """Return the episodes of each control.

    Random motion has twenty, on every scene that there is in turn; the others run on the first five solved ones.
    """
    solved = [trial for trial in trials if trial.result.success][:CONTROL_SEEDS]
    first = [trial.spec for trial in solved or trials[:CONTROL_SEEDS] if trial.spec is not None]
    scenes = [trial.spec for trial in trials if trial.spec is not None]
    episodes = range(RANDOM_EPISODES if scenes else 0)
    return (
        ("no_op", tuple(ControlJob("no_op", spec, engine) for spec in first)),
        ("random_motion", tuple(ControlJob("random_motion", scenes[k % len(scenes)], engine, k) for k in episodes)),
        (
            "cut_short",
            tuple(ControlJob("cut_short", t.spec, engine, solution=t) for t in solved if t.spec is not None),
        ),
        ("wrong_object", tuple(ControlJob("wrong_object", spec, engine) for spec in first)),
    )


def run_control(catalog: Catalog, job: ControlJob) -> bool | str:
    """Return whether one episode of a control reached the goal, or in words why it does not apply."""
    if job.name == "no_op":
        return no_op(job.spec, catalog, job.engine)
    if job.name == "random_motion":
        return random_motion(job.spec, catalog, job.engine, job.episode)
    if job.name == "cut_short":
        return cut_short(job.spec, catalog, job.engine, job.solution)
    return wrong_object(job.spec, catalog, job.engine)


def no_op(spec: TaskSpec, catalog: Catalog, engine: str) -> bool | str:
    """Do nothing for a while; reaching the goal at any time counts."""
    with Session(spec, catalog, engine=engine) as session:
        return _played(session, [home(session)] * round(IDLE_SECONDS * CONTROL_HZ))


def random_motion(spec: TaskSpec, catalog: Catalog, engine: str, episode: int = 0) -> bool | str:
    """Wander smoothly between random configurations around home, opening and closing at random; any time counts."""
    with Session(spec, catalog, engine=engine) as session:
        return _played(session, wander(session, episode))


def wander(session: Session, episode: int) -> list[NDArray[np.float64]]:
    """Return the actions (8,) of one episode of random motion, the same for a scene and an episode's number."""
    rng = np.random.default_rng([session.spec.seed, episode, 0x5EED])
    arm, last = session.robot.arm(), home(session)
    middle = last[:7]
    actions: list[NDArray[np.float64]] = []
    for _ in range(round(RANDOM_SECONDS)):
        q = np.clip(middle + rng.uniform(-RANDOM_REACH, RANDOM_REACH, 7), arm.lower, arm.upper)
        target = np.array([*q, rng.choice([0.0, panda.MAX_WIDTH])])
        actions += [last + (target - last) * k / CONTROL_HZ for k in range(1, CONTROL_HZ + 1)]
        last = target
    return actions


def cut_short(spec: TaskSpec, catalog: Catalog, engine: str, solution: Trial | None) -> bool | str:
    """Play the solution's own actions up to its cut, then rest; what holds at the end counts."""
    if solution is None or solution.cut is None or solution.actions is None:
        return "the solution moves nothing that could be left out"
    reached = replayed(spec, catalog, solution.actions[: solution.cut.index], engine=engine)
    return "its scene does not settle" if reached is None else reached


def wrong_object(spec: TaskSpec, catalog: Catalog, engine: str) -> bool | str:
    """Solve the task for another object of the scene that it fits, and judge that by the task's own goal.

    Where the solution moves nothing on one, since that is out of reach or shut already, the next is tried.
    """
    found = mistakes(spec, catalog)
    if isinstance(found, str):
        return found
    scene = SceneModel.of(spec.scene, catalog)
    reasons: list[str] = []
    for mistaken in found:
        rollout = execute(mistaken.spec, catalog, engine=engine)
        if changed(rollout.initial, rollout.states[-1], scene):
            reached = replayed(spec, catalog, rollout.actions, engine=engine)
            return "its scene does not settle" if reached is None else reached
        reasons.append(f"it could not be played on {mistaken.other} for {mistaken.original}: {_why(rollout)}")
    return reasons[0]


def _why(rollout: Rollout) -> str:
    return "nothing moved" if rollout.failure is None else rollout.failure.reason


def summarise_control(name: ControlName, outcomes: Sequence[bool | str]) -> ControlResult:
    """Return a control's result from its episodes; more successes than it is allowed pass, which is bad."""
    applied = [outcome for outcome in outcomes if isinstance(outcome, bool)]
    successes = sum(applied)
    if not applied:
        reasons = [outcome for outcome in outcomes if isinstance(outcome, str)]
        reason = max(reasons, key=reasons.count) if reasons else "it ran on no seed"
        return ControlResult(name=name, outcome="not_applicable", successes=0, trials=0, reason=reason)
    reason = f"reached the goal in {successes} of {len(applied)} episodes"
    outcome = "passed" if successes > ALLOWED[name] else "refused"
    return ControlResult(name=name, outcome=outcome, successes=successes, trials=len(applied), reason=reason)


def decided(name: ControlName, outcomes: Sequence[bool | str]) -> bool:
    """Whether no further episode can change what a control comes to."""
    return sum(outcome is True for outcome in outcomes) > ALLOWED[name]


def home(session: Session) -> NDArray[np.float64]:
    """Return the action (8,) that keeps the arm where it begins, the hand open."""
    return np.array([*session.robot.home[:7], panda.MAX_WIDTH])


def _played(session: Session, actions: Sequence[NDArray[np.float64]]) -> bool | str:
    session.reset()
    if session.unstable is not None:
        return "its scene does not settle"
    if session.measurement.holds:
        return "its goal holds at the start"
    for action in actions:
        session.step(action)
        if session.success:
            return True
    return False
