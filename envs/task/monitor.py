"""Evaluates a goal along a trajectory, one state at a time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Protocol

import numpy as np

from envs.task.goals import All, Always, Any, Goal, HeldFor, Never, Not, Sequence, Unchanged
from envs.task.measurement import Measurement
from envs.task.scene_model import SceneModel
from envs.worlds.state import WorldState
from kpam.transforms import rotation_angle

CLOCK = 1e-9  # seconds by which sums of time steps may be off


class GoalMonitor:
    """Says at every state whether a goal holds, at a cost that does not grow with the trajectory.

    The first state that `update` sees is the start to which relative goals refer.
    """

    def __init__(self, goal: Goal, scene: SceneModel) -> None:
        self._scene = scene
        self._node = _node(goal)
        self._start: WorldState | None = None
        self._last: Measurement | None = None

    @property
    def measurement(self) -> Measurement:
        """The answer for the last state; raises RuntimeError before the first."""
        if self._last is None:
            raise RuntimeError("the monitor has seen no state; call update(state) first")
        return self._last

    def update(self, state: WorldState) -> Measurement:
        """Take in the next state of the trajectory and return how the goal stands at it."""
        if self._start is None:
            self._start = state
        self._last = self._node.update(state, self._start, self._scene)
        return self._last


def evaluate(goal: Goal, states: Iterable[WorldState], scene: SceneModel) -> Measurement:
    """Return how a goal stands at the end of a trajectory; raises RuntimeError for an empty one."""
    monitor = GoalMonitor(goal, scene)
    for state in states:
        monitor.update(state)
    return monitor.measurement


class _Node(Protocol):
    def update(self, state: WorldState, start: WorldState, scene: SceneModel) -> Measurement: ...


class _Predicate:
    """A goal on one state; `Unchanged` compares with the start."""

    def __init__(self, goal: Goal) -> None:
        self.goal = goal

    def update(self, state: WorldState, start: WorldState, scene: SceneModel) -> Measurement:
        if isinstance(self.goal, Unchanged):
            return measure_unchanged(self.goal, state, start, scene)
        return self.goal.measure(state, start, scene)  # type: ignore[union-attr]


class _All:
    """The first goal that is missed speaks for all; the text names every one that is."""

    def __init__(self, goals: Iterable[Goal]) -> None:
        self.children = [_node(goal) for goal in goals]

    def update(self, state: WorldState, start: WorldState, scene: SceneModel) -> Measurement:
        found = [child.update(state, start, scene) for child in self.children]
        missed = [item for item in found if not item.holds]
        if missed:
            return replace(missed[0], text="; ".join(item.text for item in missed))
        tightest = min(found, key=lambda item: item.margin)
        return replace(tightest, text="; ".join(item.text for item in found))


class _Any:
    """The first goal that holds speaks for all, otherwise the one that is missed by the smallest figure."""

    def __init__(self, goals: Iterable[Goal]) -> None:
        self.children = [_node(goal) for goal in goals]

    def update(self, state: WorldState, start: WorldState, scene: SceneModel) -> Measurement:
        found = [child.update(state, start, scene) for child in self.children]
        holding = [item for item in found if item.holds]
        if holding:
            return holding[0]
        nearest = min(found, key=lambda item: item.error)
        return replace(nearest, text="none of: " + "; ".join(item.text for item in found))


class _Not:
    def __init__(self, goal: Goal) -> None:
        self.child = _node(goal)

    def update(self, state: WorldState, start: WorldState, scene: SceneModel) -> Measurement:
        found = self.child.update(state, start, scene)
        return Measurement(not found.holds, -found.margin, found.unit, f"not wanted: {found.text}")


class _HeldFor:
    def __init__(self, goal: HeldFor) -> None:
        self.child, self.seconds = _node(goal.goal), goal.seconds
        self.since: float | None = None

    def update(self, state: WorldState, start: WorldState, scene: SceneModel) -> Measurement:
        found = self.child.update(state, start, scene)
        if not found.holds:
            self.since = None
        elif self.since is None:
            self.since = state.time
        elapsed = 0.0 if self.since is None else state.time - self.since
        margin = elapsed - self.seconds
        holds = found.holds and margin >= -CLOCK
        text = f"{found.text}, for {elapsed:.2f} s (at least {self.seconds:.2f} s wanted)"
        return Measurement(holds, max(margin, 0.0) if holds else margin, "s", text)


class _Sequence:
    """Counts the goals met in order, each in a later state than the one before; the last must hold now."""

    def __init__(self, goals: Iterable[Goal]) -> None:
        self.children = [_node(goal) for goal in goals]
        self.met = 0

    def update(self, state: WorldState, start: WorldState, scene: SceneModel) -> Measurement:
        found = [child.update(state, start, scene) for child in self.children]
        before, final = self.met, len(found) - 1
        if before < final:
            self.met += found[before].holds
            text = f"step {self.met + 1} of {len(found)}: {found[self.met].text}"
            return Measurement(False, (self.met - len(found)) / len(found), "fraction", text)
        return replace(found[final], text=f"step {len(found)} of {len(found)}: {found[final].text}")


class _Always:
    """Keeps the worst measurement since the start; `wanted` False turns it into never."""

    def __init__(self, goal: Goal, wanted: bool) -> None:
        self.child, self.wanted = _node(goal), wanted
        self.worst: Measurement | None = None

    def update(self, state: WorldState, start: WorldState, scene: SceneModel) -> Measurement:
        found = self.child.update(state, start, scene)
        holds = found.holds == self.wanted
        margin = found.margin if self.wanted else -found.margin
        word = "always" if self.wanted else "never"
        now = Measurement(holds, margin, found.unit, f"{word} wanted; at {state.time:.2f} s: {found.text}")
        if self.worst is None or (now.holds, now.margin) < (self.worst.holds, self.worst.margin):
            self.worst = now
        return self.worst


def measure_unchanged(goal: Unchanged, state: WorldState, start: WorldState, scene: SceneModel) -> Measurement:
    """Return by how much an object, or a part's joint, stayed within its tolerance of where it started."""
    if goal.part is not None:
        change = abs(
            scene.joint_value(state, goal.object, goal.part) - scene.joint_value(start, goal.object, goal.part)
        )
        revolute = scene.part_joint(goal.object, goal.part).kind == "revolute"
        unit = "rad" if revolute else "m"
        text = f"{goal.object}'s {goal.part} has moved by {change:.3f} {unit} (at most {goal.position:.3f} wanted)"
        return Measurement(change <= goal.position, goal.position - change, unit, text)
    shift = float(np.linalg.norm(scene.centre(state, goal.object) - scene.centre(start, goal.object)))
    turn = rotation_angle(scene.pose(start, goal.object)[:3, :3], scene.pose(state, goal.object)[:3, :3])
    text = f"{goal.object} has moved by {shift * 1000:.0f} mm and {np.degrees(turn):.0f} degrees"
    if shift > goal.position or turn <= goal.angle:
        return Measurement(shift <= goal.position, goal.position - shift, "m", text)
    return Measurement(False, goal.angle - turn, "rad", text)


def _node(goal: Goal) -> _Node:
    if isinstance(goal, All):
        return _All(goal.goals)
    if isinstance(goal, Any):
        return _Any(goal.goals)
    if isinstance(goal, Not):
        return _Not(goal.goal)
    if isinstance(goal, HeldFor):
        return _HeldFor(goal)
    if isinstance(goal, Sequence):
        return _Sequence(goal.goals)
    if isinstance(goal, Always | Never):
        return _Always(goal.goal, wanted=isinstance(goal, Always))
    return _Predicate(goal)
