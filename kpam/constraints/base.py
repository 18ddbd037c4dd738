"""What every keypoint constraint offers."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from copy import copy
from typing import Literal

import numpy as np

from kpam.kinematics import Kinematics
from kpam.transforms import Array

Unit = Literal["m", "rad", "1"]


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
        parameters: the fields with numbers that `with_rows` may give a row for each configuration; None where one
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


def with_rows(constraint: Constraint, rows: Mapping[str, Array]) -> Constraint:
    """Return a constraint some of whose `parameters` have a row for each configuration of a batch.

    So it stands for the like constraints of many problems. Only its `evaluate` means anything.
    """
    one = copy(constraint)
    for name, values in rows.items():
        # as the fields of every constraint are: another type would be compiled once more
        values.setflags(write=False)
        object.__setattr__(one, name, values)
    return one
