"""The collision shapes of an arm's links, and which of them may ever meet."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from typing import Any

from kpam.robot import Arm

pin: Any = import_module("pinocchio")


@dataclass(frozen=True, eq=False)
class ArmGeometry:
    """Shapes with the pairs to check; sets hold their indices.

    `base` stands still; `low` is the base and the link that turns on it; `wrist` moves with the last joint and is not
    the hand; `hand` is the hand with its fingers, and whatever else hangs on it.
    """

    geometry: Any
    names: tuple[str, ...]
    base: frozenset[int]
    low: frozenset[int]
    wrist: frozenset[int]
    hand: frozenset[int]


@lru_cache(maxsize=8)
def arm_geometry(arm: Arm) -> ArmGeometry:
    """Read the collision shapes of an arm's URDF, meshes as their convex hulls, with pairs of links to check.

    Links on one joint, or at most two joints apart (the hand: one), are not checked against each other: it is the
    joint limits that keep them apart, and hulls, which are fatter than the links, meet where the links do not.
    """
    model = arm.model
    geometry: Any = pin.buildGeomFromUrdf(
        model, str(arm.urdf), pin.GeometryType.COLLISION, package_dirs=list(arm.package_dirs)
    )
    shapes = list(geometry.geometryObjects)
    for shape in shapes:
        if hasattr(shape.geometry, "buildConvexHull"):
            shape.geometry.buildConvexHull(True, "Qt")
            shape.geometry = shape.geometry.convex
    joints = [int(shape.parentJoint) for shape in shapes]
    frames = [int(shape.parentFrame) for shape in shapes]
    names = tuple(str(model.frames[shape.parentFrame].name) for shape in shapes)
    parents = [int(parent) for parent in model.parents]
    for i in range(len(shapes)):
        for j in range(i + 1, len(shapes)):
            a, b = joints[i], joints[j]
            fingers = a > arm.hand_joint and b > arm.hand_joint
            near = {parents[a], parents[b]}
            if not (_of_hand(arm, frames[i]) or _of_hand(arm, frames[j])):
                near |= {parents[parents[a]], parents[parents[b]]}
            if a != b and not near & {a, b} and not fingers:
                geometry.addCollisionPair(pin.CollisionPair(i, j))
    indices = range(len(shapes))
    hand = frozenset(i for i in indices if _of_hand(arm, frames[i]) or joints[i] > arm.hand_joint)
    first = min(joint for joint in joints if joint)
    return ArmGeometry(
        geometry=geometry,
        names=names,
        base=frozenset(i for i in indices if joints[i] == 0),
        low=frozenset(i for i in indices if joints[i] <= first),
        wrist=frozenset(i for i in indices if joints[i] == arm.hand_joint) - hand,
        hand=hand,
    )


def _of_hand(arm: Arm, frame: int) -> bool:
    """Say whether a frame is the hand's, or is fixed to it."""
    while frame:
        if arm.model.frames[frame].name == arm.hand_frame:
            return True
        if int(arm.model.frames[frame].parentJoint) != arm.hand_joint:
            return False
        frame = int(arm.model.frames[frame].parentFrame)
    return False
