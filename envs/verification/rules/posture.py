"""What the sentence wants upright, upside down or on its side."""

from __future__ import annotations

from collections.abc import Iterator

from envs.verification import words as w
from envs.verification.case import Case, Said, finding
from envs.verification.verdict import Finding

SAY_NOTHING = frozenset({"inside", "on", "near", "joint_fraction", "lifted", "grasped", "unchanged", "share_inside",
                         "matched", "over", "along"})  # fmt: skip
"""Predicates that are met whichever way up a thing is."""


def posture(case: Case, said: Said) -> Iterator[Finding]:
    """Yield the ways to stand that are said and that the goal does not test, or asks otherwise."""
    for k, word in enumerate(said.words):
        if word.tie is not None or word.text != "upright":
            continue
        if k and said.words[k - 1].text in w.DETERMINERS:
            continue
        if all(item.kind in SAY_NOTHING for item in case.facts):
            yield finding("contradicted_word", f"{said.quote} says {word.text!r}, which the goal does not test")
