"""Evaluates a goal along a trajectory, one state at a time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
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

    The first state that it takes in is the start to which relative goals refer. What looks at one state alone is
    measured when it is asked for, and whether a goal holds costs less than by how much.
    """

    def __init__(self, goal: Goal, scene: SceneModel) -> None:
        self._scene = scene
        self._node = _node(goal)
        self._at: _At | None = None
        self._holds: bool | None = None

    def take(self, state: WorldState) -> None:
        """Take in the next state of the trajectory."""
        self._at = _At(state, state if self._at is None else self._at.start, self._scene)
        self._holds = self._node.holds(self._at) if self._node.looks_back else None

    def update(self, state: WorldState) -> Measurement:
        """Take in the next state of the trajectory and return how the goal stands at it."""
        self.take(state)
        return self.measurement

    @property
    def holds(self) -> bool:
        """Whether the goal holds at the last state; raises RuntimeError before the first."""
        at = self._last()
        if self._holds is None:
            self._holds = self._node.holds(at)
        return self._holds

    @property
    def measurement(self) -> Measurement:
        """How the goal stands at the last state; raises RuntimeError before the first."""
        return self._node.measure(self._last())

    def _last(self) -> _At:
        if self._at is None:
            raise RuntimeError("the monitor has seen no state; call update(state) first")
        return self._at


def evaluate(goal: Goal, states: Iterable[WorldState], scene: SceneModel) -> Measurement:
    """Return how a goal stands at the end of a trajectory; raises RuntimeError for an empty one."""
    monitor = GoalMonitor(goal, scene)
    for state in states:
        monitor.take(state)
    return monitor.measurement


@dataclass(frozen=True, eq=False)
class _At:
    """A state of a trajectory, its first one, and the scene."""

    state: WorldState
    start: WorldState
    scene: SceneModel


class _Node(Protocol):
    """A goal on its way along a trajectory.

    One that `looks_back` is asked whether it `holds` once for each state, in order; others when somebody wants to
    know. `measure` says by how much at the state that was asked about last.
    """

    looks_back: bool

    def holds(self, at: _At) -> bool: ...

    def measure(self, at: _At) -> Measurement: ...


class _Predicate:
    """A goal on one state; `Unchanged` compares with the start."""

    looks_back = False

    def __init__(self, goal: Goal) -> None:
        self.goal = goal
        self.known: tuple[_At, Measurement] | None = None

    def holds(self, at: _At) -> bool:
        return self.measure(at).holds

    def measure(self, at: _At) -> Measurement:
        if self.known is None or self.known[0] is not at:
            self.known = at, self._measured(at)
        return self.known[1]

    def _measured(self, at: _At) -> Measurement:
        if isinstance(self.goal, Unchanged):
            return measure_unchanged(self.goal, at.state, at.start, at.scene)
        return self.goal.measure(at.state, at.start, at.scene)  # type: ignore[union-attr]


class _Joined:
    """Goals of which all, or any, are to hold: the first one found that decides spares asking the others."""

    def __init__(self, goals: Iterable[Goal], deciding: bool) -> None:
        self.children = [_node(goal) for goal in goals]
        self.deciding = deciding
        self.looks_back = any(child.looks_back for child in self.children)
        self.decided = self.children[0]

    def holds(self, at: _At) -> bool:
        decided = False
        for child in self.children:
            if child.looks_back:
                decided |= child.holds(at) == self.deciding
        if decided:
            return self.deciding
        # What decided last time most likely does again.
        others = (child for child in self.children if not child.looks_back and child is not self.decided)
        for child in (self.decided, *others):
            if not child.looks_back and child.holds(at) == self.deciding:
                self.decided = child
                return self.deciding
        return not self.deciding

    def found(self, at: _At) -> list[Measurement]:
        return [child.measure(at) for child in self.children]


class _All(_Joined):
    """The first goal that is missed speaks for all; the text names every one that is."""

    def __init__(self, goals: Iterable[Goal]) -> None:
        super().__init__(goals, deciding=False)

    def measure(self, at: _At) -> Measurement:
        found = self.found(at)
        missed = [item for item in found if not item.holds]
        if missed:
            return replace(missed[0], text="; ".join(item.text for item in missed))
        tightest = min(found, key=lambda item: item.margin)
        return replace(tightest, text="; ".join(item.text for item in found))


class _Any(_Joined):
    """The first goal that holds speaks for all, otherwise the one that is missed by the smallest figure."""

    def __init__(self, goals: Iterable[Goal]) -> None:
        super().__init__(goals, deciding=True)

    def measure(self, at: _At) -> Measurement:
        found = self.found(at)
        holding = [item for item in found if item.holds]
        if holding:
            return holding[0]
        nearest = min(found, key=lambda item: item.error)
        return replace(nearest, text="none of: " + "; ".join(item.text for item in found))


class _Not:
    def __init__(self, goal: Goal) -> None:
        self.child = _node(goal)
        self.looks_back = self.child.looks_back

    def holds(self, at: _At) -> bool:
        return not self.child.holds(at)

    def measure(self, at: _At) -> Measurement:
        found = self.child.measure(at)
        return Measurement(not found.holds, -found.margin, found.unit, f"not wanted: {found.text}")


class _HeldFor:
    looks_back = True

    def __init__(self, goal: HeldFor) -> None:
        self.child, self.seconds = _node(goal.goal), goal.seconds
        self.since: float | None = None

    def holds(self, at: _At) -> bool:
        if not self.child.holds(at):
            self.since = None
        elif self.since is None:
            self.since = at.state.time
        return self.since is not None and self._margin(at) >= -CLOCK

    def measure(self, at: _At) -> Measurement:
        found, margin = self.child.measure(at), self._margin(at)
        holds = found.holds and margin >= -CLOCK
        text = f"{found.text}, for {margin + self.seconds:.2f} s (at least {self.seconds:.2f} s wanted)"
        return Measurement(holds, max(margin, 0.0) if holds else margin, "s", text)

    def _margin(self, at: _At) -> float:
        return (0.0 if self.since is None else at.state.time - self.since) - self.seconds


class _Sequence:
    """Counts the goals met in order, each in a later state than the one before; the last must hold now."""

    looks_back = True

    def __init__(self, goals: Iterable[Goal]) -> None:
        self.children = [_node(goal) for goal in goals]
        self.met, self.last = 0, False

    def holds(self, at: _At) -> bool:
        now = self.met
        self.last = now == len(self.children) - 1
        held = [child.holds(at) for at_index, child in enumerate(self.children) if child.looks_back or at_index == now]
        before = sum(child.looks_back for child in self.children[:now])
        self.met += held[before] and not self.last
        return held[before] and self.last

    def measure(self, at: _At) -> Measurement:
        found, count = self.children[self.met].measure(at), len(self.children)
        text = f"step {self.met + 1} of {count}: {found.text}"
        return replace(found, text=text) if self.last else Measurement(False, self.met / count - 1, "fraction", text)


class _Always:
    """Keeps the worst measurement since the start; `wanted` False turns it into never."""

    looks_back = True

    def __init__(self, goal: Goal, wanted: bool) -> None:
        self.child, self.wanted = _node(goal), wanted
        self.worst: tuple[bool, float, float, Measurement] | None = None

    def holds(self, at: _At) -> bool:
        if self.child.looks_back:
            self.child.holds(at)
        found = self.child.measure(at)
        holds, margin = found.holds == self.wanted, found.margin if self.wanted else -found.margin
        if self.worst is None or (holds, margin) < self.worst[:2]:
            self.worst = holds, margin, at.state.time, found
        return self.worst[0]

    def measure(self, at: _At) -> Measurement:
        if self.worst is None:
            self.holds(at)
        holds, margin, time, found = self.worst  # type: ignore[misc]
        word = "always" if self.wanted else "never"
        return Measurement(holds, margin, found.unit, f"{word} wanted; at {time:.2f} s: {found.text}")


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
