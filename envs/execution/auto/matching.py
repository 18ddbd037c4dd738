"""Which of several that would do: objects and targets matched so that the ways are short."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

# scipy has no type stubs
from scipy.optimize import linear_sum_assignment  # pyright: ignore[reportMissingTypeStubs]

from envs.execution.auto.landing import landing, landing_point
from envs.execution.auto.wishes import PUTS, Choice, Leaf, Phase, Wish
from envs.execution.runner import StageError

if TYPE_CHECKING:
    from envs.execution.runner import Runner

FORBIDDEN = 1e3
"""Metres that an option counts as which a choice does not have."""


def settled(runner: Runner, phase: Phase) -> tuple[Leaf, ...]:
    """Return a phase's predicates with one option for each choice.

    Choices of single places are matched all together, the sum of the ways as short as can be, each object, or each
    target where the object is given, taken once if there are enough. Of another choice the first option is taken.
    """
    choices = [item for item in phase if isinstance(item, Choice) and _simple(item)]
    taken = iter(_matched(runner, choices, [item for item in phase if not isinstance(item, Choice)]))
    found: list[Leaf] = []
    for item in phase:
        if not isinstance(item, Choice):
            found.append(item)
        elif _simple(item):
            found.append(next(taken))
        else:
            found += item.options[0]
    return tuple(found)


def _simple(choice: Choice) -> bool:
    return all(len(option) == 1 and isinstance(option[0], PUTS) for option in choice.options)


def _matched(runner: Runner, choices: list[Choice], given: list[Leaf]) -> list[Leaf]:
    if not choices:
        return []
    used = {leaf.object for leaf in given if isinstance(leaf, PUTS)}
    rows = [[leaf for option in choice.options for leaf in option] for choice in choices]
    keys = [[_key(leaf, row) for leaf in row] for row in rows]
    columns = list(dict.fromkeys(key for row in keys for key in row))
    cost = np.full((len(rows), len(columns)), FORBIDDEN)
    best: dict[tuple[int, int], Leaf] = {}
    for i, row in enumerate(rows):
        for leaf, key in zip(row, keys[i], strict=True):
            j, way = columns.index(key), _way(runner, leaf) + FORBIDDEN / 2 * (key in used)
            if way < cost[i, j]:
                cost[i, j], best[i, j] = way, leaf
    matched: Any = linear_sum_assignment(cost)
    column = dict(zip(*(index.tolist() for index in matched), strict=True))
    return [best.get((i, column.get(i, -1)), best[i, int(cost[i].argmin())]) for i in range(len(rows))]


def _key(leaf: Leaf, row: list[Leaf]) -> str:
    """Return what a choice chooses by: the object where objects differ, else the target."""
    objects = {getattr(item, "object", None) for item in row}
    if len(objects) > 1:
        return str(getattr(leaf, "object", None))
    return str(leaf.model_dump(exclude={"object"}))


def _way(runner: Runner, leaf: Leaf) -> float:
    """Return how far an object has to go, metres; that it need not go at all comes first."""
    scene, state = runner.session.scene_model, runner.state
    if leaf.measure(state, runner.session.start, scene).holds:
        return 0.0
    try:
        name = str(getattr(leaf, "object", ""))
        target = landing_point(runner, landing(runner, Wish(name, (leaf,))))
    except StageError:
        return FORBIDDEN / 2
    return float(np.linalg.norm(target[:2] - scene.centre(state, name)[:2]))
