from dataclasses import replace

import numpy as np
import pytest

from kpam.constraints import AxisAtAngle, AxisOrthogonal, AxisParallel, Height, PointInBox, PointToPlane, PointToPoint
from kpam.errors import ConstraintError
from kpam.keypoints import Keypoints, Turns
from kpam.pose import PoseProblem, solve_held, solve_pose, solve_poses
from kpam.problem import Workspace
from kpam.transforms import about_axis, apply, from_rotation, inverse, rotate, rotation_angle, transform

ON_TABLE = transform((0.5, -0.25, 0.0), (np.cos(0.3), 0.0, 0.0, np.sin(0.3)))
HANDLE, HANDLE_AXIS = (0.06, 0.0, 0.05), (0.0, 1.0, 0.0)
REGION = Workspace((-2.0, -2.0, 0.0), (2.0, 2.0, 2.0))
PEG, PEG_AXIS = (0.5, 0.2, 0.4), (1.0, 0.0, 0.0)


def mug(*constraints, **changes):
    return PoseProblem(constraints, **({"T_start": ON_TABLE} | changes))


def hung(target=PEG, **changes):
    return mug(
        PointToPoint("on the peg", HANDLE, target),
        AxisParallel("along the peg", HANDLE_AXIS, PEG_AXIS),
        AxisAtAngle("tilted", (0, 0, 1), (0, 0, 1), 0.3),
        **changes,
    )


def from_above(turn=0.0):
    """Return T_hand_object of a hand that points down at the mug, 12 cm above its origin."""
    return inverse(transform((0, 0, 0.12), (0, 1, 0, 0)) @ about_axis((0, 0, 1), turn))


def test_a_mug_is_hung():
    solution = solve_pose(hung())
    assert solution.feasible, solution.explain()
    T = solution.T_base_object
    np.testing.assert_allclose(apply(T, HANDLE), PEG, atol=1e-3)
    np.testing.assert_allclose(rotate(T, HANDLE_AXIS), PEG_AXIS, atol=0.01)
    assert np.arccos(T[2, 2]) == pytest.approx(0.3, abs=0.01)


def test_a_peg_is_inserted():
    hole = about_axis((0, 1, 0), 0.4, (0.5, 0.1, 0.2))
    problem = mug(
        PointToPoint("tip", (0, 0, -0.1), hole[:3, 3]),
        AxisParallel("into the hole", (0, 0, -1), -hole[:3, 2]),
        AxisOrthogonal("flat side", (1, 0, 0), hole[:3, 1]),
    )
    solution = solve_pose(problem)
    assert solution.feasible
    np.testing.assert_allclose(apply(solution.T_base_object, (0, 0, -0.1)), hole[:3, 3], atol=1e-3)
    np.testing.assert_allclose(solution.T_base_object[:3, 2], hole[:3, 2], atol=0.01)


def test_a_pose_to_pour_from():
    problem = mug(
        PointInBox("spout over the bowl", (0.04, 0, 0.1), transform((0.6, 0.1, 0.0)), (-0.02,) * 3, (0.02, 0.02, 0.4)),
        Height("clear of the rim", (0.04, 0, 0.1), lower=0.25),
        AxisAtAngle("tipped", (0, 0, 1), (0, 0, 1), 1.9),
        PointToPlane("in line", (0, 0, 0), (0.6, 0.1, 0), (0, 1, 0)),
    )
    solution = solve_pose(problem)
    assert solution.feasible
    assert np.arccos(solution.T_base_object[2, 2]) == pytest.approx(1.9, abs=0.01)
    assert apply(solution.T_base_object, (0.04, 0, 0.1))[2] >= 0.249


def test_an_object_that_is_right_stays_where_it_is():
    problem = mug(Height("on the table or above", (0, 0, 0), lower=-0.001), AxisParallel("up", (0, 0, 1), (0, 0, 1)))
    np.testing.assert_allclose(solve_pose(problem).T_base_object, ON_TABLE, atol=2e-3)


def test_of_the_poses_that_hold_the_nearest_is_taken():
    # along the peg, the mug can lean to either side
    upright = np.column_stack([(0, -1, 0), PEG_AXIS, (0, 0, 1)])
    leans = [about_axis(PEG_AXIS, lean)[:3, :3] @ upright for lean in (-0.3, 0.3)]
    for R_start, R_other in (leans, leans[::-1]):
        T_start = from_rotation(R_start, np.array(PEG) - R_start @ HANDLE - (0, 0, 0.05))
        R = solve_pose(hung(T_start=T_start)).T_base_object[:3, :3]
        assert rotation_angle(R, R_start) < 0.02 < rotation_angle(R, R_other)


def test_poses_are_nearest_first():
    problem = mug(AxisParallel("up or over", (0, 0, 1), (0, 0, 1)), Height("lifted", (0, 0, 0), lower=0.2))
    costs = [pose.answer.cost for pose in solve_poses(problem)]
    assert costs == sorted(costs)


def test_the_symmetry_of_an_object_is_used():
    turned = mug(PointToPoint("to", (0, 0, 0), PEG), AxisParallel("front", (1, 0, 0), -ON_TABLE[:3, 0]))
    half_turn = about_axis((0, 0, 1), np.pi)
    alike = PoseProblem(turned.constraints, ON_TABLE, symmetries=(np.eye(4), half_turn))
    assert rotation_angle(solve_pose(turned).T_base_object[:3, :3], ON_TABLE[:3, :3]) > 3.1
    assert rotation_angle(solve_pose(alike).T_base_object[:3, :3], ON_TABLE[:3, :3]) < 0.02


def test_the_region_is_kept():
    problem = mug(Height("lifted", (0, 0, 0.1), lower=0.3), region=Workspace((0.3, 0.1, 0.0), (0.6, 0.3, 0.5)))
    solution = solve_pose(problem)
    assert solution.feasible
    assert np.all(solution.T_base_object[:3, 3] >= np.array((0.3, 0.1, 0.0)) - 1e-4)


def test_the_arm_holds_the_object_where_it_must_be(arm, home):
    held = solve_held(hung(), arm, home, [from_above()])
    assert held.feasible, held.explain()
    np.testing.assert_allclose(held.T_base_object, held.pose.T_base_object, atol=2e-5)
    np.testing.assert_allclose(arm.forward(held.answer.q) @ from_above(), held.T_base_object, atol=1e-9)


def test_of_several_grasps_one_that_the_arm_can_use_is_taken(arm, home):
    too_long = transform((0, 0, 1.5))
    held = solve_held(hung(), arm, home, [too_long, from_above(0.5)])
    assert held.feasible
    assert held.grasp == 1


def test_where_the_nearest_pose_is_out_of_reach_another_is_found(arm, home):
    anywhere_high = mug(Height("high", (0, 0, 0), lower=0.3), T_start=transform((1.4, 0.0, 0.0)), region=REGION)
    held = solve_held(anywhere_high, arm, home, [from_above()])
    assert held.feasible
    assert np.linalg.norm(held.T_base_object[:2, 3]) < 1.0 < held.pose.T_base_object[0, 3]


def test_what_is_in_the_way_is_said(arm, home):
    far = solve_held(hung((1.6, 0, 0.4), region=REGION), arm, home, [from_above()])
    assert far.pose.feasible
    assert not far.feasible
    assert far.explain().startswith("the arm cannot hold it there")
    impossible = mug(AxisParallel("up", (0, 0, 1), (0, 0, 1)), AxisParallel("over", (0, 0, 1), (0, 0, -1)))
    assert solve_held(impossible, arm, home, [from_above()]).explain().startswith("no pose of the object")


def test_the_same_seed_gives_the_same_pose(arm, home):
    one, other = (solve_held(hung(), arm, home, [from_above()], seed=4) for _ in range(2))
    assert one.T_base_object.tobytes() == other.T_base_object.tobytes()
    assert one.answer.q.tobytes() == other.answer.q.tobytes()


def test_malformed_problems_are_errors(arm, home):
    with pytest.raises(ConstraintError, match="T_start"):
        solve_pose(hung(T_start=np.full((4, 4), np.nan)))
    with pytest.raises(ConstraintError, match="grasp"):
        solve_held(hung(), arm, home, [])
    with pytest.raises(ConstraintError, match="at least one constraint"):
        solve_pose(mug())


def test_an_object_that_is_the_same_at_any_angle_is_placed_and_held_at_the_best(arm, home):
    problem = hung(region=REGION)
    upright = mug(PointToPoint("there", (0.04, 0, 0), (0.5, 0.2, 0.1)), AxisParallel("up", (0, 0, 1), (0, 0, 1)))
    few, any_angle = (Keypoints("can", turns=(Turns((0, 0, 1), n),)).symmetries() for n in (12, None))
    sampled, exact = (
        solve_pose(replace(upright, symmetries=symmetries)).answer.cost for symmetries in (few, any_angle)
    )
    assert exact < sampled
    for symmetries in (few, any_angle):
        held = solve_held(replace(problem, symmetries=symmetries), arm, home, [from_above(), from_above(0.5)])
        assert held.feasible, held.explain()
        grasp = (from_above(), from_above(0.5))[held.grasp]
        np.testing.assert_allclose(held.T_base_object, held.answer.T_base_hand @ grasp, atol=1e-12)
