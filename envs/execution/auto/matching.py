"""Which of several that would do: objects and targets matched so that the ways are short."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

# scipy has no type stubs
from scipy.optimize import linear_sum_assignment  # pyright: ignore[reportMissingTypeStubs]

from envs.assets.model import Surface
from envs.execution.auto.landing import landing, landing_point
from envs.execution.auto.wishes import PUTS, Choice, Leaf, Many, One, Phase, Put, Wish
from envs.execution.runner import StageError
from envs.task.predicates import Inside, Matched, On

if TYPE_CHECKING:
    from envs.execution.runner import Runner
    from envs.task.refs import PlaceRef

FORBIDDEN = 1e3
"""Metres that an option counts as which a choice does not have."""


def settled(runner: Runner, phase: Phase) -> tuple[One | Many, ...]:
    """Return a phase's predicates with one option for each choice, and one place for each object of a match.

    They are matched all together, the sum of the ways as short as can be, each object, or each target where the object
    is given, taken once if there are enough. Of a choice between more than single places the first option is taken.
    """
    leaves = [leaf for item in phase for leaf in _opened(item)]
    choices = [rows for leaf in leaves for rows in _rows(runner, leaf)]
    given = {leaf.object for leaf in leaves if isinstance(leaf, PUTS)}
    taken = iter(_matched(runner, choices, given))
    found: list[One | Many] = []
    for leaf in leaves:
        count = len(_rows(runner, leaf))
        found += [next(taken) for _ in range(count)]
        if not count and not isinstance(leaf, Choice | Matched):
            found.append(leaf)
    return tuple(found)


def put_in(runner: Runner, name: str, place: PlaceRef) -> Inside | On:
    """Return the predicate that an object is inside a volume, or on a surface."""
    if isinstance(runner.session.scene_model.find_place(place), Surface):
        return On(object=name, support=place.object, surface=place.place)
    return Inside(object=name, place=place)


def way(runner: Runner, leaf: Put) -> float:
    """Return how far an object has to go, metres: nothing where it is there."""
    scene, state = runner.session.scene_model, runner.state
    if leaf.measure(state, runner.session.start, scene).holds:
        return 0.0
    try:
        target = landing_point(runner, landing(runner, Wish(leaf.object, (leaf,))))
    except StageError:
        return FORBIDDEN / 2
    return float(np.linalg.norm(target[:2] - scene.centre(state, leaf.object)[:2]))


def _opened(item: Leaf | Choice) -> tuple[Leaf | Choice, ...]:
    """Return a choice between more than single places as its first option, and anything else as it is."""
    if not isinstance(item, Choice):
        return (item,)
    single = all(len(option) == 1 and isinstance(option[0], PUTS) for option in item.options)
    return (item,) if single else item.options[0]


def _rows(runner: Runner, item: Leaf | Choice) -> list[list[Put]]:
    """Return what is to be matched: for each thing to be chosen, what would do."""
    if isinstance(item, Choice):
        return [[leaf for option in item.options for leaf in option if isinstance(leaf, PUTS)]]
    if isinstance(item, Matched) and len(item.places) >= len(item.objects):
        return [[put_in(runner, name, place) for place in item.places] for name in item.objects]
    if isinstance(item, Matched):
        return [[put_in(runner, name, place) for name in item.objects] for place in item.places]
    return []


def _matched(runner: Runner, rows: list[list[Put]], given: set[str]) -> list[Put]:
    """Return one of each row, so that as few as possible are taken twice and the ways are short."""
    if not rows:
        return []
    keys = [[_key(leaf, row) for leaf in row] for row in rows]
    columns = list(dict.fromkeys(key for row in keys for key in row))
    cost = np.full((len(rows), len(columns)), FORBIDDEN)
    best: dict[tuple[int, int], Put] = {}
    for i, row in enumerate(rows):
        for leaf, key in zip(row, keys[i], strict=True):
            j, metres = columns.index(key), way(runner, leaf) + FORBIDDEN / 2 * (key in given)
            if metres < cost[i, j]:
                cost[i, j], best[i, j] = metres, leaf
    matched: Any = linear_sum_assignment(cost)
    column = dict(zip(*(index.tolist() for index in matched), strict=True))
    return [best.get((i, column.get(i, -1)), best[i, int(cost[i].argmin())]) for i in range(len(rows))]


def _key(leaf: Put, row: list[Put]) -> str:
    """Return what a choice chooses by: the object where objects differ, else the target."""
    if len({item.object for item in row}) > 1:
        return leaf.object
    return str(leaf.model_dump(exclude={"object"}))
