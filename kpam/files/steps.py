"""The steps of a plan: read, written, and built."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast, get_args

import numpy as np

from kpam.errors import KpamError, unknown
from kpam.files.document import JointEntry, StepEntry, Vector
from kpam.files.marked import Marked
from kpam.files.places import Places
from kpam.files.values import read_direction, read_place, written
from kpam.motion.frames import VERBS, AlongJoint, Frame, Joint, Step, Straight, Turn, verb

AXES: Mapping[str, Vector] = {
    **dict(zip("xyz", ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)), strict=True)),
    **dict(zip(("-x", "-y", "-z"), ((-1.0, 0.0, 0.0), (0.0, -1.0, 0.0), (0.0, 0.0, -1.0)), strict=True)),
}
KEYS: Mapping[str, tuple[str, ...]] = {
    "move": ("move", "by", "frame"),
    "turn": ("turn", "by", "frame", "through", "through_frame"),
    "follow": ("follow", "turning", "joint"),
    **{name: (name,) for name in VERBS},
}
"""Every kind of step, and what may stand in it."""
ANY = "any"
"""How much the hand turns with a joint, where that is left to the arm."""


def read_steps(value: Marked, what: str) -> tuple[StepEntry, ...]:
    """Return a list of steps; raises FileError with the line of what cannot be meant."""
    return tuple(_step(step) for step in value.items(what))


def read_joint(value: Marked) -> JointEntry:
    """Return a joint; raises FileError."""
    given = value.known("the joint", ("kind", "point", "axis"), required=("kind", "point", "axis"))
    kind = given["kind"].text("the joint's kind")
    if kind not in ("revolute", "prismatic"):
        raise given["kind"].error(unknown("kind of joint", kind, ("revolute", "prismatic")))
    return JointEntry(kind, read_place(given["point"], "point"), read_direction(given["axis"], "axis"))


def step_mapping(step: StepEntry) -> Any:
    """Return a step as what is read."""
    if step.kind in VERBS:
        return step.kind if step.amount is None else {step.kind: step.amount}
    if step.kind == "follow":
        turning = {} if step.turning == 1.0 else {"turning": ANY if step.turning is None else step.turning}
        return {
            "follow": step.amount,
            **turning,
            **({} if step.joint is None else {"joint": joint_mapping(step.joint)}),
        }
    name = next((name for name, axis in AXES.items() if axis == step.along), None)
    said: dict[str, Any] = {step.kind: name or list(step.along), "by": step.amount}
    said |= {} if step.frame == "tool" else {"frame": step.frame}
    said |= {} if step.through == (0.0, 0.0, 0.0) else {"through": list(step.through)}
    return said if step.through_frame is None else {**said, "through_frame": step.through_frame}


def joint_mapping(joint: JointEntry) -> dict[str, Any]:
    """Return a joint as the mapping that is read."""
    return {"kind": joint.kind, "point": written(joint.point), "axis": written(joint.axis)}


def built_step(step: StepEntry, places: Places) -> Step:
    """Return a step as a plan takes it; raises KpamError where its joint is at a place that does not exist."""
    if step.kind in VERBS:
        return verb(step.kind, step.amount)
    if step.amount is None:
        raise KpamError(f"the step {step.kind!r} does not say how far; give metres or radians")
    if step.kind == "follow":
        return AlongJoint(step.amount, step.turning, None if step.joint is None else built_joint(step.joint, places))
    if step.kind == "move":
        return Straight(np.array(step.along), step.amount, step.frame)
    return Turn(np.array(step.along), step.amount, np.array(step.through), step.frame, step.through_frame)


def built_joint(joint: JointEntry, places: Places) -> Joint:
    """Return a joint where it is; raises KpamError for a place that does not exist."""
    return Joint(joint.kind, places.point(joint.point), places.direction(joint.axis))


def _step(value: Marked) -> StepEntry:
    if value.is_text:
        name = value.text("a step")
        if name not in VERBS:
            raise value.error(unknown("step", name, KEYS))
        return StepEntry(name)
    given = value.entries("a step")
    kind = next((name for name in given if name in KEYS), None)
    if kind is None:
        raise value.error(f"a step of {', '.join(given) or 'nothing'}; it must have one of: {', '.join(KEYS)}")
    required = (kind, "by") if kind in ("move", "turn") else (kind,)
    value.known(f"the step {kind!r}", KEYS[kind], required=required)
    if kind == "follow":
        joint = read_joint(given["joint"]) if "joint" in given else None
        return StepEntry(kind, given[kind].number("how far to follow"), turning=_turning(given), joint=joint)
    if kind in VERBS:
        return StepEntry(kind, given[kind].number(f"how far to go {kind}"))
    return StepEntry(
        kind=kind,
        amount=given["by"].number("by"),
        along=_along(given[kind]),
        through=given["through"].vector("through") if "through" in given else (0.0, 0.0, 0.0),
        frame=_frame(given["frame"]) if "frame" in given else "tool",
        through_frame=_frame(given["through_frame"]) if "through_frame" in given else None,
    )


def _frame(value: Marked) -> Frame:
    frame = value.text("the frame")
    if frame not in get_args(Frame):
        raise value.error(unknown("frame", frame, get_args(Frame)))
    return cast(Frame, frame)


def _turning(given: Mapping[str, Marked]) -> float | None:
    if "turning" not in given:
        return 1.0
    value = given["turning"]
    if value.is_text and value.text("turning") == ANY:
        return None
    share = value.number("turning")
    if not 0 <= share <= 1:
        raise value.error(f"turning {share:g}; give a share from 0 to 1, or: {ANY}")
    return share


def _along(value: Marked) -> Vector:
    if value.is_text:
        name = value.text("a direction")
        if name not in AXES:
            raise value.error(unknown("axis of a step", name, AXES))
        return AXES[name]
    vector = value.vector("a direction")
    if not any(vector):
        raise value.error("a direction has no length; give one that has")
    return vector
