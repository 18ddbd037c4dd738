"""As many things as the sentence counts are what the goal asks about."""

from __future__ import annotations

from collections.abc import Iterator

from envs.verification.case import Case, Said, finding
from envs.verification.nouns import of_object
from envs.verification.verdict import Finding


def counted(case: Case, said: Said) -> Iterator[Finding]:
    """Yield the numbers of things that are said and not asked about: "three blocks" where the goal asks about two."""
    for noun, count, _ in case.nouns.counted(said.words):
        own = [name for name in case.goal_objects if noun in of_object(case.scene.asset(name))]
        if own and count is not None and count != len(own):
            text = f"{said.quote} speaks of {count} {noun}s, the goal asks about {len(own)}"
            yield finding("contradicted_word", text)
