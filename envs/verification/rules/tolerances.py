"""How far off a goal takes what lies along a line, in a corner, upright, or turned as another thing."""

from __future__ import annotations

import math
from collections.abc import Iterator

from envs.task.predicates import Aligned, Along, Cornered, Upright
from envs.task.refs import ObjectRef
from envs.verification.case import Case, Said, finding
from envs.verification.verdict import Finding

ON_LINE = 0.06
"""Metres from a line beyond which nothing lies along it any more."""
IN_CORNER = 0.06
"""The same from the sides of a corner."""
STANDS = math.radians(45)
"""Radians beyond which what leans is not upright any more."""

MANY = 0.6
"""The share of all turns beyond which a tolerance leaves open how a thing is turned."""


def loose(case: Case, said: Said) -> Iterator[Finding]:
    """Yield the tolerances of a goal that nobody would call what they are tolerances of."""
    for fact in case.facts if said.strict else ():
        item = fact.predicate
        if not fact.wanted:
            continue
        if isinstance(item, Along) and item.distance > ON_LINE:
            yield finding("contradicted_word", f"the goal takes {item.distance:.2f} m off for along the line")
        elif isinstance(item, Cornered) and item.distance > IN_CORNER:
            yield finding("contradicted_word", f"the goal takes {item.distance:.2f} m off for in the corner")
        elif isinstance(item, Upright) and item.tolerance > STANDS:
            lean = math.degrees(item.tolerance)
            yield finding("contradicted_word", f"the goal takes {item.object} for upright at {lean:.0f} degrees")
        elif isinstance(item, Aligned) and _any_turn(case, item):
            yield finding("contradicted_word", f"the goal takes {item.object} for aligned however it is turned")


def _any_turn(case: Case, item: Aligned) -> bool:
    """Whether more than half of all turns about the vertical are within the tolerance."""
    names = [item.object, *([item.to.object] if isinstance(item.to, ObjectRef) else [])]
    folds = [case.scene.asset(name).yaw_symmetry for name in names]
    return 0 not in folds and item.tolerance > MANY * math.pi / math.lcm(*folds)
