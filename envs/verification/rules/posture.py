"""What the sentence wants upright, upside down or on its side."""

from __future__ import annotations

from collections.abc import Iterator

from envs.verification import words as w
from envs.verification.case import Case, Said, finding
from envs.verification.verdict import Finding

SAY_NOTHING = frozenset({"inside", "on", "near", "joint_fraction", "lifted", "grasped", "unchanged", "share_inside",
                         "matched", "over", "along", "beyond"})  # fmt: skip
"""Predicates that are met whichever way up a thing is."""
OVER = ("upside down", "on its side", "on their sides", "on its head", "on their heads")
DESCRIBES = w.DETERMINERS | {"that", "which", "lying", "lies", "standing", "stands"}
"""Words before a posture by which it is how a thing is at the start."""


def posture(case: Case, said: Said) -> Iterator[Finding]:
    """Yield the ways to stand that are said and that the goal does not test, or asks otherwise."""
    text = [item.text for item in said.every_word]
    for k in range(len(text)):
        phrase = next((p for p in ("upright", *OVER) if text[k : k + len(p.split())] == p.split()), None)
        if phrase is None or set(text[max(0, k - (1 if phrase == "upright" else 3)) : k]) & DESCRIBES - {"the"}:
            continue
        if phrase == "upright" and text[k - 1 : k] == ["the"]:
            continue
        if {"or", "whether"} & {*text[max(0, k - 1) : k], *text[k + len(phrase.split()) :][:1]}:
            continue  # "upright or not"
        upright = any(item.kind == "upright" and item.wanted for item in case.facts)
        if all(item.kind in SAY_NOTHING for item in case.facts):
            yield finding("contradicted_word", f"{said.quote} says {phrase!r}, which the goal does not test")
        elif phrase != "upright" and upright:
            yield finding("contradicted_word", f"{said.quote} says {phrase!r}; the goal asks upright")
