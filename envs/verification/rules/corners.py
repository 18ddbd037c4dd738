"""What is to lie in a corner, or flush with something, and by the goal may lie anywhere."""

from __future__ import annotations

from collections.abc import Iterator

from envs.task.predicates import Near
from envs.task.refs import ObjectRef
from envs.verification.case import Case, Said, finding
from envs.verification.goal_facts import Fact
from envs.verification.pieces import denied, named_in, pieces, spelled, tells
from envs.verification.verdict import Finding

ANYWHERE = frozenset({"on", "inside", "lifted", "grasped", "upright", "unchanged", "share_inside", "aligned"})
"""Predicates that are met anywhere on, or in, a thing."""
INTO = frozenset({"into", "in"})
FLUSH = frozenset({"flush", "snugly", "snug"})


def cornered(case: Case, said: Said) -> Iterator[Finding]:
    """Yield the corners that are said and that no predicate of the goal looks for."""
    own = [item for item in case.facts if item.wanted]
    if not own or not all(_anywhere(item) for item in own):
        return
    for piece in pieces(said):
        text = spelled(piece)
        if len(named_in(said, piece)) == 0 and "it" not in text:
            continue
        for k, word in enumerate(text):
            before = text[max(0, k - 4) : k]
            if denied(text, k) or tells(text, k) or text[k + 1 : k + 2] == ["or"]:
                continue
            corner = word == "corner" and "into" in before and "out" not in before
            inside = [item for item in own if item.kind in ("inside", "share_inside")]
            if (corner or (word in FLUSH and not inside)) and not (corner and inside and _holed(case, inside)):
                yield finding(
                    "contradicted_word", f"{said.quote} says {word!r}; the goal takes any place: use cornered()"
                )
                return


def _anywhere(fact: Fact) -> bool:
    """Whether a fact leaves open where on a thing something lies."""
    item = fact.predicate
    return fact.kind in ANYWHERE or (isinstance(item, Near) and isinstance(item.target, ObjectRef))


def _holed(case: Case, inside: list[Fact]) -> bool:
    """Whether what a thing is to be in may itself be a corner."""
    return any("corner" in str(item.predicate) for item in inside)
