"""What figures mean in words: how far open is open, how high lifted, how near beside, and lengths and times as said."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from envs.task.predicates import AtPose, JointFraction, Lifted, Near
from envs.task.refs import ObjectRef
from envs.task.scene_model import SceneModel
from envs.verification import words as w
from envs.verification.case import Case, Said, finding
from envs.verification.goal_facts import Fact
from envs.verification.tokens import Word
from envs.verification.verdict import Finding


def figures(case: Case, sentence: Said) -> Iterator[Finding]:
    """Yield the figures of a goal's facts that do not mean what the words of the instruction say."""
    if not sentence.strict:
        return
    text, facts, scene = sentence.words, case.facts, case.scene
    said = {item.text for item in text}
    for fact in facts:
        item = fact.predicate
        if isinstance(item, JointFraction) and fact.wanted and not item.relative:
            yield from _joint(item, said, scene)
        if isinstance(item, Lifted) and fact.wanted and item.height < w.LIFTED_ENOUGH:
            yield finding(
                "contradicted_word", f"the goal takes {item.height * 1000:.0f} mm for lifted; ask for at least "
                f"{w.LIFTED_ENOUGH * 1000:.0f} mm"
            )  # fmt: skip
        if isinstance(item, Near) and fact.wanted and isinstance(item.target, ObjectRef):
            yield from _near(item, item.target, scene)
        if isinstance(item, AtPose) and fact.wanted and item.position_tolerance > w.THERE:
            yield finding("contradicted_word", f"the goal takes {item.position_tolerance:.2f} m off for there")
    yield from _measures(text, facts)


def _near(item: Near, target: ObjectRef, scene: SceneModel) -> Iterator[Finding]:
    """Two things are not beside each other across half the table."""
    reach = sum(max(scene.asset(name).size[:2]) / 2 for name in (item.object, target.object)) + w.BESIDE
    if item.distance > reach:
        text = (
            f"the goal takes {item.object} for beside {target.object} at {item.distance:.2f} m (at most {reach:.2f} m)"
        )
        yield finding("contradicted_word", text)


def _joint(item: JointFraction, said: set[str], scene: SceneModel) -> Iterator[Finding]:
    joint = scene.part_joint(item.part.object, item.part.part)
    what = f"the {item.part.part} of {item.part.object}"
    least, most = item.at_least, item.at_most
    if least is not None and not said & w.LITTLE and least < w.OPEN_ENOUGH:
        enough = joint.kind == "revolute" and least * (joint.upper - joint.lower) >= w.OPEN_ANGLE
        if not enough:
            yield finding("contradicted_word", f"the goal takes {what} for open at {least:.2f} of its range")
    if most is not None and least is None and not said & (w.LITTLE | w.HALFWAY) and most > w.CLOSED_ENOUGH:
        yield finding("contradicted_word", f"the goal takes {what} for closed at {most:.2f} of its range")
    if least is not None and said & w.FULLY and least < w.FULLY_OPEN:
        yield finding("contradicted_word", f"the goal takes {what} for fully open at {least:.2f} of its range")
    if said & w.HALFWAY and (least is None or not w.HALF[0] <= least <= w.HALF[1]) and most is None:
        yield finding("contradicted_word", f"the sentence says half; the goal asks {what} to be at {least}")


def _measures(text: list[Word], facts: Sequence[Fact]) -> Iterator[Finding]:
    """Compare lengths and times in figures with those of the goal."""
    for number, unit in pairwise(text):
        if not number.text.replace(".", "", 1).isdigit():
            continue
        value = float(number.text)
        if unit.text in w.LENGTHS:
            metres = value * w.LENGTHS[unit.text]
            asked = [item.predicate.height for item in facts if isinstance(item.predicate, Lifted)]
            if asked and not any(0.6 * metres <= one <= 1.1 * metres for one in asked):
                yield finding("contradicted_word", f"the sentence says {value:g} {unit.text}; the goal asks "
                               f"{max(asked) * 100:.0f} cm")  # fmt: skip
        elif unit.text in w.SECONDS:
            longest = max((item.held for item in facts), default=0.0)
            if not 0.5 * value <= longest <= 2.0 * value:
                yield finding("contradicted_word", f"the sentence says {value:g} s; the goal asks {longest:g} s")
