"""The part of a file that says what the hand does around its keypoints: read, written, and built."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any, get_args

import numpy as np

from kpam.errors import KpamError, unknown
from kpam.files.document import JointEntry, PlanEntry, StepEntry, Vector
from kpam.files.marked import Marked
from kpam.files.places import Places
from kpam.files.values import read_direction, read_place, written
from kpam.motion.frames import VERBS, AlongJoint, Frame, Frames, Joint, Step, Straight, Turn, verb
from kpam.motion.plan import MotionPlan

LEGS = ("approach", "contact", "retreat")
AXES: Mapping[str, Vector] = {
    **dict(zip("xyz", ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)), strict=True)),
    **dict(zip(("-x", "-y", "-z"), ((-1.0, 0.0, 0.0), (0.0, -1.0, 0.0), (0.0, 0.0, -1.0)), strict=True)),
}
STEPS = ("move", "turn", "follow", *VERBS)
OPTIONS = tuple(item.name for item in fields(MotionPlan) if item.name not in (*LEGS, "alternatives"))
FRAMES: tuple[str, ...] = get_args(Frame)


def read_plan(value: Marked) -> PlanEntry:
    """Return what the plan of a file says; raises FileError with the line of what cannot be meant."""
    given = value.known("the plan", (*LEGS, "object", "joint", *OPTIONS))
    approach, contact, retreat = (
        tuple(_step(step) for step in given[leg].items(leg)) if leg in given else () for leg in LEGS
    )
    return PlanEntry(
        approach=approach,
        contact=contact,
        retreat=retreat,
        object=given["object"].text("object") if "object" in given else None,
        joint=_joint(given["joint"]) if "joint" in given else None,
        options={name: _option(name, given[name]) for name in OPTIONS if name in given},
        line=value.line,
    )


def plan_mapping(plan: PlanEntry) -> dict[str, Any]:
    """Return a plan as the mapping that `read_plan` reads."""
    legs = {leg: [_step_mapping(step) for step in getattr(plan, leg)] for leg in LEGS if getattr(plan, leg)}
    said: dict[str, Any] = {**legs} if plan.object is None else {**legs, "object": plan.object}
    if plan.joint is not None:
        point, axis = plan.joint.point, plan.joint.axis
        said["joint"] = {"kind": plan.joint.kind, "point": written(point), "axis": written(axis)}
    return said | {name: written(option) for name, option in plan.options.items()}


def build_plan(plan: PlanEntry, places: Places) -> tuple[MotionPlan, Frames]:
    """Return the motion plan, and where the frames are that its steps name.

    Raises:
        KpamError: the plan names an object, point or axis that does not exist.
    """
    legs = {leg: tuple(_built(step) for step in getattr(plan, leg)) for leg in LEGS}
    options: Any = dict(plan.options)
    pose = None if plan.object is None else places.pose(plan.object)
    joint = None
    if plan.joint is not None:
        joint = Joint(plan.joint.kind, places.point(plan.joint.point), places.direction(plan.joint.axis))
    return MotionPlan(**legs, **options), Frames(pose, joint)


def _step(value: Marked) -> StepEntry:
    if value.is_text:
        name = value.text("a step")
        if name not in VERBS:
            raise value.error(unknown("step", name, STEPS))
        return StepEntry(name)
    given = value.entries("a step")
    kind = next((name for name in given if name in STEPS), None)
    if kind is None:
        raise value.error(f"a step of {', '.join(given) or 'nothing'}; it must have one of: {', '.join(STEPS)}")
    if kind in VERBS or kind == "follow":
        value.known(f"the step {kind!r}", (kind,))
        return StepEntry(kind, given[kind].number(f"how far to go {kind}"))
    keys = (kind, "by", "frame") if kind == "move" else (kind, "by", "frame", "through")
    value.known(f"the step {kind!r}", keys, required=(kind, "by"))
    frame = given["frame"].text("the frame") if "frame" in given else "tool"
    if frame not in FRAMES:
        raise given["frame"].error(unknown("frame", frame, FRAMES))
    return StepEntry(
        kind=kind,
        amount=given["by"].number("by"),
        along=_along(given[kind]),
        through=given["through"].vector("through") if "through" in given else (0.0, 0.0, 0.0),
        frame=frame,  # pyright: ignore[reportArgumentType]  # one of FRAMES
    )


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


def _joint(value: Marked) -> JointEntry:
    given = value.known("the joint", ("kind", "point", "axis"), required=("kind", "point", "axis"))
    kind = given["kind"].text("the joint's kind")
    if kind not in ("revolute", "prismatic"):
        raise given["kind"].error(unknown("kind of joint", kind, ("revolute", "prismatic")))
    return JointEntry(kind, read_place(given["point"], "point"), read_direction(given["axis"], "axis"), value.line)


def _option(name: str, value: Marked) -> float | bool | tuple[str, ...]:
    usual = getattr(MotionPlan, name)
    if isinstance(usual, bool):
        text = value.text(name)
        if text not in ("true", "false"):
            raise value.error(f"{name} {text!r}; write true or false")
        return text == "true"
    if isinstance(usual, tuple):
        return tuple(item.text(name) for item in value.items(name))
    number = value.number(name)
    if number < 0 or (name.endswith("speed") and not 0 < number <= 1):
        raise value.error(f"{name} {number:g}; give {'a share, over 0 to 1' if name.endswith('speed') else 'metres'}")
    return number


def _built(step: StepEntry) -> Step:
    if step.kind == "follow":
        return AlongJoint(_amount(step))
    if step.kind == "move":
        return Straight(np.array(step.along), _amount(step), step.frame)
    if step.kind == "turn":
        return Turn(np.array(step.along), _amount(step), np.array(step.through), step.frame)
    return verb(step.kind, step.amount)


def _amount(step: StepEntry) -> float:
    if step.amount is None:
        raise KpamError(f"the step {step.kind!r} does not say how far; give metres or radians")
    return step.amount


def _step_mapping(step: StepEntry) -> Any:
    if step.kind in VERBS or step.kind == "follow":
        return step.kind if step.amount is None else {step.kind: step.amount}
    name = next((name for name, axis in AXES.items() if axis == step.along), None)
    said: dict[str, Any] = {step.kind: name or list(step.along), "by": step.amount}
    if step.through != (0.0, 0.0, 0.0):
        said["through"] = list(step.through)
    return said if step.frame == "tool" else {**said, "frame": step.frame}
