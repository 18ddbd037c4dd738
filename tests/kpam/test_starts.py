import numpy as np

from envs.robots import panda
from kpam.constraints import AxisOrthogonal, AxisParallel, PointToPoint
from kpam.kinematics import Kinematics
from kpam.problem import Costs, KeypointProblem
from kpam.stack import Case, Stack
from kpam.starts import choose, pool
from kpam.transforms import about_axis

MEET = PointToPoint("meet", panda.TOOL_POINTS["grasp"], (0.5, 0.0, 0.2))
HALF_TURN = about_axis((0, 0, 1), np.pi)


FREE, DEAR = Costs(0.0, 0.0), Costs(1.0, 0.0)


def chosen(arm, home, fingers, rng, costs=FREE, **options):
    problem = KeypointProblem((MEET, fingers), home, costs, symmetries=(np.eye(4), HALF_TURN))
    stack = Stack(Case.of(problem, 0), arm)
    among = Kinematics.of(arm, rng.uniform(arm.lower, arm.upper, (64, 7)))
    return choose(stack, among, 5, **options)


def test_the_problems_own_start_and_the_middle_come_first(arm, home, rng):
    starts = chosen(arm, home, AxisParallel("fingers", (0, 1, 0), (0, 1, 0)), rng, known=True)
    for symmetry in (0, 1):
        mine = starts.q[starts.symmetry == symmetry]
        np.testing.assert_array_equal(mine[:2], [home, arm.middle])
        assert len(mine) == 5


def test_the_others_are_nearer_to_the_constraints_than_chance(arm, home, rng):
    starts = chosen(arm, home, AxisParallel("fingers", (0, 1, 0), (0, 1, 0)), rng, known=False)
    chance = rng.uniform(arm.lower, arm.upper, (64, 7))
    off, usual = (np.linalg.norm(arm.forward(q)[:, :3, 3] - (0.5, 0, 0.3), axis=1) for q in (starts.q, chance))
    assert np.median(off) < 0.7 * np.median(usual)


def test_of_those_as_near_the_ones_that_cost_less_are_taken(arm, home, rng):
    free, dear = (
        chosen(arm, home, AxisParallel("fingers", (0, 1, 0), (0, 1, 0)), rng, costs, known=False)
        for costs in (FREE, DEAR)
    )
    assert np.linalg.norm(dear.q - home, axis=1).mean() < 0.8 * np.linalg.norm(free.q - home, axis=1).mean()


def test_a_symmetry_that_the_constraints_cannot_see_is_left_out(arm, home, rng):
    seen = chosen(arm, home, AxisParallel("fingers", (0, 1, 0), (0, 1, 0)), rng, known=True)
    unseen = chosen(arm, home, AxisOrthogonal("fingers", (0, 1, 0), (0, 0, 1)), rng, known=True)
    assert set(seen.symmetry) == {0, 1}
    assert set(unseen.symmetry) == {0}


def test_what_starts_are_taken_from_follows_from_the_seed(arm):
    assert pool(arm, 3, 0, 20) is pool(arm, 3, 0, 20)
    assert np.all((pool(arm, 3, 0, 20).q >= arm.lower) & (pool(arm, 3, 0, 20).q <= arm.upper))
    assert not np.array_equal(pool(arm, 3, 0, 20).q, pool(arm, 3, 1, 20).q)
    assert not np.array_equal(pool(arm, 3, 0, 20).q, pool(arm, 4, 0, 20).q)
