"""One objective for both solvers: the figure, and the soft constraints that stand for it."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks.kpam.objective import Objective
from kpam.kinematics import Kinematics
from kpam.robot import Arm


def test_soft_constraints_cost_what_the_objective_says(arm: Arm) -> None:
    objective = Objective(np.array([10.0, 1.0, 2.0, 1.0, 1.0, 0.5, 1.0]), 3.0, 0.7)
    rng = np.random.default_rng(0)
    q_start, q = rng.uniform(arm.lower, arm.upper, (2, len(arm.lower)))
    at = Kinematics.of(arm, q)
    soft = objective.soft(q_start, arm)
    cost = sum(float(one.weight or np.nan) * float(np.sum(one.evaluate(at)[0] ** 2)) for one in soft)
    assert objective.at(q, q_start, arm) == pytest.approx(cost)


def test_it_is_zero_where_the_arm_starts(arm: Arm, objective: Objective) -> None:
    assert objective.at(arm.middle, arm.middle, arm) == pytest.approx(0.0, abs=1e-12)
    assert objective.at(arm.middle + 0.1, arm.middle, arm) > 0.16  # the joints alone
