from dataclasses import replace

import numpy as np
import pytest

from kpam.constraints import AxisParallel, PointToPoint
from kpam.errors import ArmError, ConstraintError, KpamError
from kpam.problem import ConstraintReport, Costs, KeypointProblem, KeypointSolution, Workspace
from kpam.solver import solve

MEET = PointToPoint("meet", (0, 0, 0.1), (0.5, 0.0, 0.3))


def report(name, violation, *, satisfied=False, soft=False):
    return ConstraintReport(name, violation, 0.01, "rad", satisfied, lambda: f"{name} is off", soft)


def test_the_lists_are_the_constraints_and_then_the_alternatives(home):
    down = AxisParallel("down", (0, 0, 1), (0, 0, -1))
    problem = KeypointProblem((MEET,), home, alternatives=((MEET, down), (down,)))
    assert tuple(problem.lists) == ((MEET,), (MEET, down), (down,))


@pytest.mark.parametrize(
    ("changes", "error", "named"),
    [
        ({"constraints": ()}, ConstraintError, "at least one constraint"),
        ({"alternatives": ((),)}, ConstraintError, "at least one constraint"),
        ({"symmetries": ()}, ConstraintError, "symmetries"),
        ({"symmetries": (np.full((4, 4), np.nan),)}, ConstraintError, "symmetries"),
        ({"costs": Costs(joint_change=-1.0)}, ConstraintError, "joint_change -1.0"),
        ({"costs": Costs(posture=np.nan)}, ConstraintError, "posture nan"),
        ({"q_start": np.zeros(6)}, ArmError, "7 finite joint values"),
        ({"q_start": np.array([0, 0, np.inf, 0, 0, 0, 0])}, ArmError, "inf"),
    ],
)
def test_what_is_malformed_is_named(arm, home, changes, error, named):
    with pytest.raises(error, match=named):
        replace(KeypointProblem((MEET,), home), **changes).check(arm)


def test_contradictory_bounds_of_the_workspace_are_an_error(arm, home):
    with pytest.raises(KpamError, match="workspace"):
        solve(KeypointProblem((MEET,), home, workspace=Workspace((0.5, 0, 0), (0.4, 1, 1))), arm)


def test_conflicts_are_the_hard_constraints_that_are_missed_worst_first():
    reports = (report("a", 0.02), report("b", 0.5), report("c", 0.0, satisfied=True), report("d", 9.0, soft=True))
    solution = KeypointSolution(np.zeros(7), np.eye(4), False, reports, 0.0, 0, 0, 0)
    assert [conflict.name for conflict in solution.conflicts] == ["b", "a"]
    assert solution.explain() == "infeasible: b is off; a is off"
