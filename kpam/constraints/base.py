"""What every keypoint constraint offers."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from copy import copy
from dataclasses import fields, replace
from typing import Any, Literal, TypeVar, cast

import numpy as np

from kpam.kinematics import Kinematics
from kpam.transforms import Array, apply, rotate

Unit = Literal["m", "rad", "1"]

# The fields that say where something of the scene is.
_POINTS, _DIRECTIONS, _POSES = ("target",), ("target_axis", "direction", "normal"), ("T_base_box",)


class Constraint(ABC):
    """A condition on configurations of the arm, with a residual that is zero where it holds exactly.

    Points and axes of the tool are given in the hand's frame, targets in the arm's base frame (metres, unit vectors).
    An inequality has residual zero wherever it holds. Each kind is a frozen dataclass.

    Attributes:
        name: what explanations call it.
        tolerance: the largest violation at which it counts as satisfied, in `unit`; positive.
        weight: None for a hard constraint, to be satisfied; a number for a soft one, that costs
            weight * |residual|^2.
        size: the number of the residual's rows, m.
        unit: of violation and tolerance; "1" where it has none.
        parameters: the fields with numbers that `stacked` may give a row for each configuration; None where one
            constraint cannot stand for several.
    """

    name: str
    tolerance: float
    weight: float | None
    size: int
    unit: Unit
    parameters: tuple[str, ...] | None = None

    @abstractmethod
    def evaluate(self, at: Kinematics) -> tuple[Array, Array]:
        """Return the residual (b, m) and its derivative by the coordinates (b, m, n), both contiguous."""

    def violation(self, at: Kinematics) -> Array:
        """Return by how much it does not hold, (b,) in `unit`: the residual's norm, as a distance or an angle."""
        return np.linalg.norm(self.evaluate(at)[0], axis=-1)

    @abstractmethod
    def explain(self, at: Kinematics) -> str:
        """Return a sentence with figures that says how it stands at the first configuration of the batch."""


Kind = TypeVar("Kind", bound=Constraint)


def stacked(constraints: Sequence[Constraint]) -> Constraint:
    """Return one constraint that stands for these at a batch of as many configurations, the first for the first.

    Only its `evaluate` means anything. They must be of one kind with `parameters`, and of one size.
    """
    one = copy(constraints[0])
    for field in one.parameters or ():
        if getattr(one, field) is not None:
            rows = np.array([getattr(constraint, field) for constraint in constraints])
            rows.setflags(write=False)
            object.__setattr__(one, field, rows)
    return one


def displaced(constraint: Kind, T: Array) -> Kind:
    """Return the constraint with what it refers to in the scene moved by T (4, 4), a displacement in the base frame.

    It is to a tool at T T_base_tool what the given one is to a tool at T_base_tool. Constraints on the arm itself stay
    as they are. With `Keypoints.symmetries` of an object these are the other ways to meet the same constraint.
    """
    changes: dict[str, Array] = {}
    for field in fields(cast(Any, constraint)):
        value = getattr(constraint, field.name)
        if field.name in _POINTS:
            changes[field.name] = apply(T, value)
        elif field.name in _DIRECTIONS:
            changes[field.name] = rotate(T, value)
        elif field.name in _POSES:
            changes[field.name] = T @ value
    return replace(cast(Any, constraint), **changes) if changes else constraint
