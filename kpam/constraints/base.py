"""What every keypoint constraint offers."""

from __future__ import annotations

from abc import ABC, abstractmethod
from functools import cached_property
from typing import Literal

import numpy as np

from kpam.kinematics import Kinematics
from kpam.rows import NUMBERS, OWN, Indices, Table, evaluate_rows
from kpam.transforms import Array

Unit = Literal["m", "rad", "1"]


class Constraint(ABC):
    """A condition on configurations of the arm, with a residual that is zero where it holds exactly.

    Points and axes of the tool are given in the hand's frame, targets in the arm's base frame (metres, unit vectors).
    An inequality has residual zero wherever it holds. Each kind is a frozen dataclass that either says in `rows` what
    its residual is, as figures of the tool between bounds (`kpam.rows`), or has an `evaluate` of its own.

    Attributes:
        name: what explanations call it.
        tolerance: the largest violation at which it counts as satisfied, in `unit`; positive.
        weight: None for a hard constraint, to be satisfied; a number for a soft one, that costs
            weight * |residual|^2.
        size: the number of the residual's rows, m.
        unit: of violation and tolerance; "1" where it has none.
        form: that of its rows, one of `kpam.rows`; OWN where it has an `evaluate` of its own.
        of_hand: whether it is about the hand, whatever the symmetry of the tool.
    """

    name: str
    tolerance: float
    weight: float | None
    size: int
    unit: Unit
    form: int = OWN
    of_hand: bool = False

    @cached_property
    def rows(self) -> Array:
        """The rows of `form`, (m, 9)."""
        return np.zeros((self.size, NUMBERS))

    @property
    def parts(self) -> tuple[int, ...]:
        """How many rows each part of the residual has whose norm the tolerance is for: most often it is for all."""
        return (self.size,)

    @property
    def reach(self) -> float:
        """The norm of a part of the residual at which the violation is the tolerance."""
        return self.tolerance

    def evaluate(self, at: Kinematics) -> tuple[Array, Array]:
        """Return the residual (b, m) and its derivative by the coordinates (b, m, n), both contiguous."""
        T, J = (at.T_hand, at.J_hand) if self.of_hand else (at.T, at.J)
        b, _, n = J.shape
        residual, jacobian = np.empty((b, self.size)), np.empty((b, self.size, n))
        which: Indices = np.zeros(len(at), dtype=np.intp)
        table = Table(np.full(self.size, self.form), self.rows[None])
        evaluate_rows(table, which, at.q, T, J, residual, jacobian)
        return residual, jacobian

    def violation(self, at: Kinematics) -> Array:
        """Return by how much it does not hold, (b,) in `unit`, as a distance or an angle."""
        return self.amount(self.evaluate(at)[0])

    def amount(self, residual: Array) -> Array:
        """Return the violation (b,) that a residual (b, m) is: its norm."""
        return np.sqrt((residual * residual).sum(axis=-1))

    @abstractmethod
    def explain(self, at: Kinematics) -> str:
        """Return a sentence with figures that says how it stands at the first configuration of the batch."""
