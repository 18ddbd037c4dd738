"""What is to be brought there and back, the goal asks for in both places."""

from __future__ import annotations

from collections.abc import Iterator

from envs.task.goals import Sequence
from envs.task.mentions import walk
from envs.verification import words as w
from envs.verification.case import Case, Said, finding
from envs.verification.pieces import TELLING, denied, pieces, places, spelled
from envs.verification.verdict import Finding

BACK = ("and back", "and then back", "then back", "and forth", "there and back", "to and fro", "and fro")
LEAVES = w.listed("away off out up from by")
"""Words behind "back" by which it is the robot that goes."""


def there_and_back(case: Case, said: Said) -> Iterator[Finding]:
    """Yield the ways back that are said where the goal has no order of what is to be first and what last."""
    if any(isinstance(item, Sequence) for item in walk(case.spec.goal)):
        return
    for piece in pieces(said):
        text = spelled(piece)
        for k, end, phrase in places(text, BACK):
            behind = text[end : end + 1]
            tied = any(item.tie is not None for item in piece[k : end + 1])
            if LEAVES & set(behind) or tied or denied(text, k) or (TELLING - {"whether"}) & set(text[:k]):
                continue
            if not behind or behind[0] in {",", "again", "to", "into", "onto", "in", "on"}:
                text_ = f"{said.quote} says {phrase!r}; the goal asks for no more than the end: use sequence"
                yield finding("contradicted_word", text_)
                return
