"""What the sentence wants upright, upside down or on its side."""

from __future__ import annotations

from collections.abc import Iterator

from envs.verification import words as w
from envs.verification.case import Case, Said, finding
from envs.verification.tokens import STOPS
from envs.verification.verdict import Finding

SAY_NOTHING = frozenset({"inside", "on", "near", "joint_fraction", "lifted", "grasped", "unchanged", "share_inside",
                         "matched", "over", "along", "beyond"})  # fmt: skip
"""Predicates that are met whichever way up a thing is."""
STOOD = ("upright", "right way up", "right side up", "on its base", "on its bottom", "on their bases")
NOUNS = frozenset({"position", "posture", "pose", "orientation", "manner", "way"})
"""Nouns with which a posture is asked and describes nothing: "in an upright position"."""
OVER = ("upside down", "on its side", "on their sides", "on its head", "on their heads")
DESCRIBES = w.DETERMINERS | {"that", "which", "lying", "lies", "standing", "stands"}
"""Words before a posture by which it is how a thing is at the start."""


def posture(case: Case, said: Said) -> Iterator[Finding]:
    """Yield the ways to stand that are said and that the goal does not test, or asks otherwise."""
    text = [item.text for item in said.asking]
    handled = {name for item in case.facts if item.kind != "upright" for name in item.subjects}
    handled = handled or set(case.goal_objects)
    stand = [name for item in case.facts if item.kind == "upright" and item.wanted for name in item.subjects]
    for k in range(len(text)):
        phrase = next((p for p in (*STOOD, *OVER) if text[k : k + len(p.split())] == p.split()), None)
        if phrase is None:
            continue
        asks = bool(NOUNS & set(text[k + 1 : k + 2])) and text[max(0, k - 2) : k - 1] in (["in"], ["into"])
        asks = asks or (text[max(0, k - 2) : k] == [",", "standing"] and text[k + 1 : k + 2] in ([], ["."], [";"]))
        if not asks and set(text[max(0, k - (1 if phrase == "upright" else 3)) : k]) & DESCRIBES - {"the"}:
            continue
        if phrase == "upright" and text[k - 1 : k] == ["the"]:
            continue
        sentence = [k for k, word in enumerate(text[:k]) if word in STOPS][-1:] or [-1]
        if (w.NEGATIONS | {"neither", "none", "no"}) & set(text[sentence[0] + 1 : k]) and phrase != "upright" and stand:
            continue  # "don't put it on its side"
        if {"or", "whether"} & {*text[max(0, k - 1) : k], *text[k + len(phrase.split()) :][:1]}:
            continue  # "upright or not"
        if all(item.kind in SAY_NOTHING for item in case.facts):
            yield finding("contradicted_word", f"{said.quote} says {phrase!r}, which the goal does not test")
        elif phrase in STOOD and stand and not handled & set(stand):
            yield finding("contradicted_word", f"{said.quote} says {phrase!r}; the goal asks it of {stand[0]} only")
        elif phrase in OVER and stand:
            yield finding("contradicted_word", f"{said.quote} says {phrase!r}; the goal asks upright")
