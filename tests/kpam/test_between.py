from dataclasses import replace

import numpy as np
import pytest

from envs.robots import panda
from kpam.batch import solve_many
from kpam.constraints import AxisAntiparallel, AxisOrthogonal, AxisParallel, PointToPoint
from kpam.keypoints import Keypoints, Turns
from kpam.problem import KeypointProblem
from kpam.solver import solve, solve_all
from kpam.symmetry import about
from kpam.transforms import about_axis, apply, rotate, transform

GRASP, Z = np.array(panda.TOOL_POINTS["grasp"]), np.array((0.0, 0.0, 1.0))


def can(home, count, *more, at=(0.5, 0.2, 0.1)):
    """A can to be taken from the side, whichever side: it looks the same `count` times in a turn, or from anywhere."""
    body = Keypoints("can", {"middle": (0, 0, 0.05)}, {"front": (-1, 0, 0)}, transform(at), (Turns(Z, count),))

    def taken(body):
        return (
            PointToPoint("meet", GRASP, body.point("middle")),
            AxisAntiparallel("from the side", Z, body.axis("front")),
            AxisOrthogonal("level", (0, 1, 0), Z),
        )

    return about(KeypointProblem(more, home), body, taken)


def rod(home, count, *, at=(0.5, 0.2, 0.3)):
    """A rod in the hand, to be laid along a direction with a mark on its side along another."""
    body = Keypoints("rod", {"tip": (0, 0, 0.15)}, {"mark": (1, 0, 0)}, turns=(Turns(Z, count),))
    tool = panda.GRIPPER.holding(body, about_axis((1, 0, 0), np.pi / 2, (0, 0, 0.1)))
    constraints = (
        PointToPoint("tip", tool.point("rod.tip"), at),
        AxisParallel("along", tool.axis("rod.z"), (0, 1, 0)),
        AxisParallel("mark", tool.axis("rod.mark"), (1, 0, 2)),
    )
    return KeypointProblem(constraints, home, symmetries=tool.symmetries())


@pytest.mark.parametrize("make", [can, rod])
@pytest.mark.parametrize("at", [(0.5, 0.2, 0.1), (0.6, -0.1, 0.4), (0.4, -0.3, 0.2)])
def test_any_angle_is_as_good_as_hundreds_of_them(arm, home, make, at):
    few, any_angle, many = (solve(make(home, count, at=at), arm) for count in (12, None, 360))
    assert any_angle.cost < 1.001 * many.cost
    assert few.cost > 1.002 * many.cost


def test_what_only_an_angle_between_samples_allows_is_found(arm, home):
    aside = AxisParallel("aside", Z, (np.cos(0.26), np.sin(0.26), 0), 0.01)
    assert not solve(can(home, 12, aside), arm).feasible
    assert solve(can(home, None, aside), arm).feasible


def test_the_numbers_of_an_answer_lead_to_what_was_solved(arm, home):
    problem = can(home, None)
    solution = solve(problem, arm)
    assert solution.alternative >= len(problem.lists)
    meet, side, _ = problem.lists[solution.alternative]
    np.testing.assert_allclose(apply(solution.T_base_hand, GRASP), meet.target, atol=meet.tolerance)
    assert np.arccos(rotate(solution.T_base_hand, Z) @ -side.target_axis) <= side.tolerance
    problem = rod(home, None)
    solution = solve(problem, arm)
    assert solution.symmetry >= len(problem.symmetries)
    tool = solution.T_base_hand @ problem.symmetries[solution.symmetry]
    tip, along, _ = problem.constraints
    np.testing.assert_allclose(apply(tool, tip.tool_point), tip.target, atol=tip.tolerance)
    assert np.arccos(rotate(tool, along.tool_axis) @ along.target_axis) <= along.tolerance


def test_an_object_and_what_is_held_are_turned_together(arm, home):
    held = rod(home, None)
    body = Keypoints("hole", {"bottom": (0.1, 0, 0)}, pose=transform((0.45, 0.0, 0.3)), turns=(Turns((0, 1, 0)),))
    tip, *axes = held.constraints
    bare = replace(held, constraints=tuple(axes))
    problem = about(bare, body, lambda body: (replace(tip, target=body.point("bottom")),))
    solution = solve(problem, arm)
    assert solution.feasible
    assert solution.cost < solve(replace(problem, alternatives=(), symmetries=held.symmetries), arm).cost


def test_several_problems_at_once_are_answered_as_each_alone(arm, home):
    problems = [can(home, None), rod(home, None), can(home, None, at=(0.4, -0.3, 0.2))]
    for one, many in zip(problems, solve_many(problems, arm), strict=True):
        alone = solve(one, arm)
        assert (alone.alternative, alone.symmetry) == (many.alternative, many.symmetry)
        assert alone.q.tobytes() == many.q.tobytes()


def test_every_answer_is_feasible_and_the_first_as_good_as_the_best(arm, home):
    found = solve_all(can(home, None), arm)
    assert all(solution.feasible for solution in found)
    assert found[0].cost <= solve(can(home, None), arm).cost * 1.001
