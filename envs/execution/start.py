"""Whether a settled scene is one to begin from: still, sound, within reach, and with everything yet to do."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Literal

import numpy as np

from envs.execution.penetration import DEPTH, deepest
from envs.failures import Failure, FailureKind
from envs.robots import robot
from envs.robots.robot import Robot
from envs.task.goals import Sequence, Unchanged
from envs.task.mentions import walk
from envs.task.monitor import GoalMonitor
from envs.task.nearness import WORDS, nearly_true
from envs.task.stages import Meet, Pick
from kpam.transforms import apply

if TYPE_CHECKING:
    from envs.execution.session import Session
    from envs.worlds.state import WorldState

CheckName = Literal["settles", "no_penetration", "within_reach", "goal_false_at_start", "goal_not_nearly_true"]

REACH_MARGIN = 0.02
"""Metres added to the furthest that sampled postures reach, so that nothing reachable is called out of reach."""


@dataclass(frozen=True)
class StartCheck:
    """One check of one scene: the figure that decided it in words, and the failure where it does not hold."""

    name: CheckName
    text: str
    failure: Failure | None = None


def inspect_start(session: Session) -> tuple[StartCheck, ...]:
    """Check a session that was reset; a scene that does not settle is looked at no further than for what throws it."""
    if session.unstable is not None:
        overlaps = _penetration(session, session.placed)
        unsettled = StartCheck("settles", session.unstable.reason, session.unstable)
        return (unsettled,) if overlaps.failure is None else (overlaps, unsettled)
    still = StartCheck("settles", f"still after {session.start.time:.2f} s")
    return (still, _penetration(session, session.start), _reach(session), _untrue(session), _not_nearly(session))


def _penetration(session: Session, state: WorldState) -> StartCheck:
    worst = deepest(session.spec.scene, state, session.scene_model)
    if worst is None:
        return StartCheck("no_penetration", "nothing overlaps")
    broken = worst.depth > DEPTH
    failure = _failure(session, FailureKind.PENETRATION, worst.text) if broken else None
    return StartCheck("no_penetration", worst.text, failure)


def _reach(session: Session) -> StartCheck:
    """Compare with the longest reach from the shoulder: what lies beyond that no posture comes to."""
    shoulder, longest = _furthest(session.robot.name)
    what, distance = max(_distances(session, shoulder), key=lambda item: item[1], default=("nothing", 0.0))
    text = f"{what} is {distance:.2f} m from the shoulder (the arm reaches {longest:.2f} m)"
    if distance <= longest:
        return StartCheck("within_reach", text)
    return StartCheck("within_reach", text, _failure(session, FailureKind.OUT_OF_REACH, f"out of reach: {text}"))


def _distances(session: Session, shoulder: np.ndarray) -> list[tuple[str, float]]:
    """Return the distance of the nearest there can be of everything that the goal or the stages name."""
    spec, state, scene = session.spec, session.start, session.scene_model
    found: list[tuple[str, float]] = []
    for name in _touched(session):
        radius = float(np.linalg.norm(scene.asset(name).size)) / 2
        found.append((name, float(np.linalg.norm(scene.centre(state, name) - shoulder)) - radius))
    for action in spec.stages[0].actions[:1]:  # it may move nearer what the next ones are about
        for item in walk(action):
            if isinstance(item, Meet):
                point = scene.point(state, item.target)
                found.append((f"what stage {spec.stages[0].name!r} touches", float(np.linalg.norm(point - shoulder))))
            elif isinstance(item, Pick) and scene.asset(item.object).grasps:
                poses = state.objects[item.object].links
                grasps = [apply(poses[grasp.link], grasp.centre) for grasp in scene.asset(item.object).grasps]
                nearest = min(float(np.linalg.norm(point - shoulder)) for point in grasps)
                found.append((f"the nearest grasp of {item.object}", nearest))
    return found


def _touched(session: Session) -> list[str]:
    """Return the objects that something is to be done to or with; what stays as it is may be anywhere."""
    spec, scene = session.spec, session.scene_model
    found: set[str] = set()
    for item in (item for model in (spec.goal, *spec.stages) for item in walk(model)):
        if not isinstance(item, Unchanged):
            values = [getattr(item, field, None) for field in ("object", "objects", "support", "supports")]
            found |= {name for value in values for name in ((value,) if isinstance(value, str) else value or ())}
    return sorted(found & scene.objects.keys())


@cache
def _furthest(name: str) -> tuple[np.ndarray, float]:
    """Return where a robot's shoulder is (3,), and how far from there the furthest point of its tool comes, metres."""
    arm, tool = robot(name).arm(), _points(robot(name))
    rng = np.random.default_rng(0)
    q = rng.uniform(arm.lower, arm.upper, (2048, len(arm.lower)))
    q[:, 3] = arm.upper[3]  # an elbow that is as straight as it goes
    T = arm.forward(q)
    shoulder = np.array(arm.model.jointPlacements[1].translation)
    reached = [np.einsum("nij,j->ni", T[:, :3, :3], point) + T[:, :3, 3] for point in tool]
    return shoulder, max(float(np.linalg.norm(at - shoulder, axis=1).max()) for at in reached) + REACH_MARGIN


def _points(robot: Robot) -> list[np.ndarray]:
    return [np.asarray(point) for point in robot.tool.points.values()]


def _untrue(session: Session) -> StartCheck:
    goal = session.measurement
    reason = f"the goal holds before anything is done: {goal.text}"
    if not goal.holds:
        begun = _begun(session)
        if begun is None:
            return StartCheck("goal_false_at_start", goal.text)
        reason = f"the first step of its sequence asks nothing, it holds before anything is done: {begun}"
    return StartCheck("goal_false_at_start", reason, _failure(session, FailureKind.GOAL_TRUE_AT_START, reason))


def _begun(session: Session) -> str | None:
    """Return in words the first step of a sequence of the goal that holds at the start, or None."""
    for item in walk(session.spec.goal):
        if isinstance(item, Sequence):
            first = GoalMonitor(item.goals[0], session.scene_model).update(session.start)
            if first.holds:
                return first.text
    return None


def _not_nearly(session: Session) -> StartCheck:
    if session.measurement.holds:
        return StartCheck("goal_not_nearly_true", "it holds")
    near = nearly_true(session.spec.goal, session.start, session.scene_model)
    if near is None:
        return StartCheck("goal_not_nearly_true", f"no {WORDS} brings it about: {session.measurement.text}")
    reason = f"the goal is nearly true before anything is done, a {WORDS} or a wait brings it about: {near}"
    return StartCheck("goal_not_nearly_true", reason, _failure(session, FailureKind.GOAL_NEARLY_TRUE, reason))


def _failure(session: Session, kind: FailureKind, reason: str) -> Failure:
    return Failure(kind=kind, reason=reason, seed=session.spec.seed)
