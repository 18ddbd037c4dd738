"""Words that no rule reads: what they ask is for whoever reads the verdict to compare with the goal."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from envs.assets.procedural import CATEGORIES
from envs.verification import words as w
from envs.verification.case import Case, Said, finding
from envs.verification.nouns import all_nouns, of_object, single
from envs.verification.verdict import Finding

JOINING = """
a an and are as at be been being but by can could do does did for from had has have here how i if in is it its itself am
like let me my no nor not of off on or our out over own please shall she should so some such than that the their them
there these they this those to too up us via was we were what when where which while who will with would yes you your
yours himself themselves must may might now just only also s t
"""
COURTEOUS = """
kindly help want wants wish need needs see sure ensure certain try get gets got go goes going come comes make makes take
takes lets done end ends find found show shows happen happens able ready begin begins start starts begun job task thing
things time way ways everything nothing anything something use using give gives given put belong belongs belonging
contain contains hold holds carefully gently neatly slowly afterwards again still already right away together back down
around along across through moment while
"""
EVERYWHERE = """
table tabletop desk surface robot arm hand gripper fingers cup suction spatula blade scene place spot position side edge
top bottom middle inside outside
"""
"""Where everything happens, and what does it."""
READ = """
halfway midway percent least most more less about roughly layer layers larger smaller bigger largest smallest biggest
taller tallest shorter shortest nearest closest farthest furthest upright between slightly ajar little bit crack fully
partly
"""
"""What rules read without a table."""
PLAIN = frozenset(f"{JOINING} {COURTEOUS} {EVERYWHERE} {READ}".split())
"""Words that ask nothing of a goal beyond what other words do, or that rules read."""
LETTERS = re.compile(r"[a-z]{2,}")


def unread(case: Case, said: Said) -> Iterator[Finding]:
    """Yield one finding for the words outside all spans that neither the catalog nor any rule knows.

    They may say how a thing looks, or ask what the goal does not test: nothing here can tell which.
    """
    found = unread_of(case, [item.text for item in said.words if item.tie is None])
    if found:
        listed = ", ".join(repr(text) for text in dict.fromkeys(found))
        yield finding("unread_word", f"no rule reads {listed} of {said.quote}: compare what that asks with the goal")


def unread_of(case: Case, text: Sequence[str]) -> list[str]:
    """Return those of some words that neither the catalog nor any rule knows."""
    known = {noun for name in case.scene.objects for noun in of_object(case.scene.asset(name))}
    return [word for word in text if not _read(word, known)]


def _read(text: str, known: set[str]) -> bool:
    if not LETTERS.fullmatch(text) or text in PLAIN or w.number(text) is not None:
        return True
    forms = {text, single(text), w.base(text), w.past(text)}
    return bool(forms & (known | _lexicon()))


@lru_cache(maxsize=1)
def _lexicon() -> frozenset[str]:
    """Return every word that rules or the catalog know."""
    tables = [value for name, value in vars(w).items() if name.isupper()]
    said = set[str]()
    for table in tables:
        if isinstance(table, (frozenset, tuple, dict)):
            said |= {item for item in table if isinstance(item, str)}
    said |= all_nouns() | set(CATEGORIES)
    return frozenset(word for phrase in said for word in LETTERS.findall(phrase.lower()))
