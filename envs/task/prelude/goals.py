"""Goals joined by logic and by time."""

from __future__ import annotations

from envs.task.prelude.checks import _goal, _goals, _number


class Goal:
    """A condition on the scene, from a method of an object or a part, or from one of the functions below."""

    def __init__(self, data):
        self.data = data


def all_of(*goals: Goal) -> Goal:
    """Every goal holds."""
    return Goal({"kind": "all", "goals": _goals(goals, "all_of()")})


def any_of(*goals: Goal) -> Goal:
    """At least one goal holds."""
    return Goal({"kind": "any", "goals": _goals(goals, "any_of()")})


def not_(goal: Goal) -> Goal:
    """The goal does not hold."""
    return Goal({"kind": "not", "goal": _goal(goal, "not_()")})


def held_for(goal: Goal, seconds: float) -> Goal:
    """The goal has held without a break for the last seconds."""
    return Goal(
        {"kind": "held_for", "goal": _goal(goal, "held_for()"), "seconds": _number(seconds, "seconds", 0.05, 60)}
    )


def sequence(*goals: Goal) -> Goal:
    """The goals held one after another, the last of them now (first open, then closed)."""
    found = _goals(goals, "sequence()")
    if len(found) < 2:
        raise ValueError("sequence() has one goal; give at least two")
    return Goal({"kind": "sequence", "goals": found})


def always(goal: Goal) -> Goal:
    """The goal has held in every state since the start."""
    return Goal({"kind": "always", "goal": _goal(goal, "always()")})


def never(goal: Goal) -> Goal:
    """The goal has held in no state since the start."""
    return Goal({"kind": "never", "goal": _goal(goal, "never()")})
