"""Problems of one structure as one stack of residuals, over a batch of configurations."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from kpam.constraints import HandWorkspace
from kpam.constraints.base import Constraint, with_rows
from kpam.kinematics import Kinematics, Mechanism
from kpam.problem import KeypointProblem
from kpam.transforms import Array

METRES_PER_RADIAN = 0.3
"""A radian counts as much as this many metres, far from a solution: the lever on which the wrist turns a tool."""

Indices = NDArray[np.intp]


class Residuals(NamedTuple):
    """Residuals of a batch: hard (b, m) with Jacobian (b, m, n), soft (b, k) with Jacobian (b, k, n)."""

    hard: Array
    hard_jacobian: Array
    soft: Array
    soft_jacobian: Array


class Terms(NamedTuple):
    """What residuals are measured by, for p cases of c hard constraints each, n joints and k soft rows.

    Attributes:
        sizes: (c,) rows of each hard constraint.
        scales: (c,) how much a unit of each counts.
        tolerances: (p, c) of the hard constraints.
        weights: (p, k) of the squares of the soft rows.
        stiffness: (p, n) weights of the squared distance of each joint from its preferred value.
        preferred: (p, n) these values.
    """

    sizes: Indices
    scales: Array
    tolerances: Array
    weights: Array
    stiffness: Array
    preferred: Array


@dataclass(frozen=True)
class Case:
    """One list of constraints of a problem, the workspace among them; `owner` and `alternative` number both."""

    problem: KeypointProblem
    constraints: tuple[Constraint, ...]
    owner: int
    alternative: int

    @classmethod
    def of(cls, problem: KeypointProblem, owner: int) -> list[Case]:
        """Return every case of a problem: its constraints, and then the alternatives."""
        return [cls.at(problem, owner, alternative) for alternative in range(len(problem.lists))]

    @classmethod
    def at(cls, problem: KeypointProblem, owner: int, alternative: int) -> Case:
        """Return the case of one alternative of a problem."""
        box = HandWorkspace("workspace", np.array(problem.workspace.lower), np.array(problem.workspace.upper))
        return cls(problem, (*problem.lists[alternative], box), owner, alternative)

    @property
    def structure(self) -> Hashable:
        """What is the same for all cases that one stack can hold: kinds, sizes and which numbers are given."""
        return tuple(_kind(one) for one in self.constraints)


def alike(cases: Sequence[Case]) -> list[list[Case]]:
    """Return the cases by structure, in the order in which the structures first occur."""
    groups: dict[Hashable, list[Case]] = {}
    for case in cases:
        groups.setdefault(case.structure, []).append(case)
    return list(groups.values())


class Stack:
    """The residuals of several cases of one structure.

    Args:
        cases: of like `structure`.
        arm: their kinematics.

    Attributes:
        owner: (p,) the problem that each case belongs to.
        constants: (p,) the part of the cost that no configuration changes.
    """

    def __init__(self, cases: Sequence[Case], arm: Mechanism) -> None:
        self.cases, self.arm = cases, arm
        self.owner = np.array([case.owner for case in cases])
        columns = list(zip(*(case.constraints for case in cases), strict=True))
        self._hard = [_Slot(column) for column in columns if column[0].weight is None]
        self._soft = [_Slot(column) for column in columns if column[0].weight is not None]
        preferences = [_preference(case.problem, arm) for case in cases]
        self.constants = np.array([constant for _, _, constant in preferences])
        weights = [[one.weight or 0.0 for one in slot.constraints] for slot in self._soft for _ in range(slot.size)]
        self.terms = Terms(
            sizes=np.array([slot.size for slot in self._hard], dtype=np.intp),
            scales=np.array([1.0 / METRES_PER_RADIAN if slot.unit == "m" else 1.0 for slot in self._hard]),
            tolerances=_columns([[one.tolerance for one in slot.constraints] for slot in self._hard], len(cases)),
            weights=_columns(weights, len(cases)),
            stiffness=np.array([np.full(len(arm.lower), stiffness) for stiffness, _, _ in preferences]),
            preferred=np.array([preferred for _, preferred, _ in preferences]),
        )

    @property
    def rows(self) -> int:
        """The number of hard rows, m."""
        return int(self.terms.sizes.sum())

    def evaluate(self, q: Array, tool: Array, which: Indices) -> Residuals:
        """Return the residuals at q (b, n), the tool moved by symmetry (b, 4, 4), of case `which` (b,) each."""
        at = Kinematics.of(self.arm, q, tool)
        hard = [slot.of(which).evaluate(at) for slot in self._hard]
        soft = [slot.of(which).evaluate(at) for slot in self._soft]
        b, n = q.shape
        return Residuals(
            np.concatenate([residual for residual, _ in hard], axis=1),
            np.concatenate([jacobian for _, jacobian in hard], axis=1),
            np.concatenate([residual for residual, _ in soft], axis=1) if soft else np.empty((b, 0)),
            np.concatenate([jacobian for _, jacobian in soft], axis=1) if soft else np.empty((b, 0, n)),
        )

    def distances(self, at: Kinematics, which: int) -> Array:
        """Return the norms (b,) of the residuals of one case, the soft ones' weighted by next to nothing."""
        pairs = [*zip(self._hard, self.terms.scales, strict=True), *((slot, 1e-3) for slot in self._soft)]
        rows = [scale * slot.constraints[which].evaluate(at)[0] for slot, scale in pairs]
        return np.linalg.norm(np.concatenate(rows, axis=1), axis=1)

    def inertia(self, residuals: Residuals, which: Indices) -> Array:
        """Return the mean curvature (b,) of the cost by the joints, 1 where nothing costs."""
        soft = np.einsum("bk,bkn->b", self.terms.weights[which], residuals.soft_jacobian**2)
        mean = (soft + self.terms.stiffness[which].sum(axis=1)) / self.terms.stiffness.shape[1]
        return np.where(mean > 0.0, mean, 1.0)


class _Slot:
    """The constraints that several cases have at one place."""

    def __init__(self, constraints: Sequence[Constraint]) -> None:
        self.constraints = constraints
        self.size, self.unit = constraints[0].size, constraints[0].unit
        self._fields: dict[str, Array] = {}
        for name in constraints[0].parameters or ():
            values = [getattr(one, name) for one in constraints]
            if any(not np.array_equal(value, values[0]) for value in values[1:]):
                self._fields[name] = np.array(values)

    def of(self, which: Indices) -> Constraint:
        """Return one constraint that stands for those of the cases `which` (b,) at as many configurations."""
        if not self._fields:
            return self.constraints[0]
        return with_rows(self.constraints[0], {name: values[which] for name, values in self._fields.items()})


def _kind(one: Constraint) -> Hashable:
    """Return what constraints at one place of several cases must share; those without `parameters` share nothing."""
    if one.parameters is None:
        return id(one)
    shapes = (np.shape(value) if (value := getattr(one, name)) is not None else None for name in one.parameters)
    return (type(one), one.size, one.weight is None, *shapes)


def _preference(problem: KeypointProblem, arm: Mechanism) -> tuple[float, Array, float]:
    """Return the costs as stiffness * |q - preferred|^2 + constant: the sum of two squared distances is one."""
    change, posture = problem.costs.joint_change, problem.costs.posture
    start, middle = np.asarray(problem.q_start, dtype=float), 0.5 * (arm.lower + arm.upper)
    if change + posture <= 0.0:
        return 0.0, start, 0.0
    share = posture / (change + posture)
    return change + posture, start + share * (middle - start), change * share * float(np.sum((middle - start) ** 2))


def _columns(columns: Sequence[Sequence[float]], rows: int) -> Array:
    """Return columns of numbers side by side, (rows, columns)."""
    return np.array(columns, dtype=float).reshape(len(columns), rows).T.copy()
