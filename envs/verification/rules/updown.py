"""What is lifted, lowered, or to stay up or down, and knobs turned up or down, against what the goal asks of joints."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from envs.task.predicates import JointFraction
from envs.verification import words as w
from envs.verification.case import Case, Said, finding
from envs.verification.goal_facts import Fact
from envs.verification.parts import already
from envs.verification.tokens import STOPS, Named, named_text
from envs.verification.verdict import Finding

RISES = 0.03
"""Metres by which a handle must rise or sink for its joint to be lifted or lowered for certain."""
STAYS = w.listed("stay stays remain remains")
STILL = ("as it is", "where it is", "put", "unmoved", "untouched", "the way it is")
ROUND = frozenset({"wheel", "knob", "cap"})
"""Parts of which one side rises while the other sinks."""
KNOBS = frozenset({"knob", "dial"})
WAYS = frozenset({"up", "down", "in", "out"})
BRINGING = w.listed("put fold flip pull push swing bring let move keep leave slide shove keeping leaving")
MORE = w.listed("increase raise brighten")
LESS = w.listed("reduce decrease lower dim")
AHEAD = w.listed("and then please you to kindly also") | STOPS | {""}
"""Words before which one asks for more or less."""
TURNED = w.listed("turn turned turning crank dial dialled")


def lifted(case: Case, said: Said) -> Iterator[Finding]:
    """Yield the parts that are said to be lifted or lowered and are asked to go the other way."""
    for clause in said.clauses:
        up = True if clause.verb in w.LIFTING else False if clause.verb in w.LOWERING else None
        if up is None or "back" in clause.words:
            continue
        for named in clause.objects:
            yield from _goes(case, said, named, clause.verb, up)


def stays(case: Case, said: Said) -> Iterator[Finding]:
    """Yield the parts that are to stay up, down or as they are, and that the goal wants otherwise."""
    for tie in said.ties:
        if tie.named.part is None:
            continue
        behind = [item for item in said.every_word if item.start >= tie.end][:8]
        text = [item.text for item in behind]
        cut = next((k for k, item in enumerate(behind) if item.tie is not None or item.text in STOPS), len(text))
        text = text[:cut]
        verb = next((k for k, word in enumerate(text) if word in STAYS), None)
        if verb is None or w.NEGATIONS & set(text[:verb]) or {"t", "can", "cannot"} & set(text[:verb]):
            continue
        state = text[verb + 1 : verb + 2]
        if state in (["up"], ["down"]):
            yield from _goes(case, said, tie.named, f"{text[verb]} {state[0]}", state == ["up"])
        elif any(text[verb + 1 :][: len(phrase.split())] == phrase.split() for phrase in STILL):
            for fact in _joints(case, tie.named):
                if fact.final and not already(case.spec, case.scene, fact):
                    text_ = f"{said.quote} says {text[verb]!r} of {named_text(tie.named)}; the goal moves it"
                    yield finding("contradicted_word", text_)


def moved(case: Case, said: Said) -> Iterator[Finding]:
    """Yield the parts that are put, left or kept up or down, or drawers pushed in or pulled out, against the goal."""
    words = said.every_word
    for tie in said.ties:
        if tie.named.part is None:
            continue
        before = [item.text for item in words if item.end <= tie.start][-4:]
        behind = [item.text for item in words if item.start >= tie.end][:5]
        cut = next((k for k in reversed(range(len(before))) if before[k] in STOPS | {"and", "but", "then"}), -1)
        before = before[cut + 1 :]
        if not before or w.NEGATIONS & set(before) or "t" in before:
            continue
        way = next((word for word in before[1:2] if word in WAYS and before[0] in BRINGING), "")
        way = way or (_way(behind) if BRINGING & set(before[:2]) else "")
        if way in ("up", "down"):
            yield from _goes(case, said, tie.named, f"{before[0]} {way}", way == "up")
        elif way in ("in", "out") and _is_drawer(case, tie.named):
            wanted = "open" if way == "out" else "close"
            if all(item.wanted and wanted not in item.senses() for item in _joints(case, tie.named)) and (
                _joints(case, tie.named)
            ):
                text = f"{said.quote} says {before[0]!r} and {way!r} of {named_text(tie.named)}"
                yield finding("contradicted_word", f"{text}; the goal asks the other way")


def _way(behind: list[str]) -> str:
    """Return "up", "down", "in" or "out" where it ends what is said of a part: "the lid of the toilet down"."""
    for k, word in enumerate(behind):
        if word in STOPS | {"and", "but", "then", "while"}:
            return ""
        if word in WAYS:
            return (
                word
                if behind[k + 1 : k + 2] in ([], [","], ["."], [";"], [":"], ["!"], ["?"], ["and"], ["but"])
                else ""
            )
    return ""


def _is_drawer(case: Case, named: Named) -> bool:
    names = [name for name in named.objects if name in case.scene.objects]
    return bool(names) and all(case.scene.asset(name).part(named.part or "").noun == "drawer" for name in names)


def turned(case: Case, said: Said) -> Iterator[Finding]:
    """Yield the knobs that are to be turned up and are asked to be turned down, and the other way round."""
    joints = [item for item in case.facts if isinstance(item.predicate, JointFraction) and item.wanted]
    parts = {part for item in joints for part in item.parts}
    if len(parts) != 1 or case.scene.asset(min(parts)[0]).part(min(parts)[1]).noun not in KNOBS:
        return
    senses = {sense for item in joints for sense in item.senses()}
    text = [item.text for item in said.every_word]
    for k, word in enumerate(text):
        if word in MORE | LESS:
            if (text[k - 1] if k else "") not in AHEAD or (w.NEGATIONS | {"t"}) & set(text[max(0, k - 3) : k]):
                continue  # "the lower knob"
            if ("open" if word in MORE else "close") not in senses:
                yield finding("contradicted_word", f"{said.quote} says {word!r} of a knob; the goal asks the opposite")
            continue
        if word not in ("up", "down"):
            continue
        before = text[max(0, k - 6) : k]
        near = next((n for n in reversed(range(len(before))) if before[n] in TURNED), None)
        if near is None or STOPS & set(before[near:]) or (w.NEGATIONS | {"was", "been", "t"}) & set(before):
            continue
        if {"is", "are"} & set(before[max(0, near - 1) : near]):
            continue  # "it is turned down too far"
        wanted = "open" if word == "up" else "close"
        if wanted not in senses:
            asked = "up" if word == "down" else "down"
            yield finding("contradicted_word", f"{said.quote} says 'turn {word}'; the goal asks {asked}")


def _goes(case: Case, said: Said, named: Named, words: str, up: bool) -> Iterator[Finding]:
    """Find a part that is asked to end low though it is said to go up, or the other way round."""
    if named.part is None or len(named.objects) != 1 or named.objects[0] not in case.scene.objects:
        return
    if case.scene.asset(named.objects[0]).part(named.part).noun in ROUND:
        return
    rise = _rise(case, named.objects[0], named.part)
    own = _joints(case, named)
    if abs(rise) < RISES or not own:
        return
    wanted = "open" if (rise > 0) == up else "close"
    if all(item.wanted and item.senses() and wanted not in item.senses() for item in own):
        asked = "lower" if up else "higher"
        yield finding(
            "contradicted_word", f"{said.quote} says {words!r} of {named_text(named)}; the goal asks it {asked}"
        )


def _joints(case: Case, named: Named) -> list[Fact]:
    return [item for item in case.facts if isinstance(item.predicate, JointFraction)
            and any((name, named.part) in item.parts for name in named.objects)]  # fmt: skip


def _rise(case: Case, name: str, part: str) -> float:
    """Return by how many metres a part's handle rises as its joint opens."""
    asset = case.scene.asset(name)
    own = asset.part(part)
    if all(point.name != f"{own.handle}.centre" for point in asset.points):
        return 0.0
    point, joint = asset.point(f"{own.handle}.centre"), asset.joint(own.joint)
    leader = joint.name if joint.coupling is None else joint.coupling.joint
    heights: list[float] = []
    for fraction in (0.0, 1.0):
        links = asset.link_poses(np.eye(4), asset.with_joint_at(leader, fraction))
        heights.append(float((links[point.link] @ np.array([*point.position, 1.0]))[2]))
    return heights[1] - heights[0]
