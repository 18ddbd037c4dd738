"""What figures mean in words: how far open is open, how high lifted, how near beside, and lengths and times as said."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from envs.task.predicates import AtPose, JointFraction, Lifted, Near
from envs.task.refs import ObjectRef
from envs.task.scene_model import SceneModel
from envs.verification import words as w
from envs.verification.case import Case, Said, finding
from envs.verification.goal_facts import Fact
from envs.verification.pieces import number
from envs.verification.rules.distances import spoken
from envs.verification.tokens import STOPS
from envs.verification.verdict import Finding

TURNS = frozenset({"aligned", "at_pose", "cornered", "joint_fraction"})
"""Predicates that can test by how much something is turned."""
WHOLE = frozenset({"full", "whole", "entire", "good", "long", "solid"})
"""Words between a number and its unit."""
MINUTES = frozenset({"minute", "minutes"})


def figures(case: Case, said: Said) -> Iterator[Finding]:
    """Yield the figures of a goal that take too little for lifted, beside or there."""
    for fact in case.facts if said.strict else ():
        item = fact.predicate
        if not fact.wanted:
            continue
        if isinstance(item, Lifted) and item.height < w.LIFTED_ENOUGH:
            text = f"the goal takes {item.height * 1000:.0f} mm for lifted; ask for at least"
            yield finding("contradicted_word", f"{text} {w.LIFTED_ENOUGH * 1000:.0f} mm")
        if isinstance(item, Near) and isinstance(item.target, ObjectRef) and not spoken(case, said):
            yield from _near(item, item.target, case.scene)
        if isinstance(item, AtPose) and item.position_tolerance > w.THERE:
            yield finding("contradicted_word", f"the goal takes {item.position_tolerance:.2f} m off for there")


def _near(item: Near, target: ObjectRef, scene: SceneModel) -> Iterator[Finding]:
    """Two things are not beside each other across half the table."""
    reach = sum(max(scene.asset(name).size[:2]) / 2 for name in (item.object, target.object)) + w.BESIDE
    if item.distance > reach:
        text = (
            f"the goal takes {item.object} for beside {target.object} at {item.distance:.2f} m (at most {reach:.2f} m)"
        )
        yield finding("contradicted_word", text)


def measures(case: Case, said: Said) -> Iterator[Finding]:
    """Compare lengths, times and angles in figures with those of the goal."""
    text = [item.text for item in said.every_word]
    behind = 0
    for k in range(len(text) - 1):
        found = number(text, k) if k >= behind else None
        if found is None or text[k - 1 : k] == ["few"]:
            continue
        value, behind = found
        unit = next((word for word in text[behind:] if word not in WHOLE), "")
        counts = "first" in text or text[k - 1 : k] in (["the"], ["other"]) or set(text[k - 1 : k]) & w.COLOURS
        if unit == "second" and counts:
            continue
        if (unit in ("s", "m") and not text[k].isdigit()) or (text[k] == "a" and _ordinal(said, k + 1)):
            continue
        if text[k : k + 2] in (["half", "a"], ["half", "an"]):
            value, unit = 0.5, " ".join(text[k + 2 : k + 3])
            behind = k + 3
        elif unit in w.SECONDS and text[behind + 1 : behind + 4] == ["and", "a", "half"]:
            value += 0.5
        if unit in MINUTES and "for" in text[max(0, k - 3) : k]:
            value, unit = 60 * value, "seconds"
        if unit in w.LENGTHS:
            yield from _length(case, said, value * w.LENGTHS[unit], f"{text[k]} {unit}")
        elif unit in w.SECONDS:
            longest = max((item.held for item in case.facts), default=0.0)
            if not 0.5 * value <= longest <= 2.0 * value:
                yield finding("contradicted_word", f"{said.quote} says {value:g} s; the goal asks {longest:g} s")
        elif unit in ("degrees", "degree") and not any(item.kind in TURNS for item in case.facts):
            yield finding("contradicted_word", f"{said.quote} says {value:g} degrees, which the goal does not test")


def _ordinal(said: Said, k: int) -> bool:
    """Whether "second" counts what stands behind it: "a second cube"."""
    behind = said.every_word[k + 1 : k + 3]
    return said.every_word[k].text == "second" and any(item.tie is not None for item in behind)


def _length(case: Case, said: Said, metres: float, words: str) -> Iterator[Finding]:
    asked = [item.predicate.height for item in case.facts if isinstance(item.predicate, Lifted)]
    for item in (item.predicate for item in case.facts if item.wanted):
        if isinstance(item, JointFraction) and item.at_least is not None:
            joint = case.scene.part_joint(item.part.object, item.part.part)
            asked += [item.at_least * (joint.upper - joint.lower)] if joint.kind == "prismatic" else []
    if asked and not any(0.6 * metres <= one <= 1.1 * metres for one in asked):
        yield finding("contradicted_word", f"{said.quote} says {words}; the goal asks {max(asked) * 100:.0f} cm")


def degrees(case: Case, said: Said) -> Iterator[Finding]:
    """Yield how far open or shut the goal asks a joint to be where that is not what the words mean."""
    asked = [item for item in case.facts if isinstance(item.predicate, JointFraction)]
    for fact in asked:
        item = fact.predicate
        if isinstance(item, JointFraction) and fact.wanted and not item.relative and fact.step is None:
            yield from _joint(
                item, said, _words(case, said, fact, alone=len({fact.parts for fact in asked}) == 1), case.scene
            )


def _words(case: Case, said: Said, fact: Fact, *, alone: bool) -> list[str]:
    """Return the words of the clauses that speak of a fact's joint, of the whole sentence where there is but one."""
    if alone:
        return _wanted([item.text for item in said.asking])
    found: list[str] = []
    for clause in said.clauses:
        named = [one for _, _, one in clause.senses if one is not None] or clause.objects
        if any((name, one.part) in fact.parts for one in named for name in one.objects):
            found += _wanted(clause.words)
    return found


def _wanted(text: Sequence[str]) -> list[str]:
    """Return words without those that say what is not to be: "a little, but not all the way"."""
    found: list[str] = []
    negated = False
    for word in text:
        negated = word in w.NEGATIONS or (negated and word not in STOPS | {"but", "just", "only"})
        if not negated:
            found.append(word)
    return found


def _joint(item: JointFraction, said: Said, text: Sequence[str], scene: SceneModel) -> Iterator[Finding]:
    joint = scene.part_joint(item.part.object, item.part.part)
    what = f"the {item.part.part} of {item.part.object}"
    least, most = item.at_least, item.at_most
    little, half, fully = w.says_little(text), w.says_half(text), w.says_fully(text)
    limited = little or bool(w.LIMITED & set(text) | w.FULLY & {one.text for one in said.every_word})
    if said.strict and least is not None and not limited and least < w.OPEN_ENOUGH:
        enough = joint.kind == "revolute" and least * (joint.upper - joint.lower) >= w.OPEN_ANGLE
        if not enough:
            yield finding("contradicted_word", f"the goal takes {what} for open at {least:.2f} of its range")
    if said.strict and most is not None and least is None and not (little or half) and most > w.CLOSED_ENOUGH:
        yield finding("contradicted_word", f"the goal takes {what} for closed at {most:.2f} of its range")
    low, high = least or 0.0, 1.0 if most is None else most
    middling = w.HALF[0] <= low <= high <= w.HALF[1]
    if half and fully and middling:  # "half, not fully", however that is told
        fully = frozenset()
    elif fully and least is not None and least >= w.FULLY_OPEN:
        little, half = False, ""
    if fully and least is not None and least < w.FULLY_OPEN and not fully & {"closed", "shut", "close"}:
        yield finding("contradicted_word", f"the goal takes {what} for fully open at {least:.2f} of its range")
    if fully and most is not None and ((least is None and most > w.FULLY_SHUT) or (least is not None and most < 0.9)):
        yield finding("contradicted_word", f"{said.quote} says fully; the goal asks {what} to be at most {most:.2f}")
    enough = half == "least" and low >= w.HALF[0]
    if half and not enough and not w.HALF[0] <= low <= high <= w.HALF[1]:
        asked = f"from {low:.2f} to {high:.2f}; ask between()"
        yield finding("contradicted_word", f"{said.quote} says half; the goal takes {what} {asked}")
    if little and least is not None and high > w.LITTLE_MOST:
        text_ = f"{said.quote} says a little; the goal takes {what} wide open, too; ask between()"
        yield finding("contradicted_word", text_)
    for share in w.percents(text):
        if low > share + 0.1 or high < share - 0.1:
            yield finding("contradicted_word", f"{said.quote} says {share:.0%} of {what}; the goal asks otherwise")
        elif least is not None and least < share - 0.25:
            yield finding("contradicted_word", f"{said.quote} says {share:.0%} of {what}; the goal takes {least:.0%}")
