"""A state of which the sentence says that it is not to last: "the drawer sticks out; see to it that it does not"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from envs.task.predicates import JointFraction
from envs.verification.case import Case, Said, finding
from envs.verification.verdict import Finding

OPEN = r"open|ajar|out|on|running"
SHUT = r"shut|closed|off"
ECHO = re.compile(
    rf"\b(?:is|are|stands|sticks|hangs|was left|has been left|is standing|is sticking|is hanging|juts|stuck)"
    rf"(?: still| wide| half| a bit| a little| slightly)* (?P<state>{OPEN}|{SHUT})\b"
    r"[^.;:!]{0,40}[.;:,!] (?:please )?(?:and )?(?:see to it|make sure|ensure|take care|change that so|fix it so|"
    r"which|that|it)(?: that)?(?: it| this| that)? "
    r"(?:does not|doesn t|is not|isn t|must not|mustn t|should not|shouldn t|ought not to|is no longer|no longer)"
    r"(?: be| do so| be so| any more| anymore| so)*(?: [.,;!]|$)"
)
"""A state, and behind it that it should not be so."""


def undone(case: Case, said: Said) -> Iterator[Finding]:
    """Yield the states that are not to last and that the goal asks for."""
    joints = [item for item in case.facts if isinstance(item.predicate, JointFraction)]
    if len({part for item in joints for part in item.parts}) != 1 or not all(item.wanted for item in joints):
        return
    match = ECHO.search(" ".join(item.text for item in said.every_word))
    if match is None:
        return
    state = match["state"]
    wanted = "close" if re.fullmatch(OPEN, state) else "open"
    if all(wanted not in item.senses() for item in joints):
        yield finding(
            "contradicted_word", f"{said.quote} says that it is {state} and should not be; the goal asks that"
        )
