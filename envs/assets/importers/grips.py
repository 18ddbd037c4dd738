"""Where a parallel gripper holds something: antipodal places no wider than it opens, with room for its fingers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from envs.assets.checks.finding import TOUCH
from envs.assets.contact import Solid, inside
from envs.assets.geometry import bounds, extreme_points
from envs.assets.gripper_room import grasp_frame, open_gripper
from envs.assets.model import Shape
from kpam.transforms import Array, apply

WIDEST, NARROWEST = 0.075, 0.003
"""Metres between the fingers."""
ANGLES = 12
"""Directions of closing over half a turn."""
DEPTHS = (0.012, 0.02, 0.03, 0.04)
"""Metres below the top at which a hand from above may grasp."""
LOWEST = 0.0105
"""Metres above the ground: the fingertips reach 8.8 mm further."""
MOST = 4
STEP = 5e-4


@dataclass(frozen=True)
class Grip:
    """A grasp from above, in the root frame: the middle between the fingers, the closing line, the width in metres."""

    centre: Array
    closing: Array
    width: float


def grips(shapes: Sequence[Shape], others: Sequence[Shape] = ()) -> list[Grip]:
    """Return up to four grasps of shapes from above, the ones across the whole before those of a rim or a handle.

    The hand keeps clear of the others, too.
    """
    low, high = bounds(extreme_points(shape) for shape in shapes)
    solids = [Solid.of(shape) for shape in (*shapes, *others)]
    middle = (low + high) / 2
    heights = dict.fromkeys(round(max(LOWEST, high[2] - depth), 4) for depth in (*DEPTHS, (high[2] - low[2]) / 2))
    found: list[tuple[tuple[int, float, float], Grip]] = []
    for number in range(ANGLES):
        angle = (number * np.pi / ANGLES + np.pi / 2) % np.pi
        closing = np.array([np.cos(angle), np.sin(angle), 0.0])
        for height in heights:
            for whole, grip in _along(shapes, np.array([middle[0], middle[1], height]), closing, high - low):
                if _room(grip, solids):
                    lean = float(np.linalg.norm(grip.centre[:2] - middle[:2]))
                    deep = abs(height - max(LOWEST, high[2] - 0.02))
                    found.append(((int(not whole), round(lean + deep, 3), round(grip.width, 3)), grip))
    found.sort(key=lambda pair: pair[0])
    return _spread([grip for _, grip in found])


def _along(shapes: Sequence[Shape], through: Array, closing: Array, size: Array) -> list[tuple[bool, Grip]]:
    """Return what fingers could close on along a line: all that it goes through, and each piece of it."""
    reach = float(np.linalg.norm(size[:2])) / 2 + STEP
    steps = np.arange(-reach, reach, STEP)
    points = through + steps[:, None] * closing
    filled = np.any([inside(shape, points) for shape in shapes], axis=0)
    edges = np.flatnonzero(np.diff(np.concatenate([[0], filled.astype(np.int8), [0]])))
    if len(edges) == 0:
        return []
    spans = [(float(steps[a]), float(steps[b - 1])) for a, b in zip(edges[::2], edges[1::2], strict=True)]
    whole = (spans[0][0], spans[-1][1])
    tried = [(True, whole), *[(False, span) for span in spans if span != whole]]
    found: list[tuple[bool, Grip]] = []
    for complete, (start, end) in tried:
        width = end - start + STEP
        if NARROWEST <= width <= WIDEST:
            found.append((complete, Grip(through + closing * (start + end) / 2, closing, round(width, 4))))
    return found


def _room(grip: Grip, solids: Sequence[Solid]) -> bool:
    """Return whether the open gripper fits there without touching the thing or the table."""
    from envs.assets.checks.sweeps import deepest

    x, y, z = (float(value) for value in grip.closing)
    T = grasp_frame(_three(grip.centre), (0.0, 0.0, -1.0), (x, y, z))
    for _, shape in open_gripper():
        if float(apply(T, extreme_points(shape))[:, 2].min()) < 0:
            return False
        if deepest([Solid.of(shape)], T, list(solids), np.eye(4)) > TOUCH:
            return False
    return True


def _spread(grips: Sequence[Grip]) -> list[Grip]:
    """Return the best ones that differ by 40 degrees or 15 mm from one another."""
    kept: list[Grip] = []
    for grip in grips:
        if len(kept) == MOST:
            break
        if all(
            abs(float(grip.closing @ other.closing)) < np.cos(np.radians(40))
            or np.linalg.norm(grip.centre - other.centre) > 0.015
            for other in kept
        ):
            kept.append(grip)
    return kept


def _three(values: Array) -> tuple[float, float, float]:
    x, y, z = (float(value) for value in values)
    return x, y, z
