"""Where a hand opens a part: at a handle that is named or sticks out, else at the part's free edge."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from envs.assets.contact import contains
from envs.assets.geometry import bounds, extreme_points
from envs.assets.importers.convex import Solid, centre_of
from envs.assets.importers.naming import HANDLE_WORDS, PRESSED
from envs.assets.importers.posing import RestingJoint
from envs.assets.model import Shape
from kpam.transforms import Array, unit

HELD = 0.075
"""Metres: what is wider is not held between the fingers."""
STANDS_OUT = 0.008
"""Metres by which a piece must stick out of a part's face to be its handle."""
BESIDE = 0.003
"""Metres beside its axis at which a knob is held, so that the way it turns has a direction."""
INTO = 0.009
"""Metres below its end at which a knob is held."""
EDGE = 0.3
"""Where a part without a handle is pushed: this share of its breadth from its middle to its free edge."""


@dataclass(frozen=True)
class Handle:
    """A way to open a part, in the root frame of the closed asset."""

    centre: Array
    approach: Array
    axis: Array
    kind: Literal["grasp", "push"]


def handles(solids: Sequence[Solid], joint: RestingJoint, noun: str) -> Iterator[Handle]:
    """Yield ways to open a part, the most likely first; the last is a push, which always has room."""
    held = _held(solids, joint)
    if held and noun not in PRESSED:
        yield from _turned_on_the_spot(held, joint)
        yield from (_off_the_axis(grip, joint) for grip in _grips(held, solids, joint))
    shapes = [solid.shape for solid in (held or solids)]
    yield _off_the_axis(_push(shapes, joint), joint)


def opening_at(joint: RestingJoint, point: Array) -> Array:
    """Return the way (3,) in which a point of a part starts when its joint opens."""
    if joint.kind == "prismatic":
        return joint.axis
    way = np.cross(joint.axis, point - joint.origin)
    length = float(np.linalg.norm(way))
    return way / length if length > 1e-6 else joint.axis


def _turned_on_the_spot(held: Sequence[Solid], joint: RestingJoint) -> Iterator[Handle]:
    """Yield grips of a knob or a cap along the axis on which it turns, from above and the front before below."""
    low, high = bounds(extreme_points(solid.shape) for solid in held)
    middle = (low + high) / 2
    if joint.kind != "revolute" or _distance(middle, joint) > BESIDE:
        return
    k = int(np.argmax(np.abs(joint.axis)))
    if abs(joint.axis[k]) < 0.99:
        return
    across = [np.eye(3)[other] for other in range(3) if other != k]
    across.sort(key=lambda axis: -float(axis @ (high - low)))
    if float(across[1] @ (high - low)) > HELD:
        return
    for side in (1.0, -1.0):
        away = np.eye(3)[k] * side
        end = max(float(corner @ away) for corner in (low, high))
        depth = min(INTO, float((high - low)[k]) / 2)
        centre = middle + away * (end - depth - float(middle @ away)) + BESIDE * across[0]
        yield Handle(centre, -away, across[0], "grasp")


def _off_the_axis(handle: Handle, joint: RestingJoint) -> Handle:
    """Return a handle whose centre is beside the joint's axis, on which nothing would show the way that it turns."""
    if joint.kind == "prismatic" or _distance(handle.centre, joint) >= BESIDE / 2:
        return handle
    aside = np.cross(joint.axis, handle.approach)
    aside = unit(aside) if np.linalg.norm(aside) > 1e-3 else _orthogonal(handle.axis, joint.axis)
    return Handle(handle.centre + BESIDE * aside, handle.approach, handle.axis, handle.kind)


def _distance(point: Array, joint: RestingJoint) -> float:
    arm = point - joint.origin
    return float(np.linalg.norm(arm - joint.axis * float(joint.axis @ arm)))


def _held(solids: Sequence[Solid], joint: RestingJoint) -> list[Solid]:
    """Return the shapes that are a handle: named so, sticking out of the part's face, or the part if it is small."""
    named = [solid for solid in solids if any(word in solid.label.lower() for word in HANDLE_WORDS)]
    if named and len(named) < len(solids):
        return named
    low, high = bounds(extreme_points(solid.shape) for solid in solids)
    edges = np.sort(high - low)
    if edges[1] <= HELD and (joint.kind == "revolute" or edges[2] <= HELD):
        return list(solids)
    return _sticking_out(solids, joint)


def _sticking_out(solids: Sequence[Solid], joint: RestingJoint) -> list[Solid]:
    """Return the shapes in front of the face of the largest one, seen the way the part opens; maybe none."""
    if len(solids) < 2:
        return []
    boxes = [bounds([extreme_points(solid.shape)]) for solid in solids]
    middle = np.mean([low + high for low, high in boxes], axis=0) / 2
    way = opening_at(joint, middle)
    axis = int(np.argmax(np.abs(way)))
    sign = 1.0 if way[axis] > 0 else -1.0
    across = [k for k in range(3) if k != axis]
    areas = [float(np.prod((high - low)[across])) for low, high in boxes]
    largest = int(np.argmax(areas))
    face = boxes[largest][1][axis] if sign > 0 else -boxes[largest][0][axis]
    front = []
    for solid, (low, high) in zip(solids, boxes, strict=True):
        inner, outer = (low[axis], high[axis]) if sign > 0 else (-high[axis], -low[axis])
        if inner >= face - STANDS_OUT and outer >= face + STANDS_OUT:
            front.append(solid)
    return front


def _grips(held: Sequence[Solid], solids: Sequence[Solid], joint: RestingJoint) -> Iterator[Handle]:
    low, high = bounds(extreme_points(solid.shape) for solid in held)
    rest = [solid for solid in solids if solid not in held]
    if rest:
        inner, outer = bounds(extreme_points(solid.shape) for solid in rest)
        out = np.concatenate([high - outer, inner - low])  # how far it sticks out towards +x, +y, +z, -x, -y, -z
        best = int(np.argmax(out))
        away = np.eye(3)[best % 3] * (1.0 if best < 3 else -1.0)
    else:
        away = _snapped(opening_at(joint, (low + high) / 2))
    centre = centre_of(_outermost(held, away))
    across = [np.eye(3)[k] for k in range(3) if abs(away[k]) < 0.5]
    size = high - low
    across.sort(key=lambda axis: -float(axis @ size))
    if float(across[1] @ size) > HELD:
        return
    yield Handle(centre, -away, across[0], "grasp")
    if float(across[0] @ size) <= HELD:
        yield Handle(centre, -away, across[1], "grasp")


def _outermost(held: Sequence[Solid], away: Array) -> Shape:
    """Return the shape that a hand meets first, the longest of those that are as far out."""
    reach = [float((extreme_points(solid.shape) @ away).max()) for solid in held]
    far = [solid.shape for solid, out in zip(held, reach, strict=True) if out > max(reach) - 0.004]
    return max(far, key=lambda shape: float(np.linalg.norm(np.ptp(extreme_points(shape), axis=0))))


def _push(shapes: Sequence[Shape], joint: RestingJoint) -> Handle:
    """Return the place on the outside of a part, towards its free edge, that a fingertip pushes."""
    low, high = bounds(extreme_points(shape) for shape in shapes)
    middle, half = (low + high) / 2, (high - low) / 2
    aim = middle
    if joint.kind == "revolute":
        arm = middle - joint.origin
        arm = arm - joint.axis * (joint.axis @ arm)
        if np.linalg.norm(arm) > 1e-6:
            aim = middle + 2 * EDGE * half * unit(arm)
    way = opening_at(joint, aim)
    centre = _on_outside(shapes, aim, way)
    approach = -_snapped(opening_at(joint, centre))
    axis = joint.axis if abs(joint.axis @ approach) < 1e-6 else np.roll(np.abs(approach), 1)
    return Handle(centre, approach, _orthogonal(axis, approach), "push")


def _on_outside(shapes: Sequence[Shape], aim: Array, way: Array) -> Array:
    """Return the point where a line through `aim` along `way` leaves the shapes, or the middle of the nearest one."""
    steps = np.arange(0.6, -0.6, -5e-4)
    for step in steps:
        point = aim + step * way
        if any(contains(shape, point) for shape in shapes):
            return point
    return centre_of(min(shapes, key=lambda shape: float(np.linalg.norm(centre_of(shape) - aim))))


def _snapped(direction: Array) -> Array:
    """Return the direction, made exactly an axis where it is within 20 degrees of one."""
    k = int(np.argmax(np.abs(direction)))
    if abs(direction[k]) < np.cos(np.radians(20)):
        return unit(direction)
    return np.eye(3)[k] * np.sign(direction[k])


def _orthogonal(axis: Array, approach: Array) -> Array:
    rest = axis - approach * float(axis @ approach)
    if np.linalg.norm(rest) < 1e-3:
        rest = np.cross(approach, np.eye(3)[int(np.argmin(np.abs(approach)))])
    return unit(rest)
