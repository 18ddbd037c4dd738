import numpy as np
import pytest

from kpam.constraints import AxisParallel, PointToPoint
from kpam.explain import diagnose, reach_gap
from kpam.problem import KeypointProblem
from kpam.solver import solve

PALM = (0.0, 0.0, 0.1)


def diagnosis(arm, home, *constraints):
    problem = KeypointProblem(constraints, home)
    return diagnose(problem, solve(problem, arm), arm)


def test_the_gap_is_the_distance_that_remains(arm, home):
    near, far = (
        reach_gap(KeypointProblem((PointToPoint("bar", PALM, (x, 0.0, 0.333)),), home), arm) for x in (1.2, 1.5)
    )
    assert far - near == pytest.approx(0.3, abs=0.01)
    assert reach_gap(KeypointProblem((PointToPoint("bar", PALM, (0.5, 0.0, 0.3)),), home), arm) == 0.0


def test_a_problem_of_axes_alone_is_never_out_of_reach(arm, home):
    problem = KeypointProblem((AxisParallel("down", (0, 0, 1), (0, 0, -1)),), home)
    assert reach_gap(problem, arm) == 0.0


def test_a_distant_point_is_out_of_reach(arm, home):
    found = diagnosis(
        arm, home, PointToPoint("bar", PALM, (1.4, 0.0, 0.3)), AxisParallel("ahead", (0, 0, 1), (1, 0, 0))
    )
    assert found.kind == "out_of_reach"
    assert "bar" in found.text


def test_contradicting_constraints_are_named_with_what_would_help(arm, home):
    found = diagnosis(
        arm,
        home,
        PointToPoint("bar", PALM, (0.5, 0.0, 0.2)),
        AxisParallel("down", (0, 0, 1), (0, 0, -1)),
        AxisParallel("ahead", (0, 0, 1), np.array([1.0, 0.0, 0.0])),
    )
    assert found.kind == "infeasible"
    assert "without down or without ahead" in found.text
