"""How far one thing is to be from another, and how far it is to be moved, against the goal's figures."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from envs.task.predicates import AtPose, Lifted, Near
from envs.task.refs import ObjectRef
from envs.verification import words as w
from envs.verification.case import Case, Said, finding
from envs.verification.goal_facts import Fact
from envs.verification.pieces import TELLING, named_in, number, pieces, places, spelled
from envs.verification.tokens import Word
from envs.verification.verdict import Finding

MOST = ("within", "at most", "no more than", "not more than", "less than", "no further than", "no farther than",
        "closer than", "nearer than", "up to", "a maximum of", "under")  # fmt: skip
LEAST = ("at least", "more than", "no less than", "not less than", "further than", "farther than", "no closer than",
         "no nearer than", "a minimum of", "over")  # fmt: skip
FROM = frozenset({"apart", "away", "from", "of", "between", "to", "beside"})
TELLS, ASKS = w.listed("is are stands lies was were"), w.listed("until so should must be has have ensure sure see")
SLACK = 0.03
"""Metres by which a distance may be off for how it is measured, beside the halves of both things."""
TOLERANCE = w.listed("within take accuracy tolerance precision exactly plus")
SIZED = w.listed("long wide high thick tall deep")
SHIFTED = (0.75, 1.25)
"""What is moved by less or more of what is said was moved by another figure."""

Spoken = tuple[str, float]
"""Whether a distance is "most" or "least", or "" where it is neither, and metres."""


def spoken(case: Case, said: Said) -> tuple[Spoken, ...]:
    """Return the distances between the two things that the one nearness of a goal is about."""
    near = _near(case)
    if near is None:
        return ()
    fact, item = near
    found: list[Spoken] = []
    for piece in pieces(said):
        names = {name for one in named_in(said, piece) for name in one.objects}
        if not names & {item.object, *fact.targets} and not {"they", "them", "it", "apart"} & set(spelled(piece)):
            continue
        found += list(_distances(piece))
    return tuple(found)


def apart(case: Case, said: Said) -> Iterator[Finding]:
    """Yield the distances between two things that are said and that the goal's nearness does not keep."""
    near, told = _near(case), spoken(case, said)
    if near is None:
        return
    fact, item = near
    if fact.wanted and _far(said, fact.targets):
        yield finding("contradicted_word", f"{said.quote} says far away; the goal asks at most {item.distance:.2f} m")
    if len(told) != 1:
        return
    bound, metres = told[0]
    halves = sum(max(case.scene.asset(name).size[:2]) / 2 for name in (item.object, *fact.targets))
    if bound == "least" and fact.wanted:
        text = f"says at least {metres * 100:.0f} cm; the goal asks at most {item.distance * 100:.0f} cm"
        yield finding("contradicted_word", f"{said.quote} {text}")
    elif bound == "least" and item.distance < 0.75 * metres:
        text = f"says at least {metres * 100:.0f} cm; the goal asks {item.distance * 100:.0f} cm"
        yield finding("contradicted_word", f"{said.quote} {text}")
    elif bound != "least" and fact.wanted and item.distance > metres + halves + SLACK:
        text = f"says {metres * 100:.0f} cm; the goal takes {item.distance * 100:.0f} cm"
        yield finding("contradicted_word", f"{said.quote} {text}")
    elif bound == "most" and not fact.wanted:
        text = f"says at most {metres * 100:.0f} cm; the goal asks more than {item.distance * 100:.0f} cm"
        yield finding("contradicted_word", f"{said.quote} {text}")


def _far(said: Said, targets: tuple[str, ...]) -> bool:
    """Whether a sentence says that something is to be far from what the goal wants it near."""
    for piece in pieces(said):
        text = spelled(piece)
        for k, end, _ in places(text, ("far from", "far away from", "well away from")):
            behind = [item.tie for item in piece[end : end + 3] if item.tie is not None]
            if behind and set(said.ties[behind[0]].named.objects) & set(targets):
                return not (TELLING | TELLS | w.NEGATIONS | {"too", "so", "t"}) & set(text[:k])
    return False


def shifted(case: Case, said: Said) -> Iterator[Finding]:
    """Yield the lengths by which something is to be moved where the goal moves it by another."""
    wanted = [item.predicate for item in case.facts if item.wanted]
    poses = [item for item in wanted if isinstance(item, AtPose)]
    if len(poses) != 1 or not poses[0].relative or any(isinstance(item, Lifted | Near) for item in wanted):
        return
    told = [one for piece in pieces(said) for one in _lengths(piece, spelled(piece))]
    if len(told) != 1:
        return
    (metres,) = told
    moved = float(np.linalg.norm(poses[0].pose.position))
    off = poses[0].position_tolerance
    if not SHIFTED[0] * metres - off <= moved <= SHIFTED[1] * metres + off:
        yield finding(
            "contradicted_word", f"{said.quote} says {metres * 100:.0f} cm; the goal asks {moved * 100:.0f} cm"
        )


def _near(case: Case) -> tuple[Fact, Near] | None:
    """Return the one nearness of two things that the goal asks for, or refuses."""
    found = [(item, item.predicate) for item in case.facts
             if isinstance(item.predicate, Near) and isinstance(item.predicate.target, ObjectRef)]  # fmt: skip
    return found[0] if len(found) == 1 and len(found[0][0].targets) == 1 else None


def _distances(piece: list[Word]) -> Iterator[Spoken]:
    """Yield the lengths of a stretch that say how far two things are apart."""
    text = spelled(piece)
    for k in range(len(text)):
        found = _length(text, k)
        if found is None or TELLING & set(text[max(0, k - 6) : k]) - {"that"}:
            continue
        if TELLS & set(text[:k]) and not ASKS & set(text[:k]):
            continue  # "it is 30 cm away"
        metres, end = found
        before, behind = " ".join(text[max(0, k - 4) : k]), set(text[end : end + 4])
        bound = "most" if before.endswith(MOST) else "least" if before.endswith(LEAST) else ""
        if FROM & behind or (bound == "most" and before.endswith("within")):
            yield bound, metres


def _lengths(piece: list[Word], text: list[str]) -> Iterator[float]:
    """Yield the lengths of a stretch by which something may be to be moved."""
    for k in range(len(text)):
        found = _length(text, k)
        if (
            found is None
            or TOLERANCE & set(text[max(0, k - 3) : k])
            or (TELLING | w.NEGATIONS) & set(text[max(0, k - 6) : k])
        ):
            continue
        metres, end = found
        if SIZED & set(text[end : end + 1]) or (text[end : end + 1] == ["from"] and "where" not in text[end:]):
            continue
        to = [item for item in piece[end : end + 6] if item.tie is not None]
        if not (to and {"of", "from"} & set(text[end : end + 4])) and text[k - 1 : k] != ["the"]:
            yield metres


def _length(text: list[str], k: int) -> tuple[float, int] | None:
    """Return the metres that words from a place on say and the place behind them."""
    if k and w.number(text[k - 1]) is not None and number(text, k - 1) != (w.number(text[k - 1]), k):
        return None  # the end of "twenty-five"
    found = number(text, k)
    if text[k : k + 2] in (["half", "a"], ["half", "an"]):
        found = (0.5, k + 2)
    elif text[k - 1 : k] == ["half"] or text[k : k + 2] == ["a", "m"]:
        return None
    if found is None or found[1] >= len(text) or text[found[1]] not in w.LENGTHS:
        return None
    value, end = found
    if text[end] == "m" and not text[k].replace(".", "").isdigit():
        return None
    return value * w.LENGTHS[text[end]], end + 1
