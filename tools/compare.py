"""What changed between two states, in words."""

from __future__ import annotations

import math
from typing import Annotated

import numpy as np

from envs.assets.catalog import Catalog
from envs.task.spec import TaskSpec
from envs.worlds.state import WorldState
from kpam.transforms import Array
from tools.context import ToolContext

NOTICED_MOVE = 0.005
NOTICED_TURN = math.radians(5)
NOTICED_FRACTION = 0.03


def compare(
    context: ToolContext,
    source: Annotated[str, "the whole program"],
    seed: Annotated[int, "which seed to run"] = 100,
) -> str:
    """Execute a program at one seed and say what changed between start and end: moves, turns, joints."""
    rollout = context.rollout(source, seed)
    return changes(rollout.states[0], rollout.states[-1], rollout.spec, context.catalog)


def changes(before: WorldState, after: WorldState, spec: TaskSpec, catalog: Catalog) -> str:
    """Return a line for each object: how far it moved (metres), turned (degrees), which joints turned."""
    lines: list[str] = []
    for item in spec.scene.objects:
        first, last = before.objects[item.name], after.objects[item.name]
        said: list[str] = []
        shift = last.pose[:3, 3] - first.pose[:3, 3]
        if float(np.linalg.norm(shift)) > NOTICED_MOVE:
            said.append(f"moved by ({shift[0]:+.3f}, {shift[1]:+.3f}, {shift[2]:+.3f}) m")
        turn = _angle(first.pose, last.pose)
        if turn > NOTICED_TURN:
            said.append(f"turned by {math.degrees(turn):.0f} degrees")
        model = catalog.get(item.asset)
        for part in model.parts:
            joint = model.joint(part.joint)
            start, end = (joint.fraction_at(state.joints[joint.name]) for state in (first, last))
            if abs(end - start) > NOTICED_FRACTION:
                said.append(f"{part.name} went from {start:.2f} to {end:.2f} of its range")
        lines.append(f"{item.name}: " + ("; ".join(said) or "unchanged"))
    return "\n".join(lines)


def _angle(first: Array, last: Array) -> float:
    cosine = (np.trace(first[:3, :3].T @ last[:3, :3]) - 1.0) / 2.0
    return float(np.arccos(np.clip(cosine, -1.0, 1.0)))
