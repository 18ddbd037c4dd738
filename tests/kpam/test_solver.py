from dataclasses import replace

import numpy as np
import pytest

from envs.robots import panda
from kpam.constraints import AxisAtAngle, AxisOrthogonal, AxisParallel, JointLimits, PointToPlane, PointToPoint, Posture
from kpam.errors import ArmError, ConstraintError
from kpam.problem import Costs, KeypointProblem, Workspace
from kpam.solver import LIMIT_MARGIN, assess, solve, solve_all
from kpam.transforms import about_axis

GRASP = panda.TOOL_POINTS["grasp"]
HALF_TURN = about_axis((0, 0, 1), np.pi)


def grasp(home, target=(0.5, 0.1, 0.2), yaw=0.2, **changes):
    approach, bar = (np.cos(yaw), np.sin(yaw), 0.0), (-np.sin(yaw), np.cos(yaw), 0.0)
    constraints = (
        PointToPoint("meet", GRASP, target),
        AxisParallel("approach", (0, 0, 1), approach),
        AxisOrthogonal("fingers", (0, 1, 0), bar),
    )
    given = {"constraints": constraints, "q_start": home, "symmetries": (np.eye(4), HALF_TURN)}
    return KeypointProblem(**(given | changes))


def test_handles_within_reach_are_solved(arm, home, rng):
    for _ in range(15):
        target = rng.uniform((0.45, -0.2, 0.08), (0.6, 0.2, 0.22))
        yaw = np.arctan2(target[1], target[0]) + rng.uniform(-0.2, 0.2)
        solution = solve(grasp(home, target, yaw), arm)
        assert solution.feasible, solution.explain()
        T = arm.forward(solution.q)
        np.testing.assert_allclose((T @ [*GRASP, 1.0])[:3], target, atol=1e-3)
        np.testing.assert_allclose(T[:3, 2], [np.cos(yaw), np.sin(yaw), 0.0], atol=0.01)


def test_solutions_keep_a_margin_from_the_joint_limits(arm, home):
    for solution in solve_all(grasp(home), arm):
        assert arm.within_limits(solution.q, LIMIT_MARGIN - 1e-9)


def test_solutions_are_distinct_and_cheapest_first(arm, home):
    solutions = solve_all(grasp(home), arm)
    costs = [solution.cost for solution in solutions]
    assert costs == sorted(costs)
    assert len(solutions) > 1
    for i, one in enumerate(solutions):
        for other in solutions[:i]:
            assert np.max(np.abs(one.q - other.q)) >= 0.1


def test_the_same_seed_gives_the_same_answer(arm, home):
    first, second = (solve_all(grasp(home), arm, seed=3) for _ in range(2))
    assert [s.q.tobytes() for s in first] == [s.q.tobytes() for s in second]


def test_every_symmetry_is_tried(arm, home):
    constraints = (
        PointToPoint("meet", GRASP, (0.5, 0.0, 0.1)),
        AxisParallel("down", (0, 0, 1), (0, 0, -1)),
        AxisParallel("fingers", (0, 1, 0), (0, -1, 0)),
    )
    problem = grasp(home, constraints=constraints)
    assert {solution.symmetry for solution in solve_all(problem, arm)} == {0, 1}
    turned = next(solution for solution in solve_all(problem, arm) if solution.symmetry == 1)
    np.testing.assert_allclose(arm.forward(turned.q)[:3, 1], (0, 1, 0), atol=0.02)


def test_a_symmetry_may_move_the_tool(arm, home):
    offset = np.eye(4)
    offset[:3, 3] = (0.03, 0.0, 0.02)
    constraints = (PointToPoint("meet", GRASP, (0.5, 0.0, 0.2)), AxisParallel("down", (0, 0, 1), (0, 0, -1)))
    solution = solve(KeypointProblem(constraints, home, symmetries=(offset,)), arm)
    assert solution.feasible
    np.testing.assert_allclose((arm.forward(solution.q) @ offset @ [*GRASP, 1])[:3], (0.5, 0, 0.2), atol=1e-3)


def test_a_symmetry_reaches_what_the_tool_alone_cannot(arm, home):
    longer = np.eye(4)
    longer[2, 3] = 0.5
    constraints = (PointToPoint("meet", GRASP, (1.2, 0.0, 0.3)),)
    problem = KeypointProblem(constraints, home)
    assert not solve(problem, arm).feasible
    solution = solve(replace(problem, symmetries=(np.eye(4), longer)), arm)
    assert solution.feasible
    assert solution.symmetry == 1


def test_the_cost_is_lowered_within_the_constraints(arm, home):
    target = arm.forward(home)[:3, 3] + (0.05, 0.0, -0.05)
    problem = KeypointProblem((PointToPoint("meet", (0, 0, 0), target),), home)
    best = solve(problem, arm)
    for seed in range(5):
        rng = np.random.default_rng(seed)
        J = arm.jacobian(best.q)[:3]
        direction = rng.normal(size=7)
        aside = 0.05 * (direction - np.linalg.pinv(J) @ J @ direction)
        assert assess(problem, arm, best.q + aside).cost > best.cost - 1e-3


def test_the_workspace_is_kept(arm, home):
    target = (0.5, 0.0, 0.3)
    problem = KeypointProblem(
        (PointToPoint("meet", GRASP, target),), home, workspace=Workspace(upper=(0.45, 0.9, 0.31))
    )
    solution = solve(problem, arm)
    assert solution.feasible
    assert np.all(solution.T_base_hand[:3, 3] <= (0.4501, 0.9, 0.3101))


def test_planes_and_cones_are_solved(arm, home):
    constraints = (
        PointToPlane("plane", GRASP, (0, 0, 0.1), (0, 0, 1)),
        PointToPlane("wall", GRASP, (0.5, 0, 0), (1, 0, 0)),
        AxisAtAngle("cone", (0, 0, 1), (0, 0, -1), 0.5),
    )
    solution = solve(KeypointProblem(constraints, home), arm)
    assert solution.feasible
    assert np.arccos(-solution.T_base_hand[2, 2]) == pytest.approx(0.5, abs=0.01)


def test_out_of_reach_is_an_answer_that_names_the_constraint(arm, home):
    solution = solve(grasp(home, (1.3, 0.0, 0.3)), arm)
    assert not solution.feasible
    assert solution.conflicts[0].name == "meet"
    assert "meet" in solution.explain()


def test_contradicting_axes_are_both_named(arm, home):
    constraints = (
        PointToPoint("meet", GRASP, (0.5, 0.0, 0.2)),
        AxisParallel("down", (0, 0, 1), (0, 0, -1)),
        AxisParallel("ahead", (0, 0, 1), (1, 0, 0)),
    )
    solution = solve(KeypointProblem(constraints, home), arm)
    assert {"down", "ahead"} <= {report.name for report in solution.conflicts}


def test_slightly_inconsistent_axes_are_met_within_their_tolerances(arm, home):
    constraints = (
        PointToPoint("meet", GRASP, (0.5, 0.0, 0.2), 1e-4),
        AxisParallel("one", (0, 0, 1), (0, 0, -1), 0.01),
        AxisParallel("other", (0, 0, 1), (0.017, 0, -1), 0.01),
    )
    assert solve(KeypointProblem(constraints, home), arm).feasible


def test_reports_hold_limits_and_workspace(arm, home):
    names = [report.name for report in solve(grasp(home), arm).reports]
    assert names == ["meet", "approach", "fingers", "joint_limits", "workspace"]


def test_one_answer_is_as_cheap_as_the_first_of_all(arm, home, rng):
    for _ in range(8):
        problem = grasp(home, rng.uniform((0.45, -0.2, 0.08), (0.6, 0.2, 0.22)))
        assert solve(problem, arm).cost == pytest.approx(solve_all(problem, arm)[0].cost, rel=0.05)


def test_a_soft_constraint_is_met_as_far_as_its_weight_and_the_hard_ones_allow(arm, home):
    meet = PointToPoint("meet", GRASP, (0.5, 0.0, 0.3))
    tilts = []
    for weight in (0.01, 1.0, 100.0):
        lean = AxisAtAngle("lean", (0, 0, 1), (0, 0, -1), 0.8, weight=weight)
        solution = solve(KeypointProblem((meet, lean), home), arm)
        assert solution.feasible
        tilts.append(abs(np.arccos(-solution.T_base_hand[2, 2]) - 0.8))
    assert tilts[0] > tilts[1] > tilts[2]
    assert tilts[2] < 0.02


def test_a_soft_constraint_that_cannot_be_met_makes_nothing_infeasible(arm, home):
    meet = PointToPoint("meet", GRASP, (0.5, 0.0, 0.3))
    solution = solve(KeypointProblem((meet, PointToPoint("far", GRASP, (2.0, 0.0, 0.3), weight=1.0)), home), arm)
    report = next(report for report in solution.reports if report.name == "far")
    assert solution.feasible
    assert not solution.conflicts
    assert report.soft
    assert not report.satisfied
    assert report.violation == pytest.approx(1.5, abs=2e-3)


def test_the_cost_is_what_the_weights_say(arm, home):
    rest = Posture("rest", arm.middle, weight=3.0)
    solution = solve(KeypointProblem((PointToPoint("meet", GRASP, (0.5, 0, 0.3)), rest), home, Costs(2.0, 0.0)), arm)
    change, away = solution.q - home, solution.q - arm.middle
    assert solution.cost == pytest.approx(2.0 * change @ change + 3.0 * away @ away)


def test_a_margin_from_the_limits_may_be_asked_for(arm, home):
    margin = JointLimits.of("room", arm, 0.3)
    problem = grasp(home, (0.5, 0.0, 0.15))
    problem = replace(problem, constraints=(problem.constraints[0], margin))
    solution = solve(problem, arm)
    assert solution.feasible
    assert arm.within_limits(solution.q, 0.3 - 1e-5)


def test_a_singular_start_is_left(arm):
    stretched = np.array([0.0, 0.0, 0.0, -0.08, 0.0, 1.6, 0.0])
    assert solve(grasp(stretched), arm).feasible
    assert solve(grasp(stretched), arm, starts=1, seed=5).reports


def test_a_target_behind_the_base_is_a_result(arm, home):
    behind = PointToPoint("behind", GRASP, (-0.5, 0.0, 0.3))
    down = AxisParallel("down", (0, 0, 1), (0, 0, -1))
    solution = solve(KeypointProblem((behind, down), home), arm)
    assert solution.feasible
    assert abs(solution.q[0]) > 1.0
    assert not solve(KeypointProblem((PointToPoint("inside", GRASP, (0.0, 0.0, 0.05)), down), home), arm).feasible


def test_a_solution_says_how_it_came_about(arm, home):
    solution = solve(grasp(home), arm)
    assert solution.iterations > 0
    assert solution.start < 8 * 4
    assert solution.timings["solve"] > 0.0
    for report in solution.reports:
        assert report.violation <= report.tolerance


def test_as_many_starts_as_wanted_may_be_asked_for(arm, home):
    problem = grasp(home)
    assert solve(problem, arm, starts=150).cost <= solve(problem, arm, starts=2).cost * 1.01


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"constraints": ()}, ConstraintError),
        ({"symmetries": ()}, ConstraintError),
        ({"q_start": np.zeros(9)}, ArmError),
        ({"q_start": np.full(7, np.nan)}, ArmError),
    ],
)
def test_a_malformed_problem_is_an_error(arm, home, changes, error):
    with pytest.raises(error):
        solve(grasp(home, **changes), arm)
