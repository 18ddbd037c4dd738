"""A goal as a tree: every place in it by its path, and the goal with one place changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from pydantic import TypeAdapter

from envs.task.goals import All, Always, Any, Goal, HeldFor, Never, Not, Sequence

Path = tuple[int, ...]
GOAL: TypeAdapter[Goal] = TypeAdapter(Goal)


def places(goal: Goal, path: Path = ()) -> Iterator[tuple[Path, Goal]]:
    """Yield every goal within a goal with its path, the goal itself first."""
    yield path, goal
    for number, child in enumerate(children(goal)):
        yield from places(child, (*path, number))


def children(goal: Goal) -> tuple[Goal, ...]:
    """Return the goals that a goal is joined from."""
    if isinstance(goal, All | Any | Sequence):
        return goal.goals
    if isinstance(goal, Not | HeldFor | Always | Never):
        return (goal.goal,)
    return ()


def changed(goal: Goal, path: Path, change: Callable[[Goal], Goal]) -> Goal:
    """Return a goal with the one at a path changed."""
    if not path:
        return change(goal)
    inner = changed(children(goal)[path[0]], path[1:], change)
    if isinstance(goal, All | Any | Sequence):
        goals = (*goal.goals[: path[0]], inner, *goal.goals[path[0] + 1 :])
        return goal.model_copy(update={"goals": goals})
    return goal.model_copy(update={"goal": inner})


def without(goal: All | Any | Sequence, number: int) -> Goal:
    """Return a joined goal without one of its goals; the only one left stands for itself."""
    left = (*goal.goals[:number], *goal.goals[number + 1 :])
    return left[0] if len(left) == 1 else goal.model_copy(update={"goals": left})
