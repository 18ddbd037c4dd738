"""From a goal to what is wished of each object, phase by phase."""

from __future__ import annotations

from dataclasses import dataclass

from envs.task.goals import All, Always, Any, Goal, HeldFor, Never, Not, Sequence, Unchanged
from envs.task.predicates import (
    Aligned,
    Along,
    AtPose,
    Beyond,
    Cornered,
    Grasped,
    Inside,
    JointFraction,
    Lifted,
    Matched,
    Near,
    On,
    Over,
    ShareInside,
    Upright,
)

Put = AtPose | Cornered | Over | Inside | On | Near
"""Predicates that say where an object is to be."""
PUTS = (AtPose, Cornered, Over, Inside, On, Near)
"""The same, the most exact first."""
One = Put | Aligned | Grasped | Lifted | JointFraction
Many = ShareInside | Along | Beyond
Leaf = One | Many | Matched
"""Predicates that something can be done about: of one object, of many, and pairs that are yet to be chosen."""
Phase = tuple["Leaf | Choice", ...]


@dataclass(frozen=True)
class Choice:
    """Several ways to a goal, each of them predicates that must all hold."""

    options: tuple[tuple[Leaf, ...], ...]


@dataclass(frozen=True)
class Wish:
    """What is wished of one object, in the order of the goal."""

    object: str
    goals: tuple[One, ...]

    @property
    def puts(self) -> tuple[Put, ...]:
        """Where the object is to be, the most exact first."""
        found = [goal for goal in self.goals if isinstance(goal, PUTS)]
        return tuple(sorted(found, key=lambda goal: PUTS.index(type(goal))))

    @property
    def turns(self) -> tuple[Aligned, ...]:
        """How the object is to be turned."""
        return tuple(goal for goal in self.goals if isinstance(goal, Aligned))


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
        options = [tuple(leaf for phase in phases(item) for leaf in leaves(phase)) for item in goal.goals]
        return ((Choice(tuple(option for option in options if option)),),) if any(options) else ((),)
    if isinstance(goal, All):
        parts = [phases(item) for item in goal.goals]
        count = max(len(part) for part in parts)
        padded = [((),) * (count - len(part)) + part for part in parts]
        return tuple(tuple(item for part in padded for item in part[k]) for k in range(count))
    if isinstance(goal, Always | Never | Not | Unchanged | Upright):
        return ((),)
    raise TypeError(f"goal {goal!r} is of no known kind")


def by_object(leaves: tuple[One, ...]) -> tuple[Wish, ...]:
    """Gather what is wished of each object, in the order in which the goal names them; each part is one by itself."""
    found: dict[tuple[str, str], list[One]] = {}
    for leaf in leaves:
        key = (leaf.part.object, leaf.part.part) if isinstance(leaf, JointFraction) else (leaf.object, "")
        found.setdefault(key, []).append(leaf)
    return tuple(Wish(name, tuple(goals)) for (name, _), goals in found.items())


def leaves(phase: Phase) -> tuple[Leaf, ...]:
    """Return the leaves of a phase, those of the first option where there is a choice."""
    return tuple(leaf for item in phase for leaf in (item.options[0] if isinstance(item, Choice) else (item,)))
