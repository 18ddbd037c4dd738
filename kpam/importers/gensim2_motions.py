"""The motions before and after a contact, as GenSim2's configurations write them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from kpam.errors import unknown
from kpam.files.document import StepEntry, Vector
from kpam.files.marked import Marked

IDENTITY: tuple[Vector, ...] = ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0))
"""The axes x, y and z."""
ROTATE = "rotate"
AMOUNTS: Mapping[str, Vector] = {
    "translate_x": IDENTITY[0],
    "translate_y": IDENTITY[1],
    "translate_z": IDENTITY[2],
    ROTATE: (0.0, 0.0, 0.0),
}
"""Motions by an amount: along the tool's axes in metres, or about the object's joint in radians."""
VERBS = {f"move-{verb}": verb for verb in ("up", "down", "left", "right", "forward", "backward")}
"""Motions in the world's axes by a distance of their own, and what we call them."""
OPPOSITE = {"up": "down", "down": "up", "left": "right", "right": "left", "forward": "backward", "backward": "forward"}


def read_motion(value: Marked, hinge: Vector | None) -> StepEntry:
    """Return a motion that was written as a verb, or as a pair of what and how much.

    Args:
        value: what the file says.
        hinge: (3,) the axis about which `rotate` turns, in the object's frame; None if it turns on nothing.

    Raises:
        FileError: the motion is unknown or malformed, or turns about no joint.
    """
    if value.is_text:
        verb = value.text("a motion")
        if verb not in VERBS:
            raise value.error(unknown("motion", verb, (*VERBS, *AMOUNTS)))
        return StepEntry(VERBS[verb])
    parts = value.items("a motion")
    if len(parts) != 2:
        raise value.error(f"a motion of {len(parts)} parts; give a verb, or a pair such as [translate_z, -0.1]")
    what = parts[0].text("the kind of a motion")
    if what not in AMOUNTS:
        raise parts[0].error(unknown("kind of motion", what, AMOUNTS))
    amount = parts[1].number(f"the amount of {what}")
    if what != ROTATE:
        return StepEntry("move", amount, AMOUNTS[what])
    if hinge is None:
        raise parts[0].error("the object turns on no joint, so nothing can be rotated about it; name another object")
    return StepEntry("turn", amount, hinge, frame="object")


def undone(step: StepEntry) -> StepEntry:
    """Return the step that undoes one."""
    if step.amount is not None:
        return replace(step, amount=-step.amount)
    return replace(step, kind=OPPOSITE[step.kind])
