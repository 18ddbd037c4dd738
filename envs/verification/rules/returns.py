"""What is to be brought there and back, the goal asks for in both places."""

from __future__ import annotations

from collections.abc import Iterator

from envs.task.goals import Sequence
from envs.task.mentions import walk
from envs.verification import words as w
from envs.verification.case import Case, Said, finding
from envs.verification.parts import starts_open
from envs.verification.pieces import TELLING, denied, pieces, places, spelled
from envs.verification.tokens import Word
from envs.verification.verdict import Finding

BACK = ("and back", "and then back", "then back", "and forth", "there and back", "to and fro", "and fro")
RETURNED = ("back again", "back where it was", "back to where it was", "return it to its", "return it to the",
            "returns it to its", "back to its resting", "back to its original", "back to its start",
            "back to the start")  # fmt: skip
"""Phrases that do so where the goal is that a part which starts shut ends open."""
LEAVES = w.listed("away off out up from by")
"""Words behind "back" by which it is the robot that goes."""


def there_and_back(case: Case, said: Said) -> Iterator[Finding]:
    """Yield the ways back that are said where the goal has no order of what is to be first and what last."""
    if any(isinstance(item, Sequence) for item in walk(case.spec.goal)):
        return
    opened = _opened(case)
    for piece in pieces(said):
        text = spelled(piece)
        for _, _, phrase in places(text, RETURNED) if opened else ():
            if not (TELLING | w.NEGATIONS) & set(text):
                yield finding("contradicted_word", f"{said.quote} says {phrase!r}; the goal wants it away from there")
                return
        for k, end, phrase in places(text, BACK):
            behind = text[end : end + 1]
            tied = any(item.tie is not None for item in piece[k : end + 1])
            goal = any(_is_goal(case, said, item) for item in piece[end : end + 4])
            if LEAVES & set(behind) or tied or goal or denied(text, k) or (TELLING - {"whether"}) & set(text[:k]):
                continue
            if not behind or behind[0] in {",", "again", "to", "into", "onto", "in", "on"}:
                text_ = f"{said.quote} says {phrase!r}; the goal asks for no more than the end: use sequence"
                yield finding("contradicted_word", text_)
                return


def _is_goal(case: Case, said: Said, item: Word) -> bool:
    """Whether a word names what the goal wants something brought to: "over and back to the bowl"."""
    if item.tie is None:
        return False
    targets = {name for fact in case.facts if fact.final for name in fact.targets}
    return bool(targets & set(said.ties[item.tie].named.objects))


def _opened(case: Case) -> bool:
    """Whether all that the goal asks is that one part, which starts shut, is open."""
    joints = [item for item in case.facts if item.senses() == {"open"} and item.wanted]
    parts = {part for item in joints for part in item.parts}
    if len(joints) != len(case.facts) or len(parts) != 1:
        return False
    return not starts_open(case.spec, case.scene, *min(parts))
