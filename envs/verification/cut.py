"""Where a solution can be cut so that the last thing it does is missing."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from kpam.transforms import rotation_angle

if TYPE_CHECKING:
    from envs.assets.model import Joint
    from envs.execution.rollout import Rollout
    from envs.task.scene_model import SceneModel
    from envs.worlds.state import WorldState

MOVED = 0.005
"""Metres from which on something was done to a thing: coarse, so that nothing that is only brushed counts."""
TURNED = 0.1
"""Radians, the same."""
JOINT = 0.05
"""Share of a joint's range, the same."""
SHARE = 0.15
"""Share of its way to the end after which a joint that is opened, or closed, is so for nobody."""
LIFT = 0.02
"""Metres off the ground that nobody calls lifted."""
MANY = 4
"""Things moved by one action from which on half of them can be left out."""


@dataclass(frozen=True)
class Cut:
    """How many of a solution's actions come before the cut, and what it leaves out, in words."""

    index: int
    what: str


def cut_of(rollout: Rollout, scene: SceneModel) -> Cut | None:
    """Return the cut before the last stage that has an effect; None where the solution moves nothing.

    A stage has an effect if it moves an object or a joint of one: leaving out one that only brings the arm away would
    change nothing. If only the first stage has one, the cut comes before its last action that has an effect, and in a
    single action when it has done a part of its work, or just before it begins where there is no such part.
    """
    stages = [0, *(index for index, (a, b) in enumerate(pairwise(rollout.stages), start=1) if a != b)]
    for index in reversed(stages):
        if index > 0 and changed(rollout.states[index], rollout.states[-1], scene):
            return Cut(index, f"stage {rollout.stages[index]!r}")
    for index in reversed(rollout.begins):
        if 0 < index < len(rollout.actions) and changed(rollout.states[index], rollout.states[-1], scene):
            return Cut(index, f"the last action of stage {rollout.stages[index]!r}")
    begun = next((k for k, state in enumerate(rollout.states) if changed(rollout.states[0], state, scene)), None)
    if begun is None:
        return None
    index = max(_part_way(rollout, scene), begun - 1)
    return Cut(index, f"most of what stage {rollout.stages[index - 1]!r} does to things")


def _part_way(rollout: Rollout, scene: SceneModel) -> int:
    """Return after how many actions a solution is on its way and nobody would say that it is done; 0 where none is so.

    A joint has gone a small share of its way, what is lifted is off the ground, of many things half have been moved.
    What is brought somewhere alone may be there from the first: a cut on its way says nothing.
    """
    first, last = rollout.states[0], rollout.states[-1]
    turned = [
        (name, joint.name)
        for name, model in scene.objects.items()
        for joint in model.joints
        if _turned(first, last, name, joint) > JOINT
    ]
    moved = [name for name in scene.objects if _moved(first, last, name, scene)]
    for index, state in enumerate(rollout.states):
        gone = [_gone(first, state, last, name, joint) for name, joint in turned]
        if gone and max(gone) >= SHARE:
            return index
        if not gone and len(moved) == 1 and _rise(first, last, moved[0]) > LIFT < _rise(first, state, moved[0]) + 1e-9:
            return index
        if len(moved) >= MANY and 2 * sum(_moved(first, state, name, scene) for name in moved) >= len(moved):
            return index
    return 0


def _gone(first: WorldState, state: WorldState, last: WorldState, name: str, joint: str) -> float:
    """Return the share of its way from first to last that a joint has gone."""
    begin, now, end = (item.objects[name].joints[joint] for item in (first, state, last))
    return (now - begin) / (end - begin)


def _rise(before: WorldState, after: WorldState, name: str) -> float:
    return float(after.objects[name].pose[2, 3] - before.objects[name].pose[2, 3])


def changed(before: WorldState, after: WorldState, scene: SceneModel) -> bool:
    """Whether some object, or a joint of one, is elsewhere than it was."""
    for name in after.objects:
        if _moved(before, after, name, scene):
            return True
        if any(_turned(before, after, name, joint) > JOINT for joint in scene.objects[name].joints):
            return True
    return False


def _moved(before: WorldState, after: WorldState, name: str, scene: SceneModel) -> bool:
    old, new = before.objects[name].pose, after.objects[name].pose
    if np.abs(new[:3, 3] - old[:3, 3]).max() > MOVED:
        return True
    return not scene.objects[name].fixed_base and rotation_angle(new[:3, :3], old[:3, :3]) > TURNED


def _turned(before: WorldState, after: WorldState, name: str, joint: Joint) -> float:
    """Return the share of its range by which a joint has turned."""
    change = after.objects[name].joints[joint.name] - before.objects[name].joints[joint.name]
    return abs(change) / (joint.upper - joint.lower)
