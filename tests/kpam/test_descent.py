import numpy as np
import pytest
from scipy.optimize import minimize

from envs.robots import panda
from kpam.constraints import AxisOrthogonal, AxisParallel, HandMotion, PointToPoint
from kpam.descent import descend
from kpam.problem import KeypointProblem
from kpam.solver import assess
from kpam.stack import Case, Stack

GRASP = panda.TOOL_POINTS["grasp"]
UPRIGHT = 0.333 + np.hypot(0.316, 0.0825) + np.hypot(0.384, 0.0825) + np.hypot(0.107, 0.088)
"""Metres from the base to the hand of a Panda that is stretched upwards: every offset is in line."""


def reach(home, *more, target=(0.5, 0.1, 0.35), tolerance=0.01):
    constraints = (
        PointToPoint("meet", GRASP, target, 1e-3),
        AxisParallel("approach", (0, 0, 1), (0.2, 0.1, -1.0), tolerance),
        *more,
    )
    return KeypointProblem(constraints, home)


def descended(arm, problem, q, **options):
    q = np.atleast_2d(q)
    stack = Stack(Case.of(problem, 0), arm)
    tool = np.repeat(np.eye(4)[None], len(q), axis=0)
    return descend(stack, q, tool, np.zeros(len(q), dtype=int), lower=arm.lower, upper=arm.upper, **options)


def starts(arm, rng, count):
    return rng.uniform(arm.lower, arm.upper, size=(count, 7))


def test_a_descent_ends_where_every_hard_constraint_holds(arm, home, rng):
    end = descended(arm, reach(home), starts(arm, rng, 12))
    assert end.feasible.sum() >= 3
    for q, cost in zip(end.q[end.feasible], end.cost[end.feasible], strict=True):
        solution = assess(reach(home), arm, q)
        assert solution.feasible, solution.explain()
        assert solution.cost == pytest.approx(cost)


def test_limits_are_never_left(arm, home, rng):
    for target in ((0.5, 0.1, 0.2), (-0.6, 0.0, 0.2), (1.5, 0.0, 0.5)):
        end = descended(arm, reach(home, target=target), starts(arm, rng, 12))
        assert np.all(end.q >= arm.lower)
        assert np.all(end.q <= arm.upper)


@pytest.mark.parametrize("soft", [False, True])
def test_the_cost_is_as_low_as_a_general_solver_makes_it_from_there(arm, home, soft):
    more = (HandMotion("still", arm.forward(home), weight=20.0),) if soft else ()
    problem = reach(home, *more)

    def room(q):
        report = assess(problem, arm, q).reports
        return [1.0 - (one.violation / one.tolerance) ** 2 for one in report if not one.soft and one.tolerance > 1e-4]

    end = descended(arm, problem, home)
    assert end.feasible[0]
    better = minimize(
        lambda q: assess(problem, arm, q).cost,
        end.q[0],
        method="SLSQP",
        bounds=list(zip(arm.lower, arm.upper, strict=True)),
        constraints={"type": "ineq", "fun": room},
        options={"maxiter": 30},
    )
    assert end.cost[0] < 1.01 * better.fun


def test_tolerances_are_spent_on_the_cost(arm, home):
    strict, loose = (descended(arm, reach(home, tolerance=tolerance), home) for tolerance in (1e-3, 0.3))
    assert loose.feasible[0]
    assert loose.cost[0] < 0.95 * strict.cost[0]


def test_a_wide_tolerance_is_spent_to_the_last_hundredth(arm, home):
    problem = reach(home, target=(0.5, 0.1, 0.2), tolerance=0.3)
    report = assess(problem, arm, descended(arm, problem, home).q[0]).reports[1]
    assert 0.99 * 0.3 < report.violation <= 0.3


def test_constraints_that_say_the_same_twice_change_nothing(arm, home):
    twice = (
        AxisParallel("approach again", (0, 0, 1), (0.2, 0.1, -1.0), 0.01),
        AxisOrthogonal("aside", (0, 0, 1), (0.1, -0.2, 0), 0.01),
    )
    once, again = descended(arm, reach(home), home), descended(arm, reach(home, *twice), home)
    assert again.feasible[0]
    assert again.cost[0] == pytest.approx(once.cost[0], rel=0.02)


def test_a_start_does_not_depend_on_the_others(arm, home, rng):
    q = starts(arm, rng, 6)
    together = descended(arm, reach(home), q, iterations=5)
    for i in range(len(q)):
        alone = descended(arm, reach(home), q[i], iterations=5)
        if not together.feasible.any():
            assert alone.q.tobytes() == together.q[i].tobytes()


def test_out_of_reach_the_distance_is_least(arm, home, rng):
    end = descended(arm, KeypointProblem((PointToPoint("far", (0, 0, 0), (0.0, 0.0, 3.0)),), home), starts(arm, rng, 8))
    heights = [arm.forward(q)[2, 3] for q in end.q]
    assert not end.feasible.any()
    assert max(heights) == pytest.approx(UPRIGHT, abs=5e-3)


def test_a_start_that_cannot_win_rests_early(arm, home, rng):
    q = np.concatenate([[home], starts(arm, rng, 10)])
    every, few = (descended(arm, reach(home), q, every=each) for each in (True, False))
    assert few.iterations.sum() < 0.8 * every.iterations.sum()
    assert few.cost[few.feasible].min() == pytest.approx(every.cost[every.feasible].min(), rel=0.01)
