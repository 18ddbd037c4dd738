"""Problems of one structure as one stack of residuals, over a batch of configurations."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from kpam.constraints.base import Constraint
from kpam.kinematics import Kinematics, Mechanism
from kpam.problem import KeypointProblem
from kpam.rows import JOINT, OWN, Indices, Table, evaluate_rows, turn_rows
from kpam.steps import Terms
from kpam.transforms import Array

METRES_PER_RADIAN = 0.3
"""A radian counts as much as this many metres, far from a solution: the lever on which the wrist turns a tool."""


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
        return cls(problem, (*problem.lists[alternative], problem.workspace.box), owner, alternative)

    @cached_property
    def ordered(self) -> list[Constraint]:
        """The constraints, the hard ones first."""
        return sorted(self.constraints, key=lambda one: one.weight is not None)

    @property
    def structure(self) -> Hashable:
        """What is the same for all cases that one stack can hold: forms, sizes, units, and what is hard."""
        return tuple(_kind(one) for one in self.ordered)


def alike(cases: Sequence[Case]) -> list[list[Case]]:
    """Return the cases by structure, in the order in which the structures first occur."""
    groups: dict[Hashable, list[Case]] = {}
    for case in cases:
        groups.setdefault(case.structure, []).append(case)
    return list(groups.values())


class Stack:
    """The residuals of several cases of one structure: those of the hard constraints, and then those of the soft ones.

    Args:
        cases: of like `structure`.
        arm: their kinematics.

    Attributes:
        owner: (p,) the problem that each case belongs to.
        constants: (p,) the part of the cost that no configuration changes.
        terms: what the residuals are measured by.
        hard_rows: how many rows the hard constraints have, m of all m + k.
    """

    def __init__(self, cases: Sequence[Case], arm: Mechanism) -> None:
        self.cases, self.arm = cases, arm
        self.owner = np.array([case.owner for case in cases])
        # where all cases are alike, the first one tells
        first = cases[0].ordered
        hard = [one for one in first if one.weight is None]
        self._layout = Layout.of(first)
        self._rows = np.array([np.concatenate([one.rows for one in case.ordered]) for case in cases])
        self.hard_rows = sum(one.size for one in hard)
        self._hard_counts = np.array([_scale(one) ** 2 for one in hard for _ in range(one.size)])
        preferences = [_preference(case.problem, arm) for case in cases]
        self.constants = np.array([constant for _, _, constant in preferences])
        n, k = len(arm.lower), sum(one.size for one in first) - self.hard_rows
        weights = [[one.weight or 0.0 for one in case.ordered[len(hard) :] for _ in range(one.size)] for case in cases]
        self.terms = Terms(
            sizes=np.array([part for one in hard for part in one.parts], dtype=np.intp),
            scales=np.array([_scale(one) for one in hard for _ in one.parts]),
            reaches=np.array([[one.reach for one in case.ordered[: len(hard)] for _ in one.parts] for case in cases]),
            weights=np.array(weights, dtype=float).reshape(len(cases), k),
            stiffness=np.array([[stiffness] * n for stiffness, _, _ in preferences]),
            preferred=np.array([preferred for _, preferred, _ in preferences]),
        )

    def starts(self, tool: Array, which: Indices) -> Residuals:
        """Return the residuals of a batch of starts: of case `which` (b,), the tool moved by symmetry (b, 4, 4)."""
        return Residuals(self.arm, self._layout, self._layout.about_hand(self._rows[which], tool), tool)

    def distances(self, pool: Kinematics, tool: Array, which: int) -> Array:
        """Return how little configurations promise for one case, (b,), rad^2.

        This is the squared norm of the scaled hard residuals, and the cost in units of its largest weight.
        """
        terms, start = self.terms, np.zeros(len(pool), dtype=np.intp)
        residuals = self.starts(tool[None], np.array([which]))
        residual, _ = residuals.at(pool.q, pool.T_hand, pool.J_hand, start, derivatives=False)
        counts = np.concatenate([self._hard_counts, terms.weights[which]])
        largest = max(np.max(terms.weights[which], initial=0.0), np.max(terms.stiffness[which]))
        if largest > 0.0:
            counts[self.hard_rows :] /= largest
        away = (pool.q - terms.preferred[which]) ** 2 @ (terms.stiffness[which] / (largest or 1.0))
        return residual**2 @ counts + away


@dataclass(frozen=True, eq=False)
class Layout:
    """What stands in which rows, for constraints in an order.

    Attributes:
        slices: the rows of each constraint.
        forms: (m,) of the rows.
        turning: those that the tool's symmetry moves.
        own: the constraints with residuals of their own, and their rows.
    """

    slices: list[slice]
    forms: Indices
    turning: Indices
    own: list[tuple[Constraint, slice]]

    @classmethod
    def of(cls, constraints: Sequence[Constraint]) -> Layout:
        """Return that of some constraints."""
        slices: list[slice] = []
        forms: list[int] = []
        turning: list[int] = []
        for one in constraints:
            first, end = len(forms), len(forms) + one.size
            slices.append(slice(first, end))
            forms += [one.form] * one.size
            turning += range(first, end) if one.form < JOINT and not one.of_hand else ()
        own = [(one, rows) for one, rows in zip(constraints, slices, strict=True) if one.form == OWN]
        return cls(slices, np.array(forms), np.array(turning, dtype=np.intp), own)

    def about_hand(self, rows: Array, tool: Array) -> Array:
        """Change rows (b, m, 9) about a tool into rows about the hand, with T_hand_tool (b, 4, 4), and return them."""
        turn_rows(rows, self.turning, tool)
        return rows


@dataclass(frozen=True, eq=False)
class Residuals:
    """The residuals of the starts of a batch, each with rows (b, m, 9) of its own about the hand."""

    arm: Mechanism
    layout: Layout
    rows: Array
    tool: Array

    def evaluate(self, q: Array, start: Indices) -> tuple[Array, Array]:
        """Return the residuals (b, m) of some starts at q (b, n), and their derivatives (b, m, n)."""
        return self.at(q, *self.arm.forward_and_jacobian(q), start)

    def at(self, q: Array, T: Array, J: Array, start: Indices, *, derivatives: bool = True) -> tuple[Array, Array]:
        """Return the same where the hand's poses and Jacobians are known; without derivatives these are (b, m, 0)."""
        b, m = len(q), len(self.layout.forms)
        residual, jacobian = np.empty((b, m)), np.empty((b, m, q.shape[1] if derivatives else 0))
        evaluate_rows(Table(self.layout.forms, self.rows), start, q, T, J, residual, jacobian)
        if self.layout.own:
            at = Kinematics(self.arm, q, T, J, T, J).with_tool(self.tool[start])
            for one, part in self.layout.own:
                residual[:, part], steep = one.evaluate(at)
                jacobian[:, part] = steep if derivatives else 0.0
        return residual, jacobian


def _kind(one: Constraint) -> Hashable:
    """Return what constraints at one place of several cases must share; those with residuals of their own, all."""
    return id(one) if one.form == OWN else (one.form, one.parts, one.unit, one.of_hand, one.weight is None)


def _scale(one: Constraint) -> float:
    return 1.0 / METRES_PER_RADIAN if one.unit == "m" else 1.0


def _preference(problem: KeypointProblem, arm: Mechanism) -> tuple[float, Array, float]:
    """Return the costs as stiffness * |q - preferred|^2 + constant: the sum of two squared distances is one."""
    change, posture = problem.costs.joint_change, problem.costs.posture
    start, middle = np.asarray(problem.q_start, dtype=float), 0.5 * (arm.lower + arm.upper)
    if change + posture <= 0.0:
        return 0.0, start, 0.0
    share = posture / (change + posture)
    return change + posture, start + share * (middle - start), change * share * float(np.sum((middle - start) ** 2))
