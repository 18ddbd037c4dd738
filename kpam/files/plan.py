"""The part of a file that says what the hand does around its keypoints: read, written, and built."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import fields
from typing import Any, TypeVar

import numpy as np

from kpam.errors import FileError, KpamError, unknown
from kpam.files.document import BarEntry, PlanEntry
from kpam.files.marked import Marked
from kpam.files.places import Places
from kpam.files.steps import built_joint, built_step, joint_mapping, read_joint, read_steps, step_mapping
from kpam.files.values import read_direction, read_place, written
from kpam.motion.frames import Frames, in_base
from kpam.motion.motions import Bar
from kpam.motion.plan import MotionPlan

LEGS = ("approach", "contact", "retreat")
OPTIONS = tuple(item.name for item in fields(MotionPlan) if item.name not in (*LEGS, "alternatives"))
SHARES = ("retreat_least", "free_speed", "contact_speed")
Made = TypeVar("Made")


def read_plan(value: Marked) -> PlanEntry:
    """Return what the plan of a file says; raises FileError with the line of what cannot be meant."""
    given = value.known("the plan", (*LEGS, "alternatives", "object", "joint", "bar", *OPTIONS))
    approach, contact, retreat = (read_steps(given[leg], leg) if leg in given else () for leg in LEGS)
    others = given["alternatives"].items("alternatives") if "alternatives" in given else []
    return PlanEntry(
        approach=approach,
        contact=contact,
        retreat=retreat,
        alternatives=tuple(read_steps(steps, "an alternative") for steps in others),
        object=given["object"].text("object") if "object" in given else None,
        joint=read_joint(given["joint"]) if "joint" in given else None,
        bar=_bar(given["bar"]) if "bar" in given else None,
        options={name: _option(name, given[name]) for name in OPTIONS if name in given},
        line=value.line,
        lines={name: item.line for name, item in given.items()},
    )


def plan_mapping(plan: PlanEntry) -> dict[str, Any]:
    """Return a plan as the mapping that `read_plan` reads."""
    said: dict[str, Any] = {
        leg: [step_mapping(step) for step in getattr(plan, leg)] for leg in LEGS if getattr(plan, leg)
    }
    if plan.alternatives:
        said["alternatives"] = [[step_mapping(step) for step in steps] for steps in plan.alternatives]
    if plan.object is not None:
        said["object"] = plan.object
    if plan.joint is not None:
        said["joint"] = joint_mapping(plan.joint)
    if plan.bar is not None:
        said["bar"] = {"point": written(plan.bar.point), "axis": written(plan.bar.axis)}
    return said | {name: written(option) for name, option in plan.options.items()}


def build_plan(plan: PlanEntry, places: Places, bodies: Collection[str], source: str) -> tuple[MotionPlan, Frames]:
    """Return the motion plan, and where the frames are that its steps name.

    Args:
        plan: what the file says.
        places: where its names are.
        bodies: what may be touched or moved, by name.
        source: what messages call the file.

    Raises:
        FileError: naming the line of an object, point, axis or body that does not exist, and of steps in the frame of
            an object, joint or bar that the plan does not have.
    """

    def made(key: str, make: Callable[[], Made]) -> Made:
        try:
            return make()
        except KpamError as error:
            raise FileError(f"{source}:{plan.lines.get(key, plan.line)}: {error}") from error

    for key, names in plan.options.items():
        if isinstance(names, tuple):
            made(key, lambda names=names: _check_known(names, places, bodies))
    legs = {leg: made(leg, lambda leg=leg: [built_step(step, places) for step in getattr(plan, leg)]) for leg in LEGS}
    others = made(
        "alternatives", lambda: tuple(tuple(built_step(step, places) for step in steps) for steps in plan.alternatives)
    )
    named, joint, bar = plan.object, plan.joint, plan.bar
    frames = Frames(
        None if named is None else made("object", lambda: places.pose(named)),
        None if joint is None else made("joint", lambda: built_joint(joint, places)),
        None if bar is None else made("bar", lambda: Bar(places.point(bar.point), places.direction(bar.axis))),
    )
    for key, lists in {**{leg: [steps] for leg, steps in legs.items()}, "alternatives": others}.items():
        made(key, lambda lists=lists: [in_base(step, np.eye(4), frames) for steps in lists for step in steps])
    options: Any = dict(plan.options)
    return MotionPlan(**{leg: tuple(steps) for leg, steps in legs.items()}, alternatives=others, **options), frames


def _check_known(names: tuple[str, ...], places: Places, bodies: Collection[str]) -> None:
    for name in names:
        if name in places.objects and name not in bodies:
            raise KpamError(
                f"object {name!r} has no shapes, so it is nowhere in the way; give it some, or leave it out"
            )
        if name not in bodies:
            raise KpamError(unknown("obstacle", name, bodies))


def _bar(value: Marked) -> BarEntry:
    given = value.known("the bar", ("point", "axis"), required=("point", "axis"))
    return BarEntry(read_place(given["point"], "point"), read_direction(given["axis"], "axis"))


def _option(name: str, value: Marked) -> float | bool | tuple[str, ...]:
    usual = getattr(MotionPlan, name)
    if isinstance(usual, bool):
        return value.flag(name)
    if isinstance(usual, tuple):
        return tuple(item.text(name) for item in value.items(name))
    number = value.number(name)
    if number < 0 or (name in SHARES and not 0 < number <= 1):
        raise value.error(f"{name} {number:g}; give {'a share, over 0 to 1' if name in SHARES else 'metres from 0'}")
    return number
