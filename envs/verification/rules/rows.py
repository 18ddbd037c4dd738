"""Things that are to form a row or another figure, where the goal looks only at where each is."""

from __future__ import annotations

from collections.abc import Iterator

from envs.verification import words as w
from envs.verification.case import Case, Said, finding
from envs.verification.pieces import denied, pieces, places, spelled, tells
from envs.verification.verdict import Finding

FIGURES = ("a row", "a straight row", "a line", "a straight line", "a neat row", "a column", "a circle", "a ring",
           "a triangle", "a semicircle", "single file", "an arc")  # fmt: skip
LOOSE = w.listed("any or whether however instance example wherever")
FORMS, AHEAD = w.listed("in into form forming as"), w.listed(", on in them along")
PUT = w.PUTTING | w.MOVING | w.listed("line form lay")
ALONE = frozenset({"on", "inside", "lifted", "grasped", "upright", "unchanged", "share_inside", "joint_fraction"})
"""Predicates by which no thing is where it is because of another beside it."""


def figures(case: Case, said: Said) -> Iterator[Finding]:
    """Yield the rows that are said where nothing that the goal asks says where one thing is beside another."""
    wanted = [item for item in case.facts if item.wanted]
    moved = {name for item in wanted for name in item.subjects if not case.scene.asset(name).fixed_base}
    over = {name for item in wanted for name in item.targets} & moved
    if len(moved) < 3 or over or not all(item.kind in ALONE for item in wanted):
        return
    if len({target for item in wanted for target in item.targets}) > 1:
        return  # places of their own may lie in a row
    for piece in pieces(said):
        text = spelled(piece)
        if LOOSE & set(text):
            continue
        told = [(k, phrase) for k, _, phrase in places(text, FIGURES)
                if FORMS & set(text[max(0, k - 1) : k]) and "times" not in text[max(0, k - 2) : k]]  # fmt: skip
        for k, end, phrase in places(text, ("line up", "side by side", "one behind the other")):
            alone = end == len(text) or piece[end].tie is not None or text[end] in w.DETERMINERS | AHEAD
            told += [(k, phrase)] if alone else []
        for k, phrase in told:
            asks = any(w.base(word) in PUT or word in PUT for word in text[: k + 1])
            if asks and not denied(text, k) and not tells(text, k) and "from" not in text[max(0, k - 3) : k]:
                yield finding("contradicted_word", f"{said.quote} says {phrase!r}, which the goal does not test")
                return
