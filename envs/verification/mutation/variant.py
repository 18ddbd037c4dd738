"""A wrong version of one instance of a task."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from envs.task.goals import Goal
from envs.task.spec import TaskSpec
from envs.verification.verdict import MutantGroup


@dataclass(frozen=True)
class Variant:
    """A mutant of a spec. `key` names the change, the same for every seed of a program; `text` says it in words.

    A mutant of the solution may change its actions (n, 8) and not its stages; `actions` are those then.
    """

    group: MutantGroup
    kind: str
    key: str
    text: str
    spec: TaskSpec
    actions: NDArray[np.float32] | None = field(default=None, compare=False)

    @property
    def goal(self) -> Goal:
        """The goal that it has."""
        return self.spec.goal


def spread(found: list[Variant], most: int) -> list[Variant]:
    """Return at most so many, each kind in turn, so that none crowds out another."""
    by_kind: dict[str, list[Variant]] = {}
    for item in found:
        by_kind.setdefault(item.kind, []).append(item)
    chosen: list[Variant] = []
    depth = 0
    while len(chosen) < min(most, len(found)):
        chosen += [items[depth] for items in by_kind.values() if depth < len(items)]
        depth += 1
    kept = {item.key for item in chosen[:most]}
    return [item for item in found if item.key in kept]
