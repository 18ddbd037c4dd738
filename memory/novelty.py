"""Whether a task is new to the library: what it asks for decides, the sentence weighs in.

    similarity = 0.8 * structure + 0.2 * sentence
    structure  = 0.7 * goal + 0.2 * objects + 0.1 * actions

`sentence` is the cosine of the two sentences' vectors, at least 0. `objects` and `actions` are multiset overlaps
(intersection over union) of the categories that the tasks mention and of their kinds of actions. `goal` is 1 when the
goals are the same apart from names and figures, and half the overlap of their terms otherwise, so that a task with
another part, relation or category scores at most 0.72 whatever its sentence. A goal with a term more or less, under
the very same sentence and with the same things, counts as the same goal. From the threshold 0.75 up a task is not new:
the same goal with the same things and actions scores at least 0.8, so that neither renaming nor paraphrasing helps;
the same goal reached through other things or actions is left to the sentence.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from envs.task.spec import TaskSpec
from memory.structure import Structure, overlap

if TYPE_CHECKING:
    from memory.library import Library

THRESHOLD = 0.75


@dataclass(frozen=True)
class Novelty:
    """Whether a task is new, its nearest neighbour in the library, and how near that is (0 to 1)."""

    novel: bool
    neighbour: str | None
    similarity: float
    threshold: float
    reason: str


def novelty(spec: TaskSpec, library: Library, *, threshold: float = THRESHOLD) -> Novelty:
    """Compare a task with every task of the library; raises ValueError if the threshold is not within 0 to 1."""
    if not 0.0 < threshold <= 1.0:
        raise ValueError(f"threshold {threshold} is not a similarity; give a number above 0 and up to 1")
    entries = library.entries()
    if not entries:
        return Novelty(True, None, 0.0, threshold, "the library is empty")
    structure = Structure.of(spec)
    vector = library.embedder.embed([spec.instruction])[0]
    scored = [
        (
            similarity(
                structure,
                entry.structure,
                sentence=float(vector @ entry.vector),
                same_sentence=plain(spec.instruction) == plain(entry.instruction),
            ),
            entry,
        )
        for entry in entries
    ]
    best, nearest = max(scored, key=lambda pair: pair[0])
    novel = best < threshold
    verb = "is below" if novel else "reaches"
    reason = f"similarity {best:.2f} to {nearest.name!r} ({nearest.instruction!r}) {verb} {threshold:.2f}"
    if not novel:
        same = structure.goal == nearest.structure.goal
        reason += "; both ask for the same goal" if same else "; both say the same of the same things"
        reason += ": ask for another part, relation or kind of object"
    return Novelty(novel, nearest.name, best, threshold, reason)


def similarity(one: Structure, other: Structure, *, sentence: float, same_sentence: bool) -> float:
    """Return how near two tasks are, 0 to 1, by the formula at the top of this file."""
    terms = overlap(one.terms, other.terms)
    objects = overlap(one.categories, other.categories)
    same_goal = one.goal == other.goal or (same_sentence and objects == 1.0 and terms > 0.0)
    goal = 1.0 if same_goal else 0.5 * terms
    structure = 0.7 * goal + 0.2 * objects + 0.1 * overlap(one.actions, other.actions)
    return 0.8 * structure + 0.2 * min(1.0, max(0.0, sentence))


def plain(sentence: str) -> str:
    """Return a sentence's words alone, lower case."""
    return " ".join(re.findall(r"\w+", sentence.lower()))
