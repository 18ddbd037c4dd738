"""The author's programs straight from a catalog: no graph, no messages, nothing run. For benchmarks and checks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import numpy as np

from agents.models.procedural.coding import program
from agents.models.procedural.ideas import Idea, ideas
from agents.models.procedural.planning import plan
from agents.models.procedural.proposing import INSTANCES, answer
from agents.models.procedural.repairing import Choices
from agents.models.procedural.shelf import Shelf
from envs.assets.describe import describe
from envs.task.program import TaskProgram

if TYPE_CHECKING:
    from envs.assets.catalog import Catalog


def drafts(
    catalog: Catalog, seed: int, *, wanted: Callable[[Idea], bool] = lambda idea: True, each: int = 5
) -> Iterator[tuple[Idea, TaskProgram]]:
    """Yield every idea that a seed's assets allow with its program, in an order that the seed shuffles.

    They are first drafts: no simulator has seen them, so some fail. `each` instances of a category are looked at.
    """
    rng = np.random.default_rng([seed, 0xD4AF7])
    shelf = _look(catalog, rng, each)
    found = [idea for idea in ideas(shelf, rng) if wanted(idea)]
    for k in rng.permutation(len(found)):
        yield found[int(k)], draft(found[int(k)], shelf, np.random.default_rng([seed, int(k)]))


def draft(idea: Idea, shelf: Shelf, rng: np.random.Generator) -> TaskProgram:
    """Return the program of one idea as the coder writes it at first."""
    proposal = answer(idea, [])
    start = Choices(shuffle=int(rng.integers(4)), follow_extra=round(float(rng.uniform(0.12, 0.2)), 2))
    source = program(proposal, plan(proposal, rng), shelf, start, rng)
    return TaskProgram(name=proposal["name"], source=source)


def _look(catalog: Catalog, rng: np.random.Generator, each: int) -> Shelf:
    nouns = {name: catalog.category(name).noun for name in catalog.categories()}
    shown: list[dict[str, Any]] = []
    for name in nouns:
        there = catalog.numbers(name, range(INSTANCES))
        shown += [describe(catalog.get(f"{name}/{there[int(rng.integers(len(there)))]}")) for _ in range(each)]
    return Shelf.of(shown, nouns)
