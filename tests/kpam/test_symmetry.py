import numpy as np

from envs.robots import panda
from kpam.constraints import AxisParallel, PointToPoint
from kpam.keypoints import Keypoints, Turns
from kpam.problem import KeypointProblem
from kpam.solver import solve, solve_all
from kpam.symmetry import about
from kpam.transforms import transform

GRASP = np.array(panda.TOOL_POINTS["grasp"])


def box(turns=()):
    """A box before the arm whose handle is on the side that looks away."""
    return Keypoints("box", {"handle": (0.06, 0, 0.1)}, {"in": (-1, 0, 0)}, transform((0.55, 0, 0.1)), turns)


def grasp(body):
    return (
        PointToPoint("meet", GRASP, body.point("handle")),
        AxisParallel("approach", np.array((0.0, 0.0, 1.0)), body.axis("in")),
    )


def test_what_one_pose_of_the_object_forbids_another_allows(arm, home):
    problem = KeypointProblem((), home)
    from_behind = solve(about(problem, box(), grasp), arm)
    turned = solve(about(problem, box((Turns((0, 0, 1), 2),)), grasp), arm)
    assert not from_behind.feasible
    assert turned.feasible
    assert turned.alternative == 1
    np.testing.assert_allclose((turned.T_base_hand @ [*GRASP, 1])[:3], (0.49, 0, 0.2), atol=2e-3)


def test_every_turn_of_every_list_is_an_alternative(home):
    down = AxisParallel("down", (0, 0, 1), (0, 0, -1))
    first = KeypointProblem((down,), home, alternatives=((),))
    problem = about(first, box((Turns((0, 0, 1)),)), grasp, steps=6)
    assert len(problem.lists) == 12
    assert [len(every) for every in problem.lists[:2]] == [3, 2]


def test_alternatives_of_different_kinds_are_searched_together(arm, home):
    far, near = PointToPoint("far", GRASP, (2.0, 0, 0)), PointToPoint("near", GRASP, (0.5, 0, 0.3))
    down = AxisParallel("down", (0, 0, 1), (0, 0, -1))
    solution = solve(KeypointProblem((far,), home, alternatives=((near, down), (near,))), arm)
    assert solution.feasible
    assert solution.alternative == 2
    assert {
        one.alternative for one in solve_all(KeypointProblem((near,), home, alternatives=((near, down),)), arm)
    } == {
        0,
        1,
    }
