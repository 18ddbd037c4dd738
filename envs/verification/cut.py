"""Where a solution can be cut so that the last thing it does is missing."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from kpam.transforms import rotation_angle

if TYPE_CHECKING:
    from envs.execution.rollout import Rollout
    from envs.task.scene_model import SceneModel
    from envs.worlds.state import WorldState

MOVED = 0.005
"""Metres from which on something was done to a thing: coarse, so that nothing that is only brushed counts."""
TURNED = 0.1
"""Radians, the same."""
JOINT = 0.05
"""Share of a joint's range, the same."""


@dataclass(frozen=True)
class Cut:
    """How many of a solution's actions come before the cut, and what it leaves out, in words."""

    index: int
    what: str


def cut_of(rollout: Rollout, scene: SceneModel) -> Cut | None:
    """Return the cut before the last stage that has an effect; None where the solution moves nothing.

    A stage has an effect if it moves an object or a joint of one: leaving out one that only brings the arm away would
    change nothing. If only the first stage has one, the cut comes before its last action that has an effect, and in a
    single action just before it begins to move things.
    """
    stages = [0, *(index for index, (a, b) in enumerate(pairwise(rollout.stages), start=1) if a != b)]
    for index in reversed(stages):
        if index > 0 and changed(rollout.states[index], rollout.states[-1], scene):
            return Cut(index, f"stage {rollout.stages[index]!r}")
    for index in reversed(rollout.begins):
        if 0 < index < len(rollout.actions) and changed(rollout.states[index], rollout.states[-1], scene):
            return Cut(index, f"the last action of stage {rollout.stages[index]!r}")
    for index, state in enumerate(rollout.states):
        if changed(rollout.states[0], state, scene):
            return Cut(index - 1, f"all that stage {rollout.stages[index - 1]!r} does to things")
    return None


def changed(before: WorldState, after: WorldState, scene: SceneModel) -> bool:
    """Whether some object, or a joint of one, is elsewhere than it was."""
    for name, item in after.objects.items():
        old = before.objects[name]
        if np.abs(item.pose[:3, 3] - old.pose[:3, 3]).max() > MOVED:
            return True
        if not scene.objects[name].fixed_base and rotation_angle(item.pose[:3, :3], old.pose[:3, :3]) > TURNED:
            return True
        for joint in scene.objects[name].joints:
            if abs(item.joints[joint.name] - old.joints[joint.name]) > JOINT * (joint.upper - joint.lower):
                return True
    return False
