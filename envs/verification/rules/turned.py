"""How things are to be turned: parallel, crosswise, by so many degrees."""

from __future__ import annotations

import math
from collections.abc import Iterator

from envs.task.predicates import Aligned, AtPose, JointFraction
from envs.task.predicates.aligned import heading, turn_left
from envs.task.refs import AxisRef, ObjectRef
from envs.verification.case import Case, Said, finding
from envs.verification.parts import begun
from envs.verification.pieces import denied, number, pieces, places, spelled, tells
from envs.verification.verdict import Finding

PARALLEL = ("parallel", "lengthwise", "lengthways", "pointing the same way", "pointing in the same direction")
CROSSED = ("crosswise", "crossways", "perpendicular", "perpendicularly", "at right angles", "at a right angle",
           "form a cross", "forms a cross", "forming a cross", "make a cross", "form a plus",
           "form an x", "in an x", "like an x")  # fmt: skip
NO_TURN = frozenset(
    {"inside", "on", "near", "lifted", "grasped", "upright", "unchanged", "share_inside", "joint_fraction"}
)
"""Predicates that are met however a thing is turned about the vertical."""
HAND = frozenset({"gripper", "hand", "fingers", "arm", "robot", "table", "edge"})
CLEARLY = math.radians(35)
"""How far from an angle nobody calls it that angle any more."""
SHARE = 0.2
"""By how much of a joint's range an angle may differ from what is said."""


def parallel(case: Case, said: Said) -> Iterator[Finding]:
    """Yield what is to be parallel or crosswise and is asked otherwise, or not asked."""
    own = _aligned(case)
    for piece in pieces(said):
        text = spelled(piece)
        found = [(k, phrase, 0.0) for k, _, phrase in places(text, PARALLEL)]
        found += [(k, phrase, math.pi / 2) for k, _, phrase in places(text, CROSSED)]
        found += [(k, "across", math.pi / 2) for k, end, _ in places(text, ("across",))
                  if own and any(item.tie is not None for item in piece[end : end + 3])]  # fmt: skip
        for k, phrase, wanted in found:
            if denied(text, k) or tells(text, k) or HAND & set(text) or text[k + 1 : k + 2] == ["or"]:
                continue
            if all(item.kind in NO_TURN for item in case.facts):
                yield finding("contradicted_word", f"{said.quote} says {phrase!r}, which the goal does not test")
            elif own and all(_off(case, item, wanted, 2) > CLEARLY for item in own):
                asked = math.degrees(own[0].angle)
                yield finding("contradicted_word", f"{said.quote} says {phrase!r}; the goal asks {asked:.0f} degrees")


def degrees(case: Case, said: Said) -> Iterator[Finding]:
    """Yield the angles that are said where the goal asks another."""
    told = [value for piece in pieces(said) for value in _angles(spelled(piece))]
    if len(told) != 1:
        return
    (value,) = told
    own = _aligned(case)
    poses = [item.predicate for item in case.facts if item.wanted and isinstance(item.predicate, AtPose)]
    joints = [item.predicate for item in case.facts if isinstance(item.predicate, JointFraction)]
    text = f"{said.quote} says {math.degrees(value):.0f} degrees"
    if own and not poses and not joints:
        if all(min(_off(case, item, sign * value) for sign in (1, -1)) > CLEARLY for item in own):
            yield finding("contradicted_word", f"{text}; the goal asks {math.degrees(own[0].angle):.0f}")
    elif len(poses) == 1 and poses[0].relative and not own and not joints:
        turned = heading(poses[0].pose.matrix()[:3, 0])
        fold = case.scene.asset(poses[0].object).yaw_symmetry
        if min(turn_left(turned - sign * value, [fold]) for sign in (1, -1)) > CLEARLY:
            yield finding("contradicted_word", f"{text}; the goal asks {math.degrees(turned):.0f}")
    elif len(joints) == len(case.facts) == 1:
        yield from _joint(case, joints[0], value, text)


def _joint(case: Case, item: JointFraction, value: float, text: str) -> Iterator[Finding]:
    joint = case.scene.part_joint(item.part.object, item.part.part)
    start = begun(case.spec, case.scene, item.part.object, item.part.part)
    if joint.kind != "revolute" or joint.coupling is not None or start > 0.0:
        return
    share = value / (joint.upper - joint.lower)
    low = 0.0 if item.at_least is None else item.at_least
    high = 1.0 if item.at_most is None else item.at_most
    if share <= 1.0 + SHARE and item.at_least is not None and not low - SHARE <= share <= high + SHARE:
        least = math.degrees(low * (joint.upper - joint.lower))
        yield finding("contradicted_word", f"{text}; the goal asks at least {least:.0f}")


def _angles(text: list[str]) -> Iterator[float]:
    """Yield the angles that a stretch says, radians."""
    for k in range(len(text)):
        found = number(text, k) if number(text, k - 1) is None or not k else None
        if found is not None and text[found[1] : found[1] + 1] in (["degrees"], ["degree"]):
            yield math.radians(found[0])


def _aligned(case: Case) -> list[Aligned]:
    """Return what the goal asks to be turned as another thing is."""
    found = (item.predicate for item in case.facts if item.wanted and item.final)
    return [item for item in found if isinstance(item, Aligned) and (isinstance(item.to, ObjectRef) or _line(item.to))]


def _line(to: object) -> bool:
    """Whether a reference is the way that a line runs."""
    return isinstance(to, AxisRef) and to.axis == "along"


def _off(case: Case, item: Aligned, wanted: float, fold: int = 1) -> float:
    """Return by how much the angle that is asked differs from a wanted one, radians; 0 for what is round."""
    names = [item.object, *([item.to.object] if isinstance(item.to, ObjectRef) else [])]
    folds = [case.scene.asset(name).yaw_symmetry for name in names]
    return turn_left(item.angle - wanted, [*folds, fold])
