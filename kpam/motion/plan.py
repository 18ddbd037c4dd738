"""What the hand does around the configuration that a keypoint problem asks for, and what comes of planning it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from kpam.errors import MotionError
from kpam.motion.frames import Step
from kpam.problem import KeypointSolution
from kpam.transforms import Array

LegName = Literal["free", "approach", "contact", "retreat"]


@dataclass(frozen=True, eq=False)
class MotionPlan:
    """What the hand does around the configuration that a keypoint problem asks for.

    Attributes:
        approach: steps that end at the keypoints.
        contact: steps that begin at the keypoints.
        retreat: steps that begin where the contact ends.
        width: opening between the fingers on the way to the keypoints, metres.
        contact_width: the same in contact; 0.02 holds a bar, 0.08 pushes with open fingers.
        retreat_width: the same in retreat.
        touching: obstacles that the hand, and what it holds, may touch from the approach on: whole objects or
            `object/link`.
        pushing: obstacles that it may touch from the contact on: those that give way, on courses that nobody knows.
        moving: obstacles that go with the hand in contact: a door's link, or the object that is picked.
        alternatives: other steps in contact, each of which would do in the place of `contact`, best first.
        releases: whether the hand lets go, before it retreats, of what it holds.
        retreat_least: share of the retreat that must be possible; it ends where something is in the way of the rest.
        free_speed: share of the arm's velocity limits to use on the free way; accelerations scale with its square.
        contact_speed: the same for the other legs.

    Raises:
        MotionError: a width is negative, a speed or share is not within (0, 1], or one of them is no number.
    """

    approach: tuple[Step, ...] = ()
    contact: tuple[Step, ...] = ()
    retreat: tuple[Step, ...] = ()
    width: float = 0.08
    contact_width: float = 0.02
    retreat_width: float = 0.08
    touching: tuple[str, ...] = ()
    pushing: tuple[str, ...] = ()
    moving: tuple[str, ...] = ()
    alternatives: tuple[tuple[Step, ...], ...] = ()
    releases: bool = True
    retreat_least: float = 1.0
    free_speed: float = 0.8
    contact_speed: float = 0.4

    def __post_init__(self) -> None:
        for name in ("width", "contact_width", "retreat_width"):
            if not 0 <= getattr(self, name) < np.inf:
                raise MotionError(f"{name} of {getattr(self, name)} m; give 0 or more")
        for name in ("retreat_least", "free_speed", "contact_speed"):
            if not 0 < getattr(self, name) <= 1:
                raise MotionError(f"{name} of {getattr(self, name)}; give a share in (0, 1]")


@dataclass(frozen=True, eq=False)
class Leg:
    """One part of a stage's way: its path (k, n), and the trajectory (m, n) along it, at rest at both ends; rad."""

    name: LegName
    path: Array
    trajectory: Array


@dataclass(frozen=True)
class Blocked:
    """What is in the way: no configuration at all, or a leg that leaves the arm's reach or that something blocks."""

    kind: Literal["infeasible", "out_of_reach", "collision"]
    leg: LegName | None
    text: str


@dataclass(frozen=True, eq=False)
class StagePath:
    """A stage's way, or why there is none.

    Attributes:
        solution: the keypoint solution that the way goes through; the one that came furthest when there is no way.
        legs: those of free, approach, contact and retreat that the plan has, in this order; none when there is no way.
        rate: samples of the trajectories a second.
        blocked: what was in the way of the candidate that came furthest; None when there is a way.
        contact: which of the contact's steps they are: 0 for the plan's own, then its alternatives.
    """

    solution: KeypointSolution
    legs: tuple[Leg, ...]
    rate: float
    blocked: Blocked | None = None
    contact: int = 0

    @property
    def found(self) -> bool:
        """Whether there is a way."""
        return self.blocked is None

    @property
    def key_frames(self) -> dict[str, Array]:
        """The configurations (n,) at which legs end, by the leg's name; the arm stands still there."""
        return {leg.name: leg.path[-1] for leg in self.legs}

    @property
    def duration(self) -> float:
        """Seconds that all legs take."""
        return sum(len(leg.trajectory) - 1 for leg in self.legs) / self.rate

    def explain(self) -> str:
        """Return a sentence: how long each leg takes, or what is in the way."""
        if self.blocked is not None:
            return self.blocked.text
        return ", ".join(f"{leg.name} {(len(leg.trajectory) - 1) / self.rate:.2f} s" for leg in self.legs)
