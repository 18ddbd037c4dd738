"""Is a goal nearly true? Whether some small shift, turn or joint movement of one thing changes how it stands."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import product

import numpy as np

from envs.task.goals import All, Always, Any, Goal, HeldFor, Never, Not, Sequence, Unchanged
from envs.task.measurement import Measurement
from envs.task.mentions import mentioned
from envs.task.monitor import measure_unchanged
from envs.task.scene_model import SceneModel
from envs.worlds.state import ObjectState, WorldState
from kpam.transforms import Array, about_axis

SHIFT = 0.012
"""Metres: about what a careless nudge moves."""
TURN = math.radians(5)
JOINT = 0.05
"""Share of a joint's range."""
WORDS = "shift of 12 mm, turn of 5 degrees or 5 % of a joint's range"
MANY = 12
"""From so many objects on they are shifted together and not one by one."""
_NOISE = {"m": SHIFT, "rad": TURN, "fraction": JOINT}
_DIRECTIONS = tuple(np.array(d) / np.linalg.norm(d) for d in product((-1, 0, 1), repeat=3) if any(d))
_AXES = tuple(sign * axis for axis in np.eye(3) for sign in (1.0, -1.0))


@dataclass(frozen=True)
class _Standing:
    """Whether a goal holds now or could with a little noise, whether it could fail, and the figure that says so."""

    true: bool
    false: bool
    text: str


def nearly_true(goal: Goal, start: WorldState, scene: SceneModel) -> str | None:
    """Return in words how near a goal is to holding at the start, or None where noise does not bring it about.

    Each condition may have its own small noise: a shift of one object by 12 mm, a turn by 5 degrees, 5 % of a joint's
    range. Time that is still to pass does not count, so what only has to be held for a while is nearly true; a
    sequence is where every one of its steps is.
    """
    found = _stands(goal, start, scene)
    return found.text if found.true else None


def _stands(goal: Goal, start: WorldState, scene: SceneModel) -> _Standing:
    if isinstance(goal, All | Sequence):
        parts = [_stands(item, start, scene) for item in goal.goals]
        text = "; ".join(part.text for part in parts)
        return _Standing(all(part.true for part in parts), any(part.false for part in parts), text)
    if isinstance(goal, Any):
        parts = [_stands(item, start, scene) for item in goal.goals]
        near = [part for part in parts if part.true]
        text = (near or parts)[0].text
        return _Standing(bool(near), all(part.false for part in parts), text)
    if isinstance(goal, Not | Never):
        part = _stands(goal.goal, start, scene)
        return _Standing(part.false, part.true, f"not wanted: {part.text}")
    if isinstance(goal, HeldFor | Always):
        return _stands(goal.goal, start, scene)
    return _leaf(goal, start, scene)


def _leaf(goal: Goal, start: WorldState, scene: SceneModel) -> _Standing:
    found = _measure(goal, start, start, scene)
    noise = _NOISE.get(found.unit)
    if noise is not None and abs(found.margin) > 1.5 * noise:
        return _Standing(found.holds, not found.holds, found.text)
    flips = any(_measure(goal, state, start, scene).holds != found.holds for state in _noisy(goal, start, scene))
    return _Standing(found.holds or flips, not found.holds or flips, found.text)


def _measure(goal: Goal, state: WorldState, start: WorldState, scene: SceneModel) -> Measurement:
    if isinstance(goal, Unchanged):
        return measure_unchanged(goal, state, start, scene)
    return goal.measure(state, start, scene)  # type: ignore[union-attr]


def _noisy(goal: Goal, start: WorldState, scene: SceneModel) -> Iterator[WorldState]:
    """Yield the start with what a condition names moved a little, one thing at a time."""
    named = mentioned(goal, (), scene)
    for name, part in sorted(named, key=str):
        if part is None:
            continue
        joint = scene.part_joint(name, part)
        for sign in (1.0, -1.0):
            item = start.objects[name]
            value = item.joints[joint.name] + sign * JOINT * (joint.upper - joint.lower)
            yield _with(start, {name: replace(item, joints=dict(item.joints) | {joint.name: value})})
    free = sorted({name for name, _ in named if not scene.asset(name).fixed_base})
    groups = [[name] for name in free] if len(free) <= MANY else [free]
    for names in groups:
        for direction in _DIRECTIONS:
            T = np.eye(4)
            T[:3, 3] = SHIFT * direction
            yield _with(start, {name: _moved(start.objects[name], T) for name in names})
        for axis in _AXES:
            turned = {name: about_axis(axis, TURN, scene.centre(start, name)) for name in names}
            yield _with(start, {name: _moved(start.objects[name], T) for name, T in turned.items()})


def _moved(item: ObjectState, T: Array) -> ObjectState:
    return replace(item, links={link: T @ pose for link, pose in item.links.items()})


def _with(state: WorldState, objects: dict[str, ObjectState]) -> WorldState:
    return replace(state, objects=dict(state.objects) | objects)
