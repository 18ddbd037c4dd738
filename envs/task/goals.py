"""Goals: predicates joined by logic and by time, evaluated on a trajectory of states.

Time is past-time temporal logic: a goal is asked at the last state of a trajectory and may look back.
"""

from __future__ import annotations

from typing import Annotated, Literal, Union

from pydantic import Field

from envs.frozen import Frozen, Name
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


class All(Frozen):
    """Every goal holds."""

    kind: Literal["all"] = "all"
    goals: tuple[Goal, ...] = Field(min_length=1, max_length=32)


class Any(Frozen):
    """At least one goal holds."""

    kind: Literal["any"] = "any"
    goals: tuple[Goal, ...] = Field(min_length=1, max_length=32)


class Not(Frozen):
    """The goal does not hold."""

    kind: Literal["not"] = "not"
    goal: Goal


class HeldFor(Frozen):
    """The goal has held without a break for the last `seconds` of simulated time."""

    kind: Literal["held_for"] = "held_for"
    goal: Goal
    seconds: float = Field(gt=0)


class Sequence(Frozen):
    """The goals held one after another, the last of them now."""

    kind: Literal["sequence"] = "sequence"
    goals: tuple[Goal, ...] = Field(min_length=2, max_length=32)


class Always(Frozen):
    """The goal has held in every state since the start."""

    kind: Literal["always"] = "always"
    goal: Goal


class Never(Frozen):
    """The goal has held in no state since the start."""

    kind: Literal["never"] = "never"
    goal: Goal


class Unchanged(Frozen):
    """An object (or one of its parts' joints) is where it was at the start, within a tolerance."""

    kind: Literal["unchanged"] = "unchanged"
    object: Name
    part: Name | None = None
    position: float = Field(default=0.02, gt=0, description="metres; for a part radians or metres of its joint")
    angle: float = Field(default=0.1745, gt=0, description="radians")


Goal = Annotated[
    Union[  # noqa: UP007  (a recursive alias must be written so)
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
        All,
        Any,
        Not,
        HeldFor,
        Sequence,
        Always,
        Never,
        Unchanged,
    ],
    Field(discriminator="kind"),
]
for _model in (All, Any, Not, HeldFor, Sequence, Always, Never):
    _model.model_rebuild()
