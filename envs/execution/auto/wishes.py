"""From a goal to what is wished of each object, phase by phase."""

from __future__ import annotations

from dataclasses import dataclass

from envs.task.goals import All, Always, Any, Goal, HeldFor, Never, Not, Sequence, Unchanged
from envs.task.predicates import AtPose, Grasped, Inside, JointFraction, Lifted, Near, On, Upright

Leaf = AtPose | Grasped | Inside | JointFraction | Lifted | Near | On
"""Predicates that something can be done about."""
PUTS = (AtPose, Inside, On, Near)
"""Those that say where an object is to be, the most exact first."""
Phase = tuple["Leaf | Choice", ...]


@dataclass(frozen=True)
class Choice:
    """Several ways to a goal, each of them predicates that must all hold."""

    options: tuple[tuple[Leaf, ...], ...]


@dataclass(frozen=True)
class Wish:
    """What is wished of one object, in the order of the goal."""

    object: str
    goals: tuple[Leaf, ...]

    @property
    def puts(self) -> tuple[AtPose | Inside | On | Near, ...]:
        """Return where the object is to be, the most exact first."""
        found = [goal for goal in self.goals if isinstance(goal, PUTS)]
        return tuple(sorted(found, key=lambda goal: PUTS.index(type(goal))))


def phases(goal: Goal) -> tuple[Phase, ...]:
    """Return what a goal wishes for, one phase after the other, the last of them for the end.

    What is to stay as it is wishes for nothing.
    """
    if isinstance(goal, Leaf):
        return ((goal,),)
    if isinstance(goal, HeldFor):
        return phases(goal.goal)
    if isinstance(goal, Sequence):
        return tuple(phase for item in goal.goals for phase in phases(item))
    if isinstance(goal, Any):
        options = tuple(tuple(leaf for phase in phases(item) for leaf in _leaves(phase)) for item in goal.goals)
        return ((Choice(options),),)
    if isinstance(goal, All):
        parts = [phases(item) for item in goal.goals]
        count = max(len(part) for part in parts)
        padded = [((),) * (count - len(part)) + part for part in parts]
        return tuple(tuple(item for part in padded for item in part[k]) for k in range(count))
    if isinstance(goal, Always | Never | Not | Unchanged | Upright):
        return ((),)
    raise TypeError(f"goal {goal!r} is of no known kind")


def by_object(leaves: tuple[Leaf, ...]) -> tuple[Wish, ...]:
    """Gather what is wished of each object, in the order in which the goal names them."""
    found: dict[str, list[Leaf]] = {}
    for leaf in leaves:
        name = leaf.part.object if isinstance(leaf, JointFraction) else leaf.object
        key = f"{name}.{leaf.part.part}" if isinstance(leaf, JointFraction) else name
        found.setdefault(key, []).append(leaf)
    return tuple(Wish(key.split(".")[0], tuple(goals)) for key, goals in found.items())


def _leaves(phase: Phase) -> tuple[Leaf, ...]:
    """Return the leaves of a phase, those of the first option where there is a choice."""
    return tuple(leaf for item in phase for leaf in (item.options[0] if isinstance(item, Choice) else (item,)))
