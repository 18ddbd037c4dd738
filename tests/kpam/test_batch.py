from dataclasses import replace

import numpy as np
import pytest

from envs.robots import panda
from kpam.batch import CHUNK, solve_many
from kpam.constraints import AxisOrthogonal, AxisParallel, Manipulability, PointInBox, PointToPlane, PointToPoint
from kpam.errors import ArmError
from kpam.kinematics import Kinematics
from kpam.problem import Costs, KeypointProblem
from kpam.solver import solve
from kpam.stack import Case, Stack
from kpam.transforms import about_axis, transform

GRASP = panda.TOOL_POINTS["grasp"]
SYMMETRIES = (np.eye(4), about_axis((0, 0, 1), np.pi))


def grasps(home, rng, count):
    problems = []
    for _ in range(count):
        yaw = rng.uniform(-0.6, 0.6)
        constraints = (
            PointToPoint("meet", GRASP, rng.uniform((0.4, -0.3, 0.1), (0.7, 0.3, 0.4)), rng.uniform(1e-4, 1e-3)),
            AxisParallel("approach", (0, 0, 1), (np.cos(yaw), np.sin(yaw), 0.0)),
            AxisOrthogonal("fingers", (0, 1, 0), (0, 0, 1), weight=rng.uniform(0.1, 2.0)),
        )
        problems.append(KeypointProblem(constraints, home + rng.normal(0, 0.1, 7), symmetries=SYMMETRIES))
    return problems


def assert_same(solutions, problems, arm, **options):
    for one, problem in zip(solutions, problems, strict=True):
        alone = solve(problem, arm, **options)
        assert one.feasible == alone.feasible
        assert (one.start, one.symmetry, one.alternative) == (alone.start, alone.symmetry, alone.alternative)
        np.testing.assert_allclose(one.q, alone.q, atol=1e-8)


def test_many_problems_have_the_answers_that_each_has_alone(arm, home, rng):
    problems = grasps(home, rng, 12)
    assert_same(solve_many(problems, arm, seed=2, starts=5), problems, arm, seed=2, starts=5)


def test_problems_of_several_structures_keep_their_order(arm, home, rng):
    problems = grasps(home, rng, 2)
    plane = PointToPlane("plane", GRASP, (0, 0, 0.2), (0, 0, 1))
    box = PointInBox("box", GRASP, transform((0.5, 0, 0.3)), (-0.1, -0.1, -0.1), (0.1, 0.1, 0.1))
    problems[1:1] = [KeypointProblem((plane,), home), KeypointProblem((box, Manipulability("nimble", 0.05)), home)]
    assert_same(solve_many(problems, arm, starts=4), problems, arm, starts=4)


def test_more_problems_than_fit_a_chunk_are_all_solved(arm, home, rng):
    problems = [
        KeypointProblem((PointToPoint("meet", GRASP, (0.5, y, 0.3)),), home) for y in np.linspace(-0.3, 0.3, CHUNK + 3)
    ]
    solutions = solve_many(problems, arm, starts=1)
    for solution, problem in zip(solutions, problems, strict=True):
        reached = Kinematics.of(arm, solution.q).point(np.array(GRASP))[0][0]
        np.testing.assert_allclose(reached, problem.constraints[0].target, atol=1e-3)


def test_the_same_seed_gives_the_same_bits(arm, home, rng):
    problems = grasps(home, rng, 4)
    first, second = (solve_many(problems, arm, seed=7, starts=4) for _ in range(2))
    assert [one.q.tobytes() for one in first] == [one.q.tobytes() for one in second]


def test_no_problems_have_no_answers(arm):
    assert solve_many([], arm) == []


def test_one_malformed_problem_is_an_error(arm, home, rng):
    problems = grasps(home, rng, 2)
    with pytest.raises(ArmError, match="q_start"):
        solve_many([problems[0], replace(problems[1], q_start=np.zeros(3))], arm)


def test_a_stack_gives_each_case_its_own_residuals(arm, home, rng):
    problems = [replace(problem, costs=Costs(rng.uniform(), 0.0)) for problem in grasps(home, rng, 3)]
    q, tool = rng.uniform(arm.lower, arm.upper, size=(5, 7)), np.array([*SYMMETRIES, *SYMMETRIES, SYMMETRIES[1]])
    which = np.array([2, 0, 1, 1, 2])
    stack = Stack([case for i, problem in enumerate(problems) for case in Case.of(problem, i)], arm)
    together = stack.starts(tool, which).evaluate(q, np.arange(5))
    for i, k in enumerate(which):
        case = Case.of(problems[k], 0)[0]
        at = Kinematics.of(arm, q[i], tool[i])
        for mine, its in zip(together, zip(*(one.evaluate(at) for one in case.ordered), strict=True), strict=True):
            np.testing.assert_allclose(mine[i], np.concatenate([part[0] for part in its]), atol=1e-14)
