"""Shares of a joint's way in words, "two thirds open" and "down by a quarter", against what the goal asks."""

from __future__ import annotations

from collections.abc import Iterator

from envs.task.predicates import JointFraction
from envs.verification import words as w
from envs.verification.case import Case, Said, finding
from envs.verification.parts import begun
from envs.verification.pieces import TELLING, pieces, spelled
from envs.verification.verdict import Finding

PARTS = {"third": 3, "thirds": 3, "quarter": 4, "quarters": 4, "fifth": 5, "fifths": 5, "tenth": 10, "tenths": 10}
FOLLOWS = w.listed("of open opened shut closed remain remains way or and so but further more at the on then again out"
                   " in ajar only up down still to") | {"", ","}  # fmt: skip
"""Words behind which a share may end: what stands before others counts, "the third drawer"."""
STANDS = w.listed("is are s stands already")
ASKS = w.listed("should must has have until be so ensure make")
LEAST = w.listed("least more over beyond exceeding minimum")
MOST = w.listed("most less under below maximum")
OFF = 0.12
"""By how much of its range a joint may be off what is said."""
LOOSE = 0.25
"""The same for what a goal takes beyond what is said: nobody says how much further is too far."""


def ways(case: Case, said: Said) -> Iterator[Finding]:
    """Yield the shares of a joint's way that are said and that the goal does not ask."""
    joints = [item for item in case.facts if isinstance(item.predicate, JointFraction)]
    if len(joints) != 1 or not joints[0].wanted or not joints[0].final:
        return
    item = joints[0].predicate
    if not isinstance(item, JointFraction):
        return
    told = [one for piece in pieces(said) for one in _told(spelled(piece))]
    if len({bound for _, bound, _, _ in told}) > 1 or len(told) > 2:
        return  # "between a quarter and a half"
    for share, bound, relative, phrase in told:
        if _wrong(case, item, share, bound, relative):
            yield finding("contradicted_word", f"{said.quote} says {phrase!r}; the goal asks {_asked(item)}")


def _told(text: list[str]) -> Iterator[tuple[float, str, bool, str]]:
    """Yield the shares of a stretch: how much, "least", "most" or "", whether by so much, and the words."""
    for k, word in enumerate(text):
        if word not in PARTS or not k:
            continue
        count = w.number(text[k - 1])
        behind = text[k + 1] if k + 1 < len(text) else ""
        if count is None or (word.endswith("s") != (count > 1)) or behind not in FOLLOWS:
            continue
        if behind == "of" and not {"way", "range", "travel", "length"} & set(text[k + 2 : k + 5]):
            continue
        before = text[max(0, k - 6) : k - 1]
        if {"between", "never", "without", *TELLING} & set(before) or {"neither", "nor"} & set(text[:k]):
            continue
        if STANDS & set(before) and not ASKS & set(before):
            continue  # "it is a third open"
        least, most = bool(LEAST & set(before[-3:])), bool(MOST & set(before[-3:]))
        if {"no", "not"} & set(before[-4:]) and (least or most):
            least, most = most, least
        elif {"not", "t"} & set(before[-4:]):
            continue  # "not just by a quarter"
        bound = "least" if least else "most" if most else ""
        relative = "by" in before[-4:]
        yield count / PARTS[word], bound, relative, f"{text[k - 1]} {word}"


def _wrong(case: Case, item: JointFraction, share: float, bound: str, relative: bool) -> bool:
    """Whether a goal asks for certain another share than is said."""
    low, high = (0.0 if item.at_least is None else item.at_least), (1.0 if item.at_most is None else item.at_most)
    if item.relative or relative:
        if not relative:
            return False
        low, high = _change(case, item)
    if bound == "least":
        return high < share or low < share - LOOSE
    if bound == "most":
        return low > share + OFF or high > share + LOOSE
    return low > share + OFF or high < share - OFF or (item.at_least is not None and low < share - LOOSE)


def _change(case: Case, item: JointFraction) -> tuple[float, float]:
    """Return by how much of its range a goal wants a joint moved: the least and the most, either way."""
    start = 0.0 if item.relative else begun(case.spec, case.scene, item.part.object, item.part.part)
    opens = item.at_least is not None and (item.at_most is None or item.at_least + item.at_most > 2 * start)
    if opens:
        return (item.at_least or 0.0) - start, (1.0 if item.at_most is None else item.at_most) - start
    return start - (item.at_most or 0.0), start - (item.at_least if item.at_least is not None else -1.0)


def _asked(item: JointFraction) -> str:
    low, high = item.at_least, item.at_most
    change = "a change of " if item.relative else ""
    if low is not None and high is not None:
        return f"{change}{low:.2f} to {high:.2f}"
    return f"{change}at least {low:.2f}" if low is not None else f"{change}at most {high:.2f}"
