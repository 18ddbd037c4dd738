"""A gap that is to be left is not shut."""

from __future__ import annotations

from collections.abc import Iterator

from envs.task.predicates import JointFraction
from envs.verification import words as w
from envs.verification.case import Case, Said, finding
from envs.verification.goal_facts import Fact
from envs.verification.pieces import denied, pieces, places, spelled
from envs.verification.verdict import Finding

LEFT = w.listed("leave leaving leaves left keep keeping keeps remain remains until with")
GAPS = ("a gap", "a crack", "a slit", "an opening", "a small gap", "a little gap", "a narrow gap", "a small opening",
        "a tiny gap", "a chink", "ajar")  # fmt: skip
NOT_SHUT = ("should not latch", "must not latch", "shouldn t latch", "mustn t latch", "doesn t latch",
            "does not latch", "without latching", "not quite shut", "not quite closed", "not fully closed",
            "not fully shut", "not completely closed", "not completely shut", "not entirely shut",
            "not entirely closed", "without closing it fully", "without closing it completely",
            "without shutting it completely", "without shutting it fully", "almost shut but not quite",
            "almost closed but not quite")  # fmt: skip
IN_PART = ("but not entirely", "but not completely", "but not fully", "but not quite", "but not all the way")
DESCRIBES = w.listed("which that is was stands has been already now")


def left_open(case: Case, said: Said) -> Iterator[Finding]:
    """Yield the gaps that are to be left where the goal takes a joint that is shut as well."""
    joints = [item for item in case.facts if isinstance(item.predicate, JointFraction)]
    if len({part for item in joints for part in item.parts}) != 1 or not all(_may_shut(item) for item in joints):
        return
    for piece in pieces(said):
        text = spelled(piece)
        told: list[str] = []
        for k, _, phrase in places(text, GAPS):
            before = set(text[max(0, k - 4) : k])
            told += [phrase] if LEFT & before and not DESCRIBES & before and not denied(text, k) else []
        told += [phrase for k, _, phrase in places(text, NOT_SHUT) if not {"if", "when"} & set(text[:k])]
        if {"close", "shut", "push", "to"} & set(text):
            told += [phrase for _, _, phrase in places(text, IN_PART)]
        if told:
            yield finding(
                "contradicted_word", f"{said.quote} says {told[0]!r}; the goal takes it shut, too: ask between()"
            )
            return


def _may_shut(fact: Fact) -> bool:
    """Whether a joint that is shut meets a fact."""
    item = fact.predicate
    if not isinstance(item, JointFraction) or not fact.wanted or item.relative:
        return False
    return item.at_most is not None and (item.at_least is None or item.at_least <= 0.0)
