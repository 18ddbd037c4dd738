"""What is to come of it: water that runs or stops, against what the goal asks of the tap."""

from __future__ import annotations

from collections.abc import Iterator

from envs.task.predicates import JointFraction
from envs.verification.case import Case, Said, finding
from envs.verification.pieces import pieces, places, spelled
from envs.verification.verdict import Finding

TAPS = frozenset({"faucet", "hand_wheel"})
STOPS = ("no more water", "so that no water", "until no water", "stop the water", "stops the water", "water stops",
         "water no longer", "stop the flow", "flow stops", "cut off the water", "cut the water", "shut off the water",
         "stops dripping", "stops running", "stop it dripping", "stop it running", "stop the dripping",
         "make the water stop", "not drip", "no longer drip", "nothing flows", "nothing runs")  # fmt: skip
RUNS = ("so that water runs", "so that water flows", "so that the water runs", "so that the water flows",
        "until water runs", "until water flows", "until the water runs", "until the water flows", "let the water run",
        "let water run", "let the water flow", "start the water", "water comes out", "get the water running",
        "make the water run", "make the water flow", "water starts")  # fmt: skip
NOW = frozenset({"there", "currently", "when", "if", "because", "since", "why", "comes", "before", "whenever",
                 "not", "t", "never"})  # fmt: skip
"""Words by which it is told how things are."""


def water(case: Case, said: Said) -> Iterator[Finding]:
    """Yield what is to become of the water where the goal asks the other of the one tap there is."""
    joints = [item for item in case.facts if isinstance(item.predicate, JointFraction)]
    parts = {part for item in joints for part in item.parts}
    if len(parts) != 1 or case.scene.asset(min(parts)[0]).category not in TAPS or not all(i.wanted for i in joints):
        return
    senses = {sense for item in joints for sense in item.senses()}
    for piece in pieces(said):
        text = spelled(piece)
        for phrases, sense, other in ((STOPS, "close", RUNS), (RUNS, "open", STOPS)):
            told = [phrase for k, end, phrase in places(text, phrases)
                    if not NOW & set(text[:k]) and text[end : end + 1] != ["than"]]  # fmt: skip
            if told and not list(places(text, other)) and sense not in senses:
                asked = "shut" if sense == "open" else "open"
                yield finding(
                    "contradicted_word", f"{said.quote} says {told[0]!r}; the goal asks the tap to be {asked}"
                )
                return
