"""The drawer just below the top one, the second cube from the left: which one that is, counted out."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from envs.verification import words as w
from envs.verification.case import Case, Said, finding
from envs.verification.rules.singled import CLEAR, rivals
from envs.verification.tokens import STOPS, Tie
from envs.verification.verdict import Finding

ORDINALS = {"first": 0, "second": 1, "third": 2, "fourth": 3}
BELOW = frozenset({"below", "beneath", "under", "underneath"})
ABOVE = frozenset({"above", "over"})
ADJOINING = w.listed("just right directly immediately straight")
BEHIND = w.listed("and in into on onto to then out open by up goes has should is")
"""Words behind "from the left" by which that is no side of another thing."""
PARTED = 0.01
"""Metres by which parts lie apart that can be counted."""


def beside_sibling(case: Case, said: Said) -> Iterator[Finding]:
    """Yield the parts that are said to be below or above a sibling and are not."""
    for tie in said.ties if said.strict else ():
        if tie.named.part is None or len(tie.named.objects) != 1:
            continue
        name = tie.named.objects[0]
        row = _stacked(case, name, tie.named.part)
        text = _inside(said, tie) + _behind(said, tie)
        k = next((k for k, word in enumerate(text[:6]) if word in BELOW | ABOVE), None)
        if k is None or len(row) < 2 or set(text[:k]) & {"put", "and", "is", ","} or text[k + 1 : k + 2] != ["the"]:
            continue
        which = w.WHICH.get(text[k + 2], text[k + 2]) if k + 2 < len(text) else ""
        noun = case.scene.asset(name).part(tie.named.part).noun
        if set(text[k + 3 : k + 4]) != {"one"} and text[k + 3 : k + 4] != [noun]:
            continue
        other = [part for part in row if case.scene.asset(name).part(part).which == which]
        if len(other) != 1:
            continue
        step = row.index(tie.named.part) - row.index(other[0])
        step = step if text[k] in ABOVE else -step
        if step < 1 or (step != 1 and (ADJOINING & set(text[max(0, k - 1) : k]) or "next" in text[:k])):
            words = " ".join(text[max(0, k - 1) : k + 4])
            yield finding("contradicted_word", f"{said.quote} says {words!r} of the {tie.named.part} of {name}")


def counted_out(case: Case, said: Said) -> Iterator[Finding]:
    """Yield the things and parts that are counted from a side or an end, where another is meant."""
    for number, tie in enumerate(said.ties if said.strict else ()):
        if len(tie.named.objects) != 1 or tie.named.objects[0] not in case.scene.objects:
            continue
        text = [*_before(said, tie), *_inside(said, tie), *_behind(said, tie)[:7]]
        side = next((text[k + 2] for k in range(len(text) - 2) if text[k : k + 2] == ["from", "the"]
                     and (text[k + 3 : k + 4] or ["in"])[0] in BEHIND), "")  # fmt: skip
        rank = next((ORDINALS[word] for word in text if word in ORDINALS), None)
        row = _row(case, said, number, tie, side)
        if rank is None or row is None:
            continue
        own = tie.named.part or tie.named.objects[0]
        if rank >= len(row) or row[rank] != own:
            word = next(key for key, value in ORDINALS.items() if value == rank)
            yield finding("contradicted_word", f"{said.quote} says the {word} from the {side}; {own} is not")


def _row(case: Case, said: Said, number: int, tie: Tie, side: str) -> list[str] | None:
    """Return parts or things in the order in which they are counted from a side; None where that is not plain."""
    name = tie.named.objects[0]
    if tie.named.part is not None:
        row = _stacked(case, name, tie.named.part)
        return {"bottom": row, "top": row[::-1]}.get(side) if len(row) > 1 else None
    if side not in ("left", "right"):
        return None
    found = sorted((case.spec.object(one).pose.position[1], one) for one in (name, *rivals(case, said, number)))
    if len(found) < 2 or min(np.diff([place for place, _ in found])) < CLEAR:
        return None
    names = [one for _, one in found]
    return names if side == "right" else names[::-1]


def _stacked(case: Case, name: str, part: str) -> list[str]:
    """Return a part and its siblings from the lowest up; nothing where two are level."""
    asset = case.scene.asset(name)
    links = asset.link_poses(np.eye(4), asset.joint_values({}))
    points = {point.name: point for point in asset.points}
    found: list[tuple[float, str]] = []
    for one in asset.parts:
        point = points.get(f"{one.handle}.centre")
        if one.noun == asset.part(part).noun and point is not None:
            found.append((float((links[point.link] @ np.array([*point.position, 1.0]))[2]), one.name))
    found.sort()
    level = len(found) > 1 and min(np.diff([height for height, _ in found])) < PARTED
    return [] if level else [one for _, one in found]


def _before(said: Said, tie: Tie) -> list[str]:
    found: list[str] = []
    for item in reversed([item for item in said.every_word if item.end <= tie.start][-3:]):
        if item.tie is not None or item.text in STOPS:
            break
        found.insert(0, item.text)
    return found


def _inside(said: Said, tie: Tie) -> list[str]:
    return [item.text for item in said.every_word if tie.start <= item.start < tie.end]


def _behind(said: Said, tie: Tie) -> list[str]:
    """Return the words behind a phrase up to the next stop."""
    found: list[str] = []
    for item in said.every_word:
        if item.start < tie.end:
            continue
        if item.text in STOPS and (found or item.text != ","):
            break
        if item.text not in STOPS:
            found.append(item.text)
    return found
